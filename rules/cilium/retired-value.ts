import { assumptionOf } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce, isOn } from '../../src/network/cilium-pods.ts';
import { ciliumEnabled, ciliumReleases, ipamMode } from '../../src/network/cilium-values.ts';
import type { CiliumFact } from '../../src/network/facts.ts';
import {
	type RetiredEffect,
	type RetiredValue,
	retiredEffect,
	retiredValues,
} from '../../src/network/limits/cilium.ts';
import { known } from '../../src/network/pieces.ts';
import { entriesOf, nodeAt, type YamlNode } from '../../src/repo/node.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { block, defineRule, type Finding } from '../../src/rule.ts';

export const retiredValue = defineRule({
	id: 'cilium/retired-value',
	title: 'A value of Cilium was renamed or removed',
	severity: 'error',
	docs: block`
		Charts drop values, and what becomes of the old name depends on the version: some charts refuse it while they
		render, others pass over it without a word. \`tunnel: disabled\` gives native routing up to 1.14, a VXLAN tunnel
		in 1.15.0 and 1.16.0, and an error from 1.15.8 and 1.16.2 on. A pool under the old name
		\`clusterPoolIPv4PodCIDR\` is refused up to 1.18 and ignored from 1.19 on: pods get the default pool.

		In the cluster: \`flux get helmrelease -A\` shows the error; \`helm get values\` shows a value without effect.

		Write the new name.

		Other keys that a chart does not have are reported by flux/unknown-value.
	`,
	references: ['https://docs.cilium.io/en/stable/operations/upgrade/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const { low, high } = ciliumReleases(fact);
			for (const retired of retiredValues) {
				const effect = retiredEffect(retired, low);
				if (effect === undefined || effect === 'used' || effect !== retiredEffect(retired, high)) continue;
				const found = retired.path.split('.');
				const node = nodeAt(fact.values, found);
				const key = entriesOf(nodeAt(fact.values, found.slice(0, -1))).find(([name]) => name === found.at(-1))?.[1].key;
				if (node === undefined || key === undefined || !isWritten(node) || !isRead(fact, retired.path)) continue;
				const instead = retired.replacement === undefined ? '' : `; it is ${retired.replacement} now`;
				yield {
					at: key,
					subject: retired.path,
					severity: fact.source === 'HelmRelease' && effect === 'refused' ? 'error' : 'warning',
					message: `${retired.path} is ${effect} by this version of the chart${instead}${assumptionOf(fact)}`,
					...rename(fact, retired, key, effect),
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'native routing as it was written once',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    tunnel: disabled
						#   ^^^^^^ tunnel is refused by this version of the chart; it is routingMode now
						    ipv4NativeRoutingCIDR: 10.42.0.0/16
					`,
				},
			},
			{
				name: 'a pool under its old name',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam:
						      operator:
						        clusterPoolIPv4PodCIDR: 10.42.0.0/16
						        ^^^^^^^^^^^^^^^^^^^^^^ it is ipam.operator.clusterPoolIPv4PodCIDRList now
					`,
				},
				fixed: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam:
						      operator:
						        clusterPoolIPv4PodCIDRList: 10.42.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'the chart still reads it',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.14.19}}
						  values:
						    ipam: {mode: kubernetes}
						    tunnel: vxlan
					`,
				},
			},
		],
	},
});

/** Writes the new name where it stands beside the old one. What the cluster runs without now is for a person to bring back. */
function rename(
	{ values }: CiliumFact,
	{ path, replacement }: RetiredValue,
	key: Origin,
	effect: RetiredEffect,
): Pick<Finding, 'fix'> {
	const parent = path.split('.').slice(0, -1);
	const name = replacement?.split('.').at(-1);
	const isBeside = replacement === [...parent, name].join('.');
	// The values of `tunnel` are other ones than those of `routingMode`.
	if (name === undefined || !isBeside || path === 'tunnel') return {};
	if (nodeAt(values, [...parent, name]) !== undefined) return {};
	const applicability = effect === 'refused' ? 'safe' : 'unsafe';
	return { fix: { title: `Write ${name}`, applicability, changes: [{ op: 'set', target: key, value: name }] } };
}

/** Templates look for a value that is not empty. */
function isWritten(node: YamlNode): boolean {
	const value = known(node);
	if (value.kind === 'map') return value.entries.size > 0;
	if (value.kind === 'seq') return value.items.length > 0;
	return value.kind === 'scalar' && value.value !== null && value.value !== '' && value.value !== false;
}

/** The old pools count only where pools are handed out. */
function isRead(fact: CiliumFact, path: string): boolean {
	const [, family] = /clusterPool(IPv[46])PodCIDR$/.exec(path) ?? [];
	if (family !== 'IPv4' && family !== 'IPv6') return true;
	const mode = ipamMode(fact);
	return mode.state === 'set' && mode.value === 'cluster-pool' && isOn(ciliumEnabled(fact, family));
}
