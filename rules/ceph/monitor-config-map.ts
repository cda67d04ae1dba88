import { dataOf, jsonIn, objectsOf } from '../../src/network/rook-objects.ts';
import type { Resource } from '../../src/render/resource.ts';
import { entriesOf, textOf } from '../../src/repo/node.ts';
import { block, defineRule, type Finding } from '../../src/rule.ts';

export const monitorConfigMap = defineRule({
	id: 'ceph/monitor-config-map',
	title: 'The ConfigMap of the monitors is not of the form that Rook reads',
	severity: 'error',
	docs: block`
		\`rook-ceph-mon-endpoints\` holds texts: \`data\` is the list of monitors, \`mapping\` a JSON object such as \`{}\`,
		\`maxMonId\` a whole number in quotes. The API server refuses a ConfigMap with a number or a map in it, so Flux stops at
		it. Rook only logs a mapping that is no JSON and an id that is no number, and goes on without them; without \`data\` it
		knows no monitor.

		\`csi-cluster-config-json\` is the operator's own and is written anew at every change.

		In the cluster: \`kubectl -n rook-ceph get cm rook-ceph-mon-endpoints -o yaml\`, and the operator's log.

		Write the three keys as texts.
	`,
	references: ['https://rook.io/docs/rook/latest/CRDs/Cluster/external-cluster/external-cluster/'],

	*check({ rendered }) {
		for (const resource of objectsOf(rendered, '', 'ConfigMap'))
			if (resource.name === 'rook-ceph-mon-endpoints') yield* findings(resource);
	},

	examples: {
		invalid: [
			{
				name: 'a number, and a mapping that is no JSON',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: a=[fd5c:9a3e::1]:6789
						  mapping: none
						           ^^^^ is no JSON object
						  maxMonId: 2
						            ^ is no text
					`,
				},
			},
			{
				name: 'no list, and an id in words',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  mapping: "{}"
						  ^^^^^^^^^^^^^ has no data
						  maxMonId: two
						            ^^^ is no whole number
						  csi-cluster-config-json: "[]"
						  ^^^^^^^^^^^^^^^^^^^^^^^ is written by the operator
					`,
				},
			},
		],
		valid: [
			{
				name: 'what the import script writes',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: a=[fd5c:9a3e::1]:6789
						  mapping: "{}"
						  maxMonId: "2"
					`,
				},
			},
		],
	},
});

function* findings(resource: Resource): Iterable<Finding> {
	const data = dataOf(resource);
	if (data === undefined) return;
	const what = 'ConfigMap rook-ceph-mon-endpoints';
	if (!data.entries.has('data'))
		yield {
			at: { kind: 'omitted', from: data.origin, field: 'data' },
			message: `${what} has no data, so Rook knows no monitor`,
		};
	for (const [key, { key: at, value }] of entriesOf(data)) {
		if (key === 'csi-cluster-config-json')
			yield { at, subject: key, message: `${key} is written by the operator; what stands here is overwritten` };
		if (value.kind === 'unknown') continue;
		if (value.kind !== 'scalar' || (typeof value.value !== 'string' && value.value !== null)) {
			const shown = value.kind === 'scalar' ? textOf(value) : `a ${value.kind === 'map' ? 'map' : 'list'}`;
			yield { at: value.origin, subject: key, message: `${key} of ${what} is ${shown}, which is no text` };
			continue;
		}
		const text = textOf(value);
		if (key === 'mapping' && !/^\s*(?:\{\s*\})?\s*$/.test(text) && jsonIn(value)?.kind !== 'map')
			yield { at: value.origin, subject: key, message: `${key} of ${what} is no JSON object` };
		if (key === 'maxMonId' && !/^-?\d+$/.test(text))
			yield { at: value.origin, subject: key, message: `${key} of ${what} is no whole number` };
	}
}
