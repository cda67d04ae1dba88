import { textOf } from '../../repo/node.ts';
import { draftOf, type ShellText, textPart } from '../../repo/shell/shell-text.ts';
import { type IpFamily, parseCidr, parseIp } from '../cidr.ts';
import type { Reader } from '../reader.ts';
import { linesOf } from '../text-lines.ts';
import { emptyLink, hostAddress, type LinkDraft, numberSetting } from './host-link.ts';
import { nodeOfPath } from './node-of.ts';

/** ifupdown: `/etc/network/interfaces` and the files below `interfaces.d`. interfaces(5). */
export const ifupdown: Reader = {
	name: 'ifupdown',

	*text(file) {
		if (!isInterfacesFile(file.text)) return;
		const links = new Map<string, LinkDraft>();
		let current: { readonly link: LinkDraft; readonly family: IpFamily } | undefined;
		for (const line of linesOf(file, true)) {
			const head = wordsOf(line);
			const [keyword, name, family, method] = head.map((word) => textOf(draftOf(word)));
			if (keyword === undefined || keyword.startsWith('#')) continue;
			if (keyword === 'iface' && name !== undefined) {
				const link =
					links.get(name) ?? emptyLink('ifupdown', name, head[1]?.origin ?? line.origin, nodeOfPath(file.path));
				links.set(name, link);
				current = { link, family: family === 'inet6' ? 'IPv6' : 'IPv4' };
				if (family === 'inet6') setMethod(link, method, head[3] ?? line);
			} else if (/^(?:auto|allow-\S+|source\S*|mapping|no-auto-down)$/.test(keyword)) current = undefined;
			else if (current !== undefined && head[1] !== undefined) setOption(current, keyword, head[1]);
		}
		for (const link of links.values()) if (link.link !== 'lo') yield link;
	},
};

/** True for the text of such a file. */
export function isInterfacesFile(text: string): boolean {
	return /^[ \t]*iface[ \t]+\S+[ \t]+inet6?[ \t]+[a-z]\w*[ \t\r]*$/m.test(text);
}

function wordsOf(line: ShellText): ShellText[] {
	return [...textOf(draftOf(line)).matchAll(/[^\s\\]+/g)].map((match) =>
		textPart(line, match.index, match.index + match[0].length),
	);
}

/** `auto` is SLAAC, `dhcp` is DHCPv6; what comes beside is told by options. */
function setMethod(link: LinkDraft, method: string | undefined, { origin }: ShellText): void {
	if (method === 'auto') link.advertisements = { state: 'set', value: 'on', origin };
	if (method === 'dhcp') link.dhcp6 = { state: 'set', value: true, origin };
}

function setOption(
	{ link, family }: { readonly link: LinkDraft; readonly family: IpFamily },
	key: string,
	value: ShellText,
): void {
	switch (key) {
		case 'address': {
			const address = value.kind === 'scalar' ? hostAddress(value) : undefined;
			if (address === undefined) link.unresolved = true;
			else link.addresses.push(address);
			return;
		}
		case 'gateway':
			if (value.kind !== 'scalar' || parseIp(textOf(value)).ok || textOf(value).startsWith('fe80:'))
				link.defaultRoutes.push({ value: family, origin: value.origin });
			return;
		case 'accept_ra': {
			// 2 takes advertisements also on a machine that forwards.
			const text = value.kind === 'scalar' ? textOf(value) : '';
			const mode = (['off', 'on', 'always'] as const)[Number(text)];
			if (text !== '' && mode !== undefined) link.advertisements = { state: 'set', value: mode, origin: value.origin };
			return;
		}
		case 'netmask':
			if (value.kind === 'scalar') withMask(link, textOf(value));
			return;
		case 'mtu':
			link.mtu = numberSetting(value);
			return;
	}
}

/** The prefix length of the address before, as a number or as `255.255.255.0`. */
function withMask(link: LinkDraft, mask: string): void {
	const last = link.addresses.at(-1);
	const length = /^\d{1,3}$/.test(mask) ? mask : maskLengths.get(mask);
	if (last === undefined || last.network !== undefined || length === undefined) return;
	const parsed = parseCidr(`${last.value}/${length}`);
	const network = parsed.ok ? parsed.value : parsed.problem.kind === 'host-bits' ? parsed.problem.network : undefined;
	link.addresses[link.addresses.length - 1] = { ...last, network };
}

/** `255.255.255.0` → 24, for every mask that there is. */
const maskLengths: ReadonlyMap<string, number> = new Map(
	Array.from({ length: 33 }, (_, length) => {
		const bits = 2 ** 32 - 2 ** (32 - length);
		const bytes = [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256);
		return [bytes.join('.'), length] as const;
	}),
);
