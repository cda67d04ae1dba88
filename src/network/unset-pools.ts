import type { Origin } from '../repo/origin.ts';
import { type Cidr, contains } from './cidr.ts';
import { type ClusterPool, clusterPools, firstBlockIn, nativeRoutingCidr } from './cilium-pods.ts';
import { familyValues } from './limits/cilium.ts';
import type { AddressPlan } from './plan.ts';
import { controlPlanePods, targetPods } from './pod-networks.ts';

/** Somebody's word on what the pod network is. */
export interface NamedPods {
	readonly cidr: Cidr;
	readonly at: Origin;
	/** `kubeadm (networking.podSubnet)`. */
	readonly by: string;
}

/** A pool that nobody set, in force while somebody names another pod network. */
export interface UnsetPool {
	readonly pool: ClusterPool;
	readonly cidr: Cidr;
	readonly named: readonly [NamedPods, ...NamedPods[]];
}

/** Cilium's default pools in a cluster whose pod network is another one. */
export function unsetPools(plan: AddressPlan): UnsetPool[] {
	return clusterPools(plan).flatMap((pool) => {
		const [prefix] = pool.prefixes;
		if (!pool.isDefault || prefix === undefined) return [];
		const all = namedPods(plan, pool);
		const [first, ...more] = all;
		if (first === undefined || all.some(({ cidr }) => contains(cidr, prefix.cidr))) return [];
		return [{ pool, cidr: prefix.cidr, named: [first, ...more] }];
	});
}

function namedPods(plan: AddressPlan, { fact, family }: ClusterPool): NamedPods[] {
	const native = nativeRoutingCidr(fact, family);
	const stated = [...controlPlanePods(plan, family), ...targetPods(plan, family)];
	return [
		...stated.map(({ cidr, prefix: { origin }, declaration: { component, setting } }) => ({
			cidr,
			at: origin,
			by: `${component} (${setting})`,
		})),
		...(native === undefined
			? []
			: [{ cidr: native.cidr, at: native.origin, by: `Cilium (${familyValues[family].nativeRoutingCidr})` }]),
	];
}

/** Nodes that a cluster is taken to have where the repository names none. */
const assumedNodes = 256;

/**
 * True when a block that shares addresses with `other` goes to one of the nodes that there are; the operator hands
 * blocks out from the lowest address on.
 */
export function reachesNodes(plan: AddressPlan, pool: ClusterPool, other: Cidr): boolean {
	const index = firstBlockIn(pool, other);
	const nodes = new Set(plan.nodes.map(({ name }) => name)).size;
	return index !== undefined && index < BigInt(nodes === 0 ? assumedNodes : nodes);
}
