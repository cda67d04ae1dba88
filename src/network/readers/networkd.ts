import { textOf } from '../../repo/node.ts';
import { draftOf, type ShellText, textPart } from '../../repo/shell/shell-text.ts';
import type { Reader } from '../reader.ts';
import { bodyOf, linesOf } from '../text-lines.ts';
import {
	advertisements,
	defaultFamily,
	emptyLink,
	hostAddress,
	type LinkDraft,
	numberSetting,
	switchOf,
	switchSetting,
} from './host-link.ts';
import { nodeOfPath } from './node-of.ts';

/** systemd-networkd: `*.network` files, whatever they are called. */
export const networkd: Reader = {
	name: 'systemd-networkd',

	*text(file) {
		if (!isNetworkFile(file.text)) return;
		const link = emptyLink('systemd-networkd', '', bodyOf(file).origin, nodeOfPath(file.path));
		let section = '';
		let route: Route = {};
		for (const line of linesOf(file)) {
			const text = textOf(draftOf(line)).trim();
			const head = /^\[(\w+)\]$/.exec(text)?.[1];
			if (head !== undefined) {
				addRoute(link, route);
				route = {};
				section = head;
				continue;
			}
			const entry = entryOf(line);
			if (entry === undefined) continue;
			if (section === 'Route')
				route = {
					...route,
					[entry.key === 'Gateway' ? 'gateway' : entry.key === 'Destination' ? 'destination' : 'other']: entry.value,
				};
			else setEntry(link, section, entry.key, entry.value);
		}
		addRoute(link, route);
		yield link;
	},
};

/** True for the text of a `.network` file. systemd.network(5). */
export function isNetworkFile(text: string): boolean {
	return /^\[Match\][ \t]*$/m.test(text) && /^\[Network\][ \t]*$/m.test(text);
}

interface Route {
	readonly gateway?: ShellText;
	readonly destination?: ShellText;
	readonly other?: ShellText;
}

function addRoute(link: LinkDraft, { gateway, destination }: Route): void {
	if (gateway === undefined) return;
	const family = defaultFamily(
		destination === undefined ? '' : textOf(draftOf(destination)),
		gateway.kind === 'scalar' ? textOf(gateway) : undefined,
	);
	if (family !== undefined) link.defaultRoutes.push({ value: family, origin: gateway.origin });
}

/** `Key=value`; a `#` or `;` begins a comment only at the start of a line. */
function entryOf(line: ShellText): { readonly key: string; readonly value: ShellText } | undefined {
	const text = textOf(draftOf(line));
	const head = /^\s*([A-Za-z0-9]+)\s*=\s*/.exec(text);
	if (head === null) return undefined;
	const start = head[0].length;
	return { key: head[1] ?? '', value: textPart(line, start, Math.max(start, text.trimEnd().length)) };
}

function setEntry(link: LinkDraft, section: string, key: string, value: ShellText): void {
	const text = value.kind === 'scalar' ? textOf(value) : undefined;
	switch (`${section}.${key}`) {
		case 'Match.Name':
			link.link = text ?? '';
			link.at = value.origin;
			return;
		case 'Link.MTUBytes':
			link.mtu = numberSetting(value);
			return;
		case 'Network.Address':
		case 'Address.Address': {
			const address = value.kind === 'scalar' ? hostAddress(value) : undefined;
			if (address === undefined) link.unresolved = true;
			else link.addresses.push(address);
			return;
		}
		case 'Network.Gateway':
			addRoute(link, { gateway: value });
			return;
		case 'Network.IPv6AcceptRA':
			link.advertisements = advertisements(value);
			return;
		case 'Network.DHCP': {
			const dhcp6 = text === 'ipv6' || switchOf(text ?? '') === true;
			link.dhcp6 = { state: 'set', value: dhcp6, origin: value.origin };
			return;
		}
		case 'Network.IPForward':
		case 'Network.IPv6Forwarding':
			link.forwards = text === 'ipv6' ? { state: 'set', value: true, origin: value.origin } : switchSetting(value);
			return;
		case 'Network.LinkLocalAddressing':
			if (text === 'ipv4' || switchOf(text ?? '') === false)
				link.ipv6Off = { value: `LinkLocalAddressing=${text}`, origin: value.origin };
			return;
	}
}
