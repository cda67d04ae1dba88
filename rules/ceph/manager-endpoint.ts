import { parseIp } from '../../src/network/cidr.ts';
import { hasRookFeature } from '../../src/network/limits/rook.ts';
import { known } from '../../src/network/pieces.ts';
import { consumers, isEveryRook } from '../../src/network/rook-objects.ts';
import { booleanAt, itemsAt, nodeAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const managerEndpoint = defineRule({
	id: 'ceph/manager-endpoint',
	title: 'The address of an external Ceph manager is not one that Rook can use',
	severity: 'error',
	docs: block`
		\`monitoring.externalMgrEndpoints\` is a list with one address an entry, as it stands in an EndpointSlice: without
		brackets, without a port, not several in one text. All of them are of one family, because a slice has one.

		Rook makes slices for IPv6 from 1.19.0 on. Before, an IPv6 address was cut at its first colon (until 1.18.2) or put
		into a slice for IPv4, which the API server refuses (until 1.18.11).

		In the cluster: \`kubectl -n rook-ceph get endpointslices -l app=rook-ceph-mgr\`; Prometheus has no target.

		Write the address alone, or update Rook.
	`,
	references: [
		'https://github.com/rook/rook/issues/10658',
		'https://rook.io/docs/rook/latest/CRDs/Cluster/external-cluster/external-cluster/',
	],

	*check({ plan }) {
		const isOld = isEveryRook(plan, (version) => !hasRookFeature('managerEndpointIpv6', version));
		for (const { root } of consumers(plan)) {
			if (booleanAt(root, ['spec', 'monitoring', 'enabled']) !== true) continue;
			for (const item of itemsAt(root, ['spec', 'monitoring', 'externalMgrEndpoints'])) {
				const ip = nodeAt(item, ['ip']);
				const value = ip && known(ip);
				if (value?.kind !== 'scalar') continue;
				const text = textOf(value);
				const read = parseIp(text);
				if (!read.ok) yield { at: value.origin, subject: text, message: `${text} is not one address of a manager` };
				else if (isOld && text.includes(':'))
					yield {
						at: value.origin,
						subject: text,
						message: `${text} is an IPv6 address, which Rook cannot use for a manager before 1.19.0`,
					};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'brackets, and several in one text',
				repo: {
					'cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: outside, namespace: rook-ceph}
						spec:
						  external: {enable: true}
						  crashCollector: {disable: true}
						  monitoring:
						    enabled: true
						    externalMgrEndpoints:
						      - ip: "[fd5c:9a3e::1]"
						            ^^^^^^^^^^^^^^^^ is not one address
						      - ip: 10.8.11.1,10.8.11.2
						            ^^^^^^^^^^^^^^^^^^^ is not one address
					`,
				},
			},
			{
				name: 'IPv6 under Rook 1.18',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.18.11}}
					`,
					'cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: outside, namespace: rook-ceph}
						spec:
						  external: {enable: true}
						  crashCollector: {disable: true}
						  monitoring:
						    enabled: true
						    externalMgrEndpoints: [{ip: "fd5c:9a3e::1"}]
						    #                           ^^^^^^^^^^^^^^ before 1.19.0
					`,
				},
			},
		],
		valid: [
			{
				name: 'one address each',
				repo: {
					'cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: outside, namespace: rook-ceph}
						spec:
						  external: {enable: true}
						  crashCollector: {disable: true}
						  monitoring:
						    enabled: true
						    externalMgrEndpoints: [{ip: "fd5c:9a3e::1"}, {ip: "fd5c:9a3e::2"}]
					`,
				},
			},
		],
	},
});
