import type { IpFamily } from '../../src/network/cidr.ts';
import { assumptionOf } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce, isMasqueraded, isOn, poolsOf } from '../../src/network/cilium-pods.ts';
import { ciliumReleases, ciliumValue, ipamMode, routingMode } from '../../src/network/cilium-values.ts';
import type { CiliumFact } from '../../src/network/facts.ts';
import { familyValues, hasFeature } from '../../src/network/limits/cilium.ts';
import type { Version } from '../../src/network/limits/versions.ts';
import { placeOf } from '../../src/network/setting.ts';
import { itemsAt, nodeAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nativeRoutingCidrMissing = defineRule({
	id: 'cilium/native-routing-cidr-missing',
	title: 'Cilium routes a family natively and masquerades it without a native routing CIDR',
	severity: 'error',
	docs: block`
		With native routing Cilium must be told, for each family that it masquerades, which destinations keep the
		pod's address. Without \`ipv4NativeRoutingCIDR\` or \`ipv6NativeRoutingCIDR\` the agent exits at start. From
		chart 1.18 on the upgrade fails already while rendering for IPv6; for IPv4 only where
		\`enableIPv4Masquerade: true\` is written, so a chart that renders is no proof.

		Not needed: with masquerading of that family off, with \`ipMasqAgent\` (1.15 and later), with
		\`nativeRoutingCIDRFromClusterPool\` and one pool (1.20 and later), for IPv4 in the modes eni and alibabacloud,
		and with the agent's own key in \`extraConfig\` or \`extraArgs\` where the chart does not check.

		In the cluster: the agents' log says "native routing cidr must be configured with option".

		Write the pod network of that family.

		Limits: the rule is silent where a part of the values cannot be read.
	`,
	references: [
		'https://docs.cilium.io/en/stable/network/concepts/routing/#native-routing',
		'https://github.com/cilium/cilium/pull/38372',
	],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const { low, high } = ciliumReleases(fact);
			for (const family of ['IPv4', 'IPv6'] as const) {
				if (!isMasqueraded(fact, family) || !isMissing(fact, family)) continue;
				if (!isRequired(fact, family, low) || !isRequired(fact, family, high)) continue;
				const { nativeRoutingCidr, enabled } = familyValues[family];
				const switchedOn = ciliumValue(fact, enabled);
				yield {
					at: placeOf(routingMode(fact)),
					severity: fact.source === 'HelmRelease' ? 'error' : 'warning',
					message: `${family} is routed natively and masqueraded, ${nativeRoutingCidr} is not set${assumptionOf(fact)}`,
					because:
						switchedOn.state === 'set' && switchedOn.origin.kind !== 'omitted'
							? [{ at: switchedOn.origin, note: `${family} is on` }]
							: [],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 came, its CIDR did not',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv6: {enabled: true}
						    routingMode: native
						    #            ^^^^^^ IPv6 is routed natively and masqueraded, ipv6NativeRoutingCIDR is not set
						    autoDirectNodeRoutes: true
						    ipv4NativeRoutingCIDR: 10.42.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'masquerading is off',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv6: {enabled: true}
						    enableIPv6Masquerade: false
						    routingMode: native
						    autoDirectNodeRoutes: true
						    ipv4NativeRoutingCIDR: 10.42.0.0/16
					`,
				},
			},
			{
				name: 'a tunnel needs none',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv6: {enabled: true}
						    routingMode: tunnel
					`,
				},
			},
		],
	},
});

/** True when nobody writes the CIDR as far as can be seen. */
function isMissing(fact: CiliumFact, family: IpFamily): boolean {
	const written = ciliumValue(fact, familyValues[family].nativeRoutingCidr);
	return written.state === 'set' && (written.value === null || written.value === '');
}

/** `checkIPv4NativeRoutingCIDR` and its twin in `pkg/option/config.go`, and `templates/cilium-configmap.yaml`. */
function isRequired(fact: CiliumFact, family: IpFamily, version: Version): boolean {
	const mode = routingMode(fact);
	const ipam = ipamMode(fact);
	const agent = ciliumValue(fact, 'ipMasqAgent.enabled');
	if (mode.state !== 'set' || mode.value === 'tunnel' || ipam.state !== 'set' || agent.state !== 'set') return false;
	if (family === 'IPv4' && (ipam.value === 'eni' || ipam.value === 'alibabacloud')) return false;
	if (isOn(agent) && hasFeature('masqueradeAgentSparesNativeCidr', version)) return false;
	if (isTakenFromPool(fact, family, version)) return false;
	if (!isGivenToAgent(fact, family)) return true;
	if (!hasFeature('chartChecksNativeCidr', version)) return false;
	return family === 'IPv6' || nodeAt(fact.values, ['enableIPv4Masquerade']) !== undefined;
}

/** True when the agent's own key is set past the chart, in its ConfigMap or on its command line. */
function isGivenToAgent({ values }: CiliumFact, family: IpFamily): boolean {
	const key = `${family.toLowerCase()}-native-routing-cidr`;
	if (nodeAt(values, ['extraConfig', key]) !== undefined) return true;
	return itemsAt(values, ['extraArgs']).some((item) => item.kind !== 'scalar' || textOf(item).includes(key));
}

function isTakenFromPool(fact: CiliumFact, family: IpFamily, version: Version): boolean {
	if (!hasFeature('nativeCidrFromPool', version)) return false;
	const fromPool = ciliumValue(fact, 'nativeRoutingCIDRFromClusterPool');
	if (fromPool.state === 'unknown') return true;
	const ipam = ipamMode(fact);
	if (!isOn(fromPool) || (ipam.state === 'set' && ipam.value !== 'cluster-pool')) return false;
	const pool = poolsOf(fact).find((one) => one.family === family);
	return pool === undefined || pool.declaration.prefixes.length === 1;
}
