import { type ChartKey, keysOf } from '../../src/network/chart-keys.ts';
import type { ChartReleaseFact } from '../../src/network/facts.ts';
import { retiredValues } from '../../src/network/limits/cilium.ts';
import { retiredRookValues } from '../../src/network/limits/rook.ts';
import { nearest } from '../../src/repo/nearest.ts';
import { type Entry, entriesOf, type YamlNode } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const unknownValue = defineRule({
	id: 'flux/unknown-value',
	title: 'A value is written that the chart does not have',
	severity: 'warning',
	docs: block`
		Helm passes over values that no template reads: the release becomes ready, and what the key was to say is
		silently absent. Typing errors look like that, and so do keys of other versions of the chart.

		In the cluster: \`helm -n NAMESPACE get values NAME\` shows the key, \`helm get manifest\` no effect of it.

		Write the name that the chart's version has. Values that Cilium renamed are reported by cilium/retired-value,
		those that went from Rook's chart to that of its drivers by ceph/retired-value.

		Limits: the charts cilium, rook-ceph, rook-ceph-cluster, ceph-csi-rbd and ceph-csi-cephfs, in the versions
		whose values were read; of a range of versions the lowest and the highest must both lack the key. Maps that a
		template hands on as a whole may hold anything.
	`,
	references: ['https://helm.sh/docs/chart_template_guide/values_files/'],

	*check({ plan }) {
		for (const release of plan.charts) {
			const keys = keysOf(release);
			if (keys === undefined) continue;
			const { version, low, high } = keys;
			for (const { path, key, names } of unknownIn(release, low, high)) {
				yield {
					at: key,
					subject: path,
					message: `the chart ${release.chart} ${version} has no value ${path}${nearest(path, names)}`,
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a key of another chart',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv6NativeRoutingCidr: fd10:96e5:42::/56
						#   ^^^^^^^^^^^^^^^^^^^^^ the chart cilium 1.18.2 has no value ipv6NativeRoutingCidr; did you mean ipv6NativeRoutingCIDR?
					`,
				},
			},
		],
		valid: [
			{
				name: 'the name of the chart',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv6NativeRoutingCIDR: fd10:96e5:42::/56
					`,
				},
			},
		],
	},
});

interface UnknownKey {
	readonly path: string;
	readonly key: Entry['key'];
	/** What the chart has there. */
	readonly names: readonly string[];
}

/** Values that rules of their own speak of. */
const retired: ReadonlyMap<string, ReadonlySet<string>> = new Map([
	['cilium', new Set(retiredValues.map(({ path }) => path))],
	['rook-ceph', new Set(retiredRookValues.map(({ path }) => path))],
]);

/** Keys that neither version has. What null says is that there shall be nothing, which there is not. */
function* unknownIn({ values, chart }: ChartReleaseFact, low: ChartKey, high: ChartKey): Iterable<UnknownKey> {
	const open: { node: YamlNode; keys: readonly ChartKey[]; prefix: string }[] = [
		{ node: values, keys: [low, high], prefix: '' },
	];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { node, keys, prefix } = next;
		if (keys.some(({ closed, below }) => !closed || below.size === 0)) continue;
		for (const [name, { key, value }] of entriesOf(node)) {
			const path = `${prefix}${name}`;
			const below = keys.flatMap((one) => one.below.get(name) ?? []);
			if (below.length === keys.length) open.push({ node: value, keys: below, prefix: `${path}.` });
			if (below.length > 0 || isSilent(name, value) || retired.get(chart)?.has(path) === true) continue;
			yield { path, key, names: [...(keys[0]?.below.keys() ?? [])].map((one) => `${prefix}${one}`) };
		}
	}
}

/** Nothing, unreadable, or by its name a place for anchors. */
function isSilent(name: string, value: YamlNode): boolean {
	return value.kind === 'unknown' || (value.kind === 'scalar' && value.value === null) || /^(?:x-|[._])/.test(name);
}
