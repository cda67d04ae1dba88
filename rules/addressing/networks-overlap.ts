import { type Cidr, contains, familyOf, maxLength, overlaps, parseCidr, prefixLength } from '../../src/network/cidr.ts';
import { type ClusterPool, clusterPools } from '../../src/network/cilium-pods.ts';
import type { Declaration, NetworkRole } from '../../src/network/facts.ts';
import { readsNodeBlocks } from '../../src/network/node-block-readers.ts';
import { podLists } from '../../src/network/node-blocks.ts';
import { type AddressPlan, type Network, networksOf } from '../../src/network/plan.ts';
import { reachesNodes, unsetPools } from '../../src/network/unset-pools.ts';
import { decidedAt, samePlace } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const networksOverlap = defineRule({
	id: 'addressing/networks-overlap',
	title: 'Two networks share addresses',
	severity: 'error',
	docs: block`
		An address that lies in two networks goes to whichever rule of the kernel or of Cilium comes first. A pod
		that gets a Service's address answers for it; a node block inside the service range is never handed
		out; a load balancer pool inside the pod network is announced and then routed to a pod. Defaults that
		nobody wrote count as much as written prefixes: Cilium's own pool \`fd00::/104\` contains the popular
		service range \`fd00::/108\`. Cilium uses a pool from its lowest address on; an overlap in blocks beyond
		the number of nodes (256 where it is unknown) is a warning. So is a service range that lies in the pod
		network of a controller manager which is given both: it keeps the range out and has fewer blocks to hand out. A default pool in a cluster that names another
		pod network is reported by cilium/cluster-pool-unset, with everything that it overlaps.

		Load balancer pools inside the node network, and Ceph beside the nodes, are how L2 announcements and
		storage networks are usually laid out; they are not reported.

		In the cluster: \`ip -6 route get <address>\` on a node shows where an address goes.

		Move one of the two before anything uses it.
	`,
	references: [
		'https://kubernetes.io/docs/concepts/cluster-administration/networking/#kubernetes-ip-address-ranges',
		'https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/',
	],

	*check({ plan }) {
		const pools = clusterPools(plan);
		const unset = new Set(unsetPools(plan).map(({ cidr }) => cidr));
		const networks = networksOf(plan)
			.filter(isExact)
			.filter((network) => !(isDefault(network) && unset.has(network.cidr)));
		for (const [i, a] of networks.entries()) {
			for (const b of networks.slice(i + 1)) {
				if (a.family !== b.family || !mustBeApart(a, b) || !overlaps(a.cidr, b.cidr)) continue;
				const [shown, other] = isDefault(a) && !isDefault(b) ? [a, b] : [b, a];
				const place = shown.declaredBy[0];
				const witness = other.declaredBy[0];
				if (place === undefined || witness === undefined) continue;
				const latent = isLatent(plan, pools, a, b.cidr) || isLatent(plan, pools, b, a.cidr);
				const keptOut = isKeptOut(plan, a, b);
				const note = latent ? ', in blocks that no node has yet' : keptOut ? ', which costs node blocks' : '';
				yield {
					at: place.prefix.origin,
					subject: shown.cidr,
					severity: latent || keptOut ? 'warning' : 'error',
					message: `${label(shown)} overlaps ${label(other)}${note}`,
					because: [{ at: witness.prefix.origin, note: label(other) }],
				};
			}
		}
		yield* nodesInside(plan, networks, pools);
	},

	examples: {
		invalid: [
			{
				name: 'services inside the pod network',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/15
						  serviceSubnet: 10.43.0.0/16
						  #              ^^^^^^^^^^^^ overlaps the pod network 10.42.0.0/15
					`,
				},
			},
			{
				name: 'a node has an address of the pod network',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						nodes:
						  - {name: one, addresses: [10.42.1.1]}
						  #                         ^^^^^^^^^ lies in the pod network 10.42.0.0/16
					`,
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'a load balancer pool inside the node network',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						networks:
						  - {role: node, cidrs: [192.168.1.0/24]}
					`,
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan}
						spec:
						  blocks:
						    - cidr: 192.168.1.240/28
					`,
				},
			},
		],
	},
});

/** Networks that only must contain the pods' are no networks of their own. */
function isExact({ declaredBy }: Network): boolean {
	return declaredBy.some(({ declaration }) => declaration.relation === 'is');
}

function isDefault({ declaredBy }: Network): boolean {
	return declaredBy.every(({ declaration }) => declaration.standing === 'default');
}

const clusterRoles: readonly NetworkRole[] = ['pod', 'service'];

function mustBeApart(a: Network, b: Network): boolean {
	if (a.role === 'load-balancer' && b.role === 'load-balancer') return false;
	if (a.role === b.role) return false;
	return clusterRoles.includes(a.role) || clusterRoles.includes(b.role);
}

function label({ role, name, cidr, declaredBy }: Network): string {
	const [first] = declaredBy;
	const by = first === undefined ? '' : ` (${first.declaration.component}, ${first.declaration.setting})`;
	return `the ${role} network${name === undefined ? '' : ` ${name}`} ${cidr}${by}`;
}

/** A pool of Cilium is used from its lowest address on, so what lies far up may never be met. */
function isLatent(plan: AddressPlan, pools: readonly ClusterPool[], { declaredBy }: Network, other: Cidr): boolean {
	return declaredBy.every(({ declaration, prefix }) => {
		const pool = pools.find((one) => samePlace(decidedAt(one.declaration.at), decidedAt(declaration.at)));
		return pool?.prefixes.some(({ cidr }) => cidr === prefix.cidr) === true && !reachesNodes(plan, pool, other);
	});
}

/** True when only controller managers state the two, and each of them keeps the service range out of its node blocks. */
function isKeptOut(plan: AddressPlan, a: Network, b: Network): boolean {
	const [pod, service] = a.role === 'pod' ? [a, b] : [b, a];
	if (pod.role !== 'pod' || service.role !== 'service') return false;
	if (!readsNodeBlocks(plan) || prefixLength(service.cidr) <= prefixLength(pod.cidr)) return false;
	const lists = new Set(podLists(plan));
	return (
		pod.declaredBy.every(({ declaration }) => isManager(declaration) && lists.has(declaration)) &&
		service.declaredBy.some(({ declaration }) => isManager(declaration))
	);
}

function isManager({ component }: Declaration): boolean {
	return component === 'kube-controller-manager';
}

function isShared(a: Network, b: Network | undefined): boolean {
	return b !== undefined && overlaps(a.cidr, b.cidr);
}

function* nodesInside(plan: AddressPlan, networks: readonly Network[], pools: readonly ClusterPool[]) {
	for (const { name, addresses } of plan.nodes) {
		for (const { value, origin } of addresses) {
			const around = networks.find(
				(network) => isExact(network) && clusterRoles.includes(network.role) && contains(network.cidr, value),
			);
			const witness = around?.declaredBy[0];
			// The network of the nodes is reported as a whole.
			if (networks.some((one) => one.role === 'node' && contains(one.cidr, value) && isShared(one, around))) continue;
			const only = parseCidr(`${value}/${maxLength(familyOf(value))}`);
			if (around === undefined || witness === undefined || !only.ok) continue;
			const latent = isLatent(plan, pools, around, only.value);
			yield {
				at: origin,
				subject: value,
				severity: latent ? ('warning' as const) : ('error' as const),
				message: `the address ${value} of node ${name} lies in ${label(around)}`,
				because: [{ at: witness.prefix.origin, note: label(around) }],
			};
		}
	}
}
