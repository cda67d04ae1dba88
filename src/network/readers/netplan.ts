import {
	entriesOf,
	itemsAt,
	type MapNode,
	mapAt,
	nodeAt,
	type ScalarNode,
	textOf,
	type YamlNode,
} from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { HostLinkFact } from '../host-facts.ts';
import { known } from '../pieces.ts';
import type { Reader } from '../reader.ts';
import {
	advertisements,
	defaultFamily,
	emptyLink,
	hostAddress,
	type LinkDraft,
	numberSetting,
	switchSetting,
} from './host-link.ts';
import { nodeOfPath } from './node-of.ts';

/** netplan, and the second version of cloud-init's `network-config`, which is the same. */
export const netplan: Reader = {
	name: 'netplan',

	*document({ root, source, file }) {
		if (source === 'rendered' || source === 'config-map') return;
		const network = mapAt(root, ['network']) ?? root;
		if (!isNetplan(network)) return;
		for (const kind of kinds) {
			for (const [name, { key, value }] of entriesOf(mapAt(network, [kind])))
				yield linkOf(name, key, value, nodeOfPath(file));
		}
	},
};

/** netplan-yaml(5). */
const kinds = ['ethernets', 'wifis', 'bonds', 'bridges', 'vlans', 'vrfs', 'tunnels', 'dummy-devices', 'modems'];

function isNetplan(network: MapNode): boolean {
	const version = nodeAt(network, ['version']);
	return version?.kind === 'scalar' && version.value === 2 && kinds.some((kind) => network.entries.has(kind));
}

function linkOf(name: string, at: Origin, node: YamlNode, machine: string | undefined): HostLinkFact {
	const link = emptyLink('netplan', name, at, machine);
	if (node.kind === 'unknown') return { ...link, unresolved: true };
	addAddresses(link, node);
	addRoutes(link, node);
	for (const [key, { value }] of entriesOf(node)) {
		const scalar = known(value);
		if (scalar.kind !== 'scalar') continue;
		if (key === 'accept-ra') link.advertisements = advertisements(scalar);
		if (key === 'dhcp6') link.dhcp6 = switchSetting(scalar);
		if (key === 'mtu') link.mtu = numberSetting(scalar);
	}
	const local = nodeAt(node, ['link-local']);
	if (local?.kind === 'seq' && local.items.every((item) => item.kind === 'scalar' && textOf(item) !== 'ipv6'))
		link.ipv6Off = { value: 'link-local without ipv6', origin: local.origin };
	return link;
}

/** An item is a text, or a map of one key with options. */
function addAddresses(link: LinkDraft, node: YamlNode): void {
	for (const item of itemsAt(node, ['addresses'])) {
		const [only] = entriesOf(item);
		const scalar = only === undefined ? known(item) : { ...asScalar(only[0], only[1].key) };
		const address = scalar.kind === 'scalar' ? hostAddress(scalar) : undefined;
		if (address === undefined) link.unresolved = true;
		else link.addresses.push(address);
	}
}

function asScalar(value: string, origin: Origin): ScalarNode {
	return { kind: 'scalar', value, origin };
}

function addRoutes(link: LinkDraft, node: YamlNode): void {
	for (const [key, family] of [
		['gateway4', 'IPv4'],
		['gateway6', 'IPv6'],
	] as const) {
		const gateway = nodeAt(node, [key]);
		if (gateway !== undefined) link.defaultRoutes.push({ value: family, origin: gateway.origin });
	}
	for (const route of itemsAt(node, ['routes'])) {
		const to = nodeAt(route, ['to']);
		const via = nodeAt(route, ['via']);
		if (to?.kind !== 'scalar') continue;
		const family = defaultFamily(textOf(to), via?.kind === 'scalar' ? textOf(via) : undefined);
		if (family !== undefined) link.defaultRoutes.push({ value: family, origin: to.origin });
		else if (textOf(to) === 'default') link.unresolved = true;
	}
}
