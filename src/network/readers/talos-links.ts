import { itemsAt, type MapNode, nodeAt, stringAt, textOf, type YamlNode } from '../../repo/node.ts';
import type { HostLinkFact } from '../host-facts.ts';
import { known } from '../pieces.ts';
import { scalarAt } from '../placeholders.ts';
import { defaultFamily, emptyLink, hostAddress, type LinkDraft, numberSetting } from './host-link.ts';

/** The interfaces of a machine config, or of a node of talhelper, their VLANs included. */
export function* interfaceLinks(list: YamlNode | undefined, node: string | undefined): Iterable<HostLinkFact> {
	for (const item of itemsAt(list)) {
		const name = stringAt(item, ['interface']) ?? 'the selected device';
		yield linkOf(name, item, node, 'network');
		for (const vlan of itemsAt(item, ['vlans'])) {
			const id = scalarAt(vlan, ['vlanId']);
			yield linkOf(`${name}.${id?.kind === 'scalar' ? textOf(id) : '?'}`, vlan, node, 'network');
		}
	}
}

/** Documents of Talos 1.12 and later that set a link up. Talos, `pkg/machinery/config/types/network`. */
const kinds = new Set(['LinkConfig', 'VLANConfig', 'BondConfig', 'BridgeConfig', 'DummyLinkConfig']);

/** The link that such a document is about. */
export function documentLink(root: MapNode): HostLinkFact | undefined {
	const name = stringAt(root, ['name']);
	if (name === undefined || !kinds.has(stringAt(root, ['kind']) ?? '')) return undefined;
	return linkOf(name, root, undefined, 'destination');
}

function linkOf(
	name: string,
	root: YamlNode,
	node: string | undefined,
	destination: 'network' | 'destination',
): HostLinkFact {
	// A hostname that is left empty comes from elsewhere.
	const link = emptyLink('Talos', name, root.origin, node === '' ? undefined : node);
	for (const item of itemsAt(root, ['addresses']))
		addAddress(link, item.kind === 'map' ? nodeAt(item, ['address']) : item);
	for (const route of itemsAt(root, ['routes'])) {
		const to = textAt(route, destination) ?? '';
		const gateway = textAt(route, 'gateway');
		const family = defaultFamily(to, gateway);
		if (family !== undefined) link.defaultRoutes.push({ value: family, origin: route.origin });
	}
	const mtu = nodeAt(root, ['mtu']);
	if (mtu?.kind === 'scalar') link.mtu = numberSetting(mtu);
	return link;
}

function textAt(node: YamlNode, key: string): string | undefined {
	const found = nodeAt(node, [key]);
	return found?.kind === 'scalar' && found.value !== null ? textOf(found) : undefined;
}

function addAddress(link: LinkDraft, node: YamlNode | undefined): void {
	const scalar = node && known(node);
	const address = scalar?.kind === 'scalar' ? hostAddress(scalar) : undefined;
	if (address === undefined) link.unresolved = true;
	else link.addresses.push(address);
}
