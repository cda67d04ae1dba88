import { type Cidr, contains, parseCidr } from '../../network/cidr.ts';
import { networksOf } from '../../network/plan.ts';
import type { Resource } from '../../render/resource.ts';
import { folderOf } from '../../repo/location.ts';
import { itemsAt, nodeAt, textOf, type YamlNode } from '../../repo/node.ts';
import type { Writable } from '../../rule.ts';
import type { ByHand, PhaseInput } from '../phase.ts';
import type { RookCluster } from './cluster.ts';
import type { Shelf } from './draft.ts';
import { needsHostNetwork } from './host-network.ts';
import { fileOf, writesNamespace } from './layout.ts';
import type { Wanted } from './objects.ts';

/** Ports of Ceph: monitors, then OSDs, managers and metadata servers (`ms_bind_port_max` of newer releases). */
const monitorPortsOf = ['3300', '6789'];
const daemonPorts = { from: 6800, to: 7568 };

/** Policies that let Rook and Loki out to Ceph, in namespaces whose policies let nothing out by default. */
export function egressPolicies(cluster: RookCluster, input: PhaseInput): { shelves: Shelf[]; byHand: ByHand[] } {
	const { operatorNamespace, ceph } = cluster;
	const { rendered, plan } = input.view.input;
	const prefixes = networksOf(plan)
		.filter(({ role }) => role === 'ceph-public')
		.map(({ cidr }) => cidr);
	const shelves: Shelf[] = [];
	const byHand: ByHand[] = [];
	const asked = [
		// Pods on the network of the nodes are not judged by policies.
		...(needsHostNetwork(cluster) ? [] : [{ namespace: operatorNamespace, isRook: true }]),
		...(ceph.loki === undefined || ceph.rgw === undefined ? [] : [{ namespace: ceph.loki.namespace, isRook: false }]),
	];
	for (const { namespace, isRook } of asked) {
		const policies = rendered.resources.filter((one) => limitsEgress(one, namespace));
		const [denying] = policies.filter(selectsAll);
		if (denying === undefined) continue;
		if (prefixes.length === 0) {
			byHand.push({
				what: `Policies of ${namespace} let nothing out by default; name the network of Ceph in networks (role ceph-public), and a policy for it comes by itself`,
			});
			continue;
		}
		const allowed = policies.flatMap((one) => rangesOf(one));
		const missing = prefixes.filter((prefix) => !allowed.some((range) => contains(range, prefix)));
		if (missing.length > 0)
			shelves.push({
				folder: folderOf(fileOf(denying.root.origin)),
				objects: [policy(denying, namespace, missing, isRook ? undefined : ceph.rgw?.port, ceph.rgw?.port)],
				writesNamespace: writesNamespace(denying),
			});
	}
	return { shelves, byHand };
}

/** True for a policy of a namespace that says what goes out. */
function limitsEgress({ kind, namespace, root }: Resource, wanted: string): boolean {
	if (namespace !== wanted) return false;
	if (kind === 'CiliumNetworkPolicy') return nodeAt(root, ['spec', 'egress']) !== undefined;
	if (kind !== 'NetworkPolicy') return false;
	const types = itemsAt(root, ['spec', 'policyTypes']);
	return (
		types.some((one) => one.kind === 'scalar' && one.value === 'Egress') ||
		nodeAt(root, ['spec', 'egress']) !== undefined
	);
}

function selectsAll({ kind, root }: Resource): boolean {
	const selector = nodeAt(root, ['spec', kind === 'NetworkPolicy' ? 'podSelector' : 'endpointSelector']);
	return selector?.kind === 'map' && selector.entries.size === 0;
}

/** The ranges that a policy lets out to. */
function rangesOf({ root }: Resource): Cidr[] {
	return itemsAt(root, ['spec', 'egress']).flatMap((rule) => {
		const nodes: (YamlNode | undefined)[] = [
			...itemsAt(rule, ['toCIDR']),
			...itemsAt(rule, ['toCIDRSet']).map((item) => nodeAt(item, ['cidr'])),
			...itemsAt(rule, ['to']).map((item) => nodeAt(item, ['ipBlock', 'cidr'])),
		];
		return nodes.flatMap((node) => {
			const parsed = node?.kind === 'scalar' ? parseCidr(textOf(node)) : undefined;
			return parsed?.ok ? [parsed.value] : [];
		});
	});
}

/** A policy of the kind that the namespace uses; `only`: nothing but this port. */
function policy(
	{ kind, apiVersion }: Resource,
	namespace: string,
	prefixes: readonly Cidr[],
	only: number | undefined,
	gateway: number | undefined,
): Wanted {
	const single =
		only === undefined ? [...monitorPortsOf, ...(gateway === undefined ? [] : [String(gateway)])] : [String(only)];
	const isCilium = kind === 'CiliumNetworkPolicy';
	const ports: Writable[] = [...new Set(single)].map((port) => ({
		port: isCilium ? port : Number(port),
		protocol: 'TCP',
	}));
	if (only === undefined)
		ports.push(
			isCilium
				? { port: String(daemonPorts.from), endPort: daemonPorts.to, protocol: 'TCP' }
				: { port: daemonPorts.from, endPort: daemonPorts.to, protocol: 'TCP' },
		);
	return {
		apiVersion,
		kind,
		name: 'ceph-egress',
		namespace,
		body: {
			spec: isCilium
				? { endpointSelector: {}, egress: [{ toCIDR: prefixes, toPorts: [{ ports }] }] }
				: {
						podSelector: {},
						policyTypes: ['Egress'],
						egress: [{ to: prefixes.map((cidr) => ({ ipBlock: { cidr } })), ports }],
					},
		},
		comment: ['The Ceph cluster is outside, and the policies of this namespace let nothing out by default.'],
	};
}
