import { groupOf, idOf } from '../../render/resource.ts';
import { booleanAt, itemsAt, type MapNode, nodeAt, stringAt, textOf, type YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { familyOf } from '../cidr.ts';
import type { Declaration, Fact, NetworkPluginFact } from '../facts.ts';
import { known, nameOrigin } from '../pieces.ts';
import { prefixOf } from '../prefixes.ts';
import type { Reader } from '../reader.ts';

/** Calico, installed by its chart or shown by its objects: that it is there, and the pools that it gives addresses from. */
export const calico: Reader = {
	name: 'calico',
	words: /tigera|projectcalico|rke2-calico/,

	*document({ root }) {
		const id = idOf(root);
		if (id === undefined || !groups.has(groupOf(id))) return;
		yield plugin(nameOrigin(root));
		if (id.kind === 'Installation') yield* installation(nodeAt(root, ['spec']), 'spec');
		if (id.kind === 'IPPool') yield* poolObject(root);
	},

	*release({ chart, resource, values }) {
		if (chart !== 'tigera-operator' && chart !== 'rke2-calico') return;
		yield plugin(nameOrigin(resource.root));
		// RKE2 writes the pools of its own chart out of cluster-cidr.
		if (chart === 'tigera-operator') yield* installation(nodeAt(values, ['installation']), 'installation');
	},
};

const component = 'Calico';
const groups = new Set(['operator.tigera.io', 'crd.projectcalico.org', 'projectcalico.org']);

function plugin(at: Origin): NetworkPluginFact {
	return { fact: 'network-plugin', product: 'Calico', at };
}

/** The pools that the operator makes; it finds the nodes' addresses of both families by itself. */
function* installation(spec: YamlNode | undefined, path: string): Iterable<Fact> {
	const network = nodeAt(spec, ['calicoNetwork']);
	const pools = itemsAt(network, ['ipPools']);
	for (const item of pools) {
		const cidr = nodeAt(item, ['cidr']);
		if (cidr === undefined || !isForPods(item)) continue;
		yield* declared(cidr, `${path}.calicoNetwork.ipPools`, stringAt(item, ['name']));
		yield* limits(cidr, nodeAt(item, ['encapsulation']), nodeAt(item, ['blockSize']));
	}
}

function* poolObject(root: MapNode): Iterable<Fact> {
	const cidr = nodeAt(root, ['spec', 'cidr']);
	if (cidr === undefined || booleanAt(root, ['spec', 'disabled']) === true) return;
	yield* limits(cidr, nodeAt(root, ['spec', 'ipipMode']), nodeAt(root, ['spec', 'blockSize']));
	if (isForPods(nodeAt(root, ['spec'])))
		yield* declared(cidr, 'IPPool spec.cidr', stringAt(root, ['metadata', 'name']));
}

/** What Calico looks at before it takes a pool. */
function* limits(cidr: YamlNode, mode: YamlNode | undefined, size: YamlNode | undefined): Iterable<Fact> {
	const value = known(cidr);
	if (value.kind !== 'scalar') return;
	const isIpip = mode?.kind === 'scalar' && /^(?:IPIP|Always|CrossSubnet)/.test(textOf(mode));
	yield {
		fact: 'calico-pool',
		at: value.origin,
		prefix: prefixOf(value),
		ipip: isIpip ? { value: textOf(mode), origin: mode.origin } : undefined,
		blockSize:
			size?.kind === 'scalar' && typeof size.value === 'number'
				? { value: size.value, origin: size.origin }
				: undefined,
	};
}

/** Pools without a word are for pods and tunnels; others for load balancers. Calico, `IPPoolSpec.allowedUses`. */
function isForPods(spec: YamlNode | undefined): boolean {
	const uses = itemsAt(spec, ['allowedUses']);
	return uses.length === 0 || uses.some((use) => use.kind === 'scalar' && textOf(use) === 'Workload');
}

function* declared(node: YamlNode, setting: string, name: string | undefined): Iterable<Declaration> {
	const value = known(node);
	if (value.kind !== 'scalar' || value.value === null) return;
	const prefix = prefixOf(value);
	yield {
		fact: 'declaration',
		role: 'pod',
		component,
		setting: name === undefined ? setting : `${setting} of ${name}`,
		at: value.origin,
		prefixes: [prefix],
		form: 'one',
		...(prefix.cidr === undefined ? {} : { family: familyOf(prefix.cidr) }),
		relation: 'is',
		standing: 'live',
		hostBits: 'masked',
	};
}
