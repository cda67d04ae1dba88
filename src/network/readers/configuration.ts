import {
	itemsAt,
	type MapNode,
	nodeAt,
	originWithin,
	type ScalarNode,
	stringAt,
	textOf,
	type YamlNode,
} from '../../repo/node.ts';
import { type IpAddress, type IpFamily, parseIp } from '../cidr.ts';
import type { Declaration, Fact, Located, NetworkRole, NodeFact, NodeMask } from '../facts.ts';
import { roles } from '../plan.ts';
import { listPrefixes } from '../prefixes.ts';

/** What the configuration says about one cluster's networks, machines and target. */
export function* readConfiguration(root: MapNode): Iterable<Fact> {
	for (const item of itemsAt(root, ['networks'])) {
		const role = roles.find((one) => one === stringAt(item, ['role']));
		const name = stringAt(item, ['name']);
		if (role !== undefined) yield* network(item, 'cidrs', 'networks', role, 'configured', name);
	}
	for (const item of itemsAt(root, ['nodes'])) yield* node(item);
	const target = nodeAt(root, ['target']);
	yield* network(target, 'podCIDRs', 'target.podCIDRs', 'pod', 'target');
	yield* network(target, 'serviceCIDRs', 'target.serviceCIDRs', 'service', 'target');
	yield* nodeMask(target, 'IPv4', 'ipv4');
	yield* nodeMask(target, 'IPv6', 'ipv6');
	const ceph = nodeAt(root, ['ceph', 'version']);
	if (ceph?.kind === 'scalar') {
		const version = { state: 'set', value: textOf(ceph), origin: ceph.origin } as const;
		yield { fact: 'version', product: 'ceph', version, component: 'configuration' };
	}
}

function* network(
	holder: YamlNode | undefined,
	key: string,
	setting: string,
	role: NetworkRole,
	standing: 'configured' | 'target',
	name?: string,
): Iterable<Declaration> {
	const list = nodeAt(holder, [key]);
	const prefixes = listPrefixes(list);
	if (list === undefined || prefixes === undefined || prefixes.length === 0) return;
	yield {
		fact: 'declaration',
		role,
		...(name === undefined ? {} : { name }),
		component: 'configuration',
		setting,
		at: list.origin,
		prefixes,
		form: 'list',
		relation: 'is',
		standing,
		hostBits: 'masked',
	};
}

function* node(item: YamlNode): Iterable<NodeFact> {
	const name = nodeAt(item, ['name']);
	if (name?.kind !== 'scalar') return;
	const role = stringAt(item, ['role']);
	yield {
		fact: 'node',
		name: textOf(name),
		role: role === 'control-plane' || role === 'worker' ? role : undefined,
		addresses: itemsAt(item, ['addresses']).flatMap((address) => (address.kind === 'scalar' ? addressOf(address) : [])),
		at: name.origin,
	};
}

/** One address, with blanks around it or a prefix length behind it. What is no address is left out. */
function addressOf(scalar: ScalarNode): Located<IpAddress>[] {
	const match = /^\s*([^\s/]+)/.exec(textOf(scalar));
	const [whole = '', text = ''] = match ?? [];
	const address = parseIp(text);
	if (!address.ok) return [];
	const start = whole.length - text.length;
	return [{ value: address.value, origin: originWithin(scalar, start, start + text.length) }];
}

function* nodeMask(target: YamlNode | undefined, family: IpFamily, key: string): Iterable<NodeMask> {
	const size = nodeAt(target, ['nodeMaskSizes', key]);
	if (size?.kind !== 'scalar' || typeof size.value !== 'number') return;
	yield {
		fact: 'node-mask',
		component: 'configuration',
		setting: `target.nodeMaskSizes.${key}`,
		family,
		size: { state: 'set', value: size.value, origin: size.origin },
		standing: 'target',
		at: size.origin,
	};
}
