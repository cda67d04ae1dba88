import { parseEndpoints } from '../../src/network/monitor-endpoint.ts';
import { block, defineRule } from '../../src/rule.ts';

export const duplicateMonitor = defineRule({
	id: 'ceph/duplicate-monitor',
	title: 'Two entries of a monitor list have the same name or the same address',
	severity: 'error',
	docs: block`
		Rook keeps monitors by their names, and the last entry of a name wins: the others are lost without a word. Two
		names with one address look like a quorum and are one machine; that is a warning.

		In the cluster: \`kubectl -n rook-ceph get configmap rook-ceph-mon-endpoints -o jsonpath='{.data.data}'\`.

		Name each monitor once, by its id in Ceph, with its own address.
	`,
	references: ['https://rook.io/docs/rook/latest/CRDs/Cluster/external-cluster/external-cluster/'],

	*check({ plan }) {
		for (const { endpoints, reader, setting } of plan.monitors) {
			const results = parseEndpoints(
				endpoints.map(({ value }) => value),
				reader,
			);
			for (const [i, result] of results.entries()) {
				if (result.ok) continue;
				const { problem } = result;
				if (problem.kind !== 'duplicate-name' && problem.kind !== 'duplicate-address') continue;
				const first = endpoints[problem.first];
				const place = endpoints[i];
				if (first === undefined || place === undefined) continue;
				const isName = problem.kind === 'duplicate-name';
				const { name, address } = problem.endpoint;
				yield {
					at: place.origin,
					subject: place.value,
					severity: isName ? 'error' : 'warning',
					message: isName
						? `the monitor ${name} stands twice in ${setting}; ${first.value} is lost`
						: `the address ${address} stands twice in ${setting}`,
					because: [{ at: first.origin, note: isName ? 'the same name' : 'the same address' }],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'one name for two monitors',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=[fd10:96e5:ce::1]:6789,a=[fd10:96e5:ce::2]:6789"
						  #                               ^^^^^^^^^^^^^^^^^^^^^^^^ the monitor a stands twice
						  mapping: "{}"
						  maxMonId: "1"
					`,
				},
			},
			{
				name: 'one address in two spellings',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=[fd10:96e5:ce::1]:6789,b=[fd10:96e5:ce:0::1]:6789"
						  #                               ^^^^^^^^^^^^^^^^^^^^^^^^^^ the address fd10:96e5:ce::1 stands twice
						  mapping: "{}"
						  maxMonId: "1"
					`,
				},
			},
		],
		valid: [
			{
				name: 'each its own name and address',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=[fd10:96e5:ce::1]:6789,b=[fd10:96e5:ce::2]:6789"
						  mapping: "{}"
						  maxMonId: "1"
					`,
				},
			},
		],
	},
});
