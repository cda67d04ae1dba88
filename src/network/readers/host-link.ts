import { originWithin, type ScalarNode, textOf } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { draftOf, type ShellText } from '../../repo/shell/shell-text.ts';
import { type IpFamily, parseCidr, parseIp } from '../cidr.ts';
import type { Located } from '../facts.ts';
import type { HostAddress, HostLinkFact } from '../host-facts.ts';
import type { Setting } from '../setting.ts';

/** A link while its file is read. */
export type LinkDraft = { -readonly [K in keyof HostLinkFact]: HostLinkFact[K] } & {
	addresses: HostAddress[];
	defaultRoutes: Located<IpFamily>[];
};

/** A link of which nothing is known but its name. */
export function emptyLink(
	manager: HostLinkFact['manager'],
	link: string,
	at: Origin,
	node: string | undefined,
): LinkDraft {
	const absent = { state: 'absent', origin: at } as const;
	return {
		fact: 'host-link',
		manager,
		link,
		at,
		addresses: [],
		defaultRoutes: [],
		advertisements: absent,
		dhcp6: absent,
		forwards: absent,
		ipv6Off: undefined,
		mtu: absent,
		unresolved: false,
		...(node === undefined ? {} : { node }),
	};
}

/** An address as a host file writes it, with a prefix length or without; undefined for any other text. */
export function hostAddress(node: ScalarNode): HostAddress | undefined {
	const text = textOf(node);
	const [whole = '', own = ''] = /^\s*([^\s/]+)/.exec(text) ?? [];
	const address = parseIp(own);
	if (!address.ok) return undefined;
	const start = whole.length - own.length;
	const end = text.trimEnd().length;
	const parsed = parseCidr(text.slice(start, end));
	// Bits beyond the prefix length are the host's own here.
	const network = parsed.ok ? parsed.value : parsed.problem.kind === 'host-bits' ? parsed.problem.network : undefined;
	return { value: address.value, network, origin: originWithin(node, start, end) };
}

/** `yes`, `true`, `on` and `1`, and their opposites. systemd.syntax(7), YAML 1.1. */
export function switchOf(text: string): boolean | undefined {
	if (/^(?:yes|true|on|1)$/i.test(text)) return true;
	return /^(?:no|false|off|0)$/i.test(text) ? false : undefined;
}

/** The setting that a text makes; what is neither on nor off is unknown. */
export function switchSetting(value: ShellText): Setting<boolean> {
	const on = value.kind === 'scalar' ? switchOf(textOf(value).trim()) : undefined;
	return on === undefined ? unknown(value) : { state: 'set', value: on, origin: value.origin };
}

/** How networkd, and netplan before it, take router advertisements: where that is written, also on a machine that forwards. */
export function advertisements(value: ShellText): HostLinkFact['advertisements'] {
	const setting = switchSetting(value);
	return setting.state === 'set' ? { ...setting, value: setting.value ? 'always' : 'off' } : setting;
}

/** The number that a text is: bytes of an MTU. */
export function numberSetting(value: ShellText): Setting<number> {
	const text = value.kind === 'scalar' ? textOf(value).trim() : '';
	return /^\d{1,9}$/.test(text) ? { state: 'set', value: Number(text), origin: value.origin } : unknown(value);
}

function unknown(value: ShellText): Setting<never> {
	const what = `the value of ${textOf(draftOf(value)).slice(0, 40)}`;
	return { state: 'unknown', unresolved: { why: 'templated', what, at: value.origin } };
}

/** `default`, `0.0.0.0/0` and `::/0`: the family of a default route, as far as the destination tells. */
export function defaultFamily(destination: string, gateway: string | undefined): IpFamily | undefined {
	if (destination === '0.0.0.0/0') return 'IPv4';
	if (destination === '::/0') return 'IPv6';
	if (destination !== 'default' && destination !== '') return undefined;
	return gateway === undefined ? undefined : gateway.includes(':') ? 'IPv6' : 'IPv4';
}
