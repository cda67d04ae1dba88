import { scalarIn } from '../../src/network/rook-objects.ts';
import { textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const unknownIpFamily = defineRule({
	id: 'ceph/unknown-ip-family',
	title: 'network.ipFamily of a CephCluster is neither IPv4 nor IPv6',
	severity: 'error',
	docs: block`
		The API server accepts \`IPv4\` and \`IPv6\`, in exactly this spelling, and refuses everything else. Both families are
		\`network.dualStack: true\`, beside \`ipFamily\`.

		For a Ceph outside of the cluster neither has an effect: they decide what daemons listen on that Rook itself starts.

		In the cluster: \`flux get kustomizations -A\` shows "Unsupported value".
	`,
	references: ['https://rook.io/docs/rook/latest/CRDs/Cluster/network-providers/'],

	*check({ plan }) {
		for (const { root, name } of plan.cephClusters) {
			const family = scalarIn(root, ['spec', 'network', 'ipFamily']);
			if (family === undefined || ['IPv4', 'IPv6'].includes(textOf(family))) continue;
			const hint = /dual/i.test(textOf(family)) ? '; both families are network.dualStack: true' : '';
			yield {
				at: family.origin,
				subject: textOf(family),
				message: `network.ipFamily of CephCluster ${name} is ${textOf(family)}, neither IPv4 nor IPv6${hint}`,
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'lower case',
				repo: {
					'cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: inside, namespace: rook-ceph}
						spec:
						  network:
						    ipFamily: ipv6
						              ^^^^ neither IPv4 nor IPv6
					`,
				},
			},
		],
		valid: [
			{
				name: 'as the API spells it',
				repo: {
					'cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: inside, namespace: rook-ceph}
						spec:
						  network: {ipFamily: IPv6}
					`,
				},
			},
		],
	},
});
