import { type Cidr, contains } from '../../src/network/cidr.ts';
import { valuesOf } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce, isMasqueraded, poolsOf } from '../../src/network/cilium-pods.ts';
import { ciliumValue } from '../../src/network/cilium-values.ts';
import type { CiliumFact } from '../../src/network/facts.ts';
import { builtInKeptAddresses, familyValues } from '../../src/network/limits/cilium.ts';
import { knownPrefixes } from '../../src/network/pieces.ts';
import { readPrefix } from '../../src/network/prefixes.ts';
import { placeOf } from '../../src/network/setting.ts';
import { nodeAt } from '../../src/repo/node.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const masqueradeListLacksPods = defineRule({
	id: 'cilium/masquerade-list-lacks-pods',
	title: 'ipMasqAgent masquerades what pods send to pods',
	severity: 'error',
	docs: block`
		With \`ipMasqAgent\` its list \`nonMasqueradeCIDRs\` says where pods keep their addresses, and the native routing
		CIDR is not asked for any more. A list in \`ipMasqAgent.config\` replaces the built-in one, and the built-in one
		holds private IPv4 ranges and link-local addresses only. Without an entry for a pool, and without the native
		routing CIDR of its family, traffic between pods of different nodes carries the address of a node: policies see
		nodes, not pods. Nothing warns.

		In the cluster: \`kubectl -n kube-system exec ds/cilium -- cilium-dbg bpf ipmasq list\`.

		Add the pod network of that family to the list, or set the native routing CIDR.

		Through a tunnel it is a warning: that traffic does not pass a device that masquerades.

		Limits: pools of the mode cluster-pool; silent where the list cannot be read.
	`,
	references: ['https://docs.cilium.io/en/stable/network/concepts/masquerading/#ebpf-based'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const { on, routing } = valuesOf(fact);
			const list = keptAddresses(fact);
			if (on('ipMasqAgent.enabled') !== true || routing === undefined || list === undefined) continue;
			for (const { family, prefixes } of poolsOf(fact)) {
				const written = valuesOf(fact).text(familyValues[family].nativeRoutingCidr);
				if (!isMasqueraded(fact, family) || written !== '') continue;
				const lost = prefixes.find(({ cidr }) => !list.cidrs.some((kept) => contains(kept, cidr)));
				if (lost === undefined) continue;
				yield {
					at: list.at ?? placeOf(ciliumValue(fact, 'ipMasqAgent.enabled')),
					subject: lost.cidr,
					severity: routing === 'tunnel' || fact.source !== 'HelmRelease' ? 'warning' : 'error',
					message: `no entry of ${list.at === undefined ? 'the built-in list' : 'nonMasqueradeCIDRs'} covers the pool ${lost.cidr}, and ${familyValues[family].nativeRoutingCidr} is not set`,
					because: [{ at: lost.origin, note: `the pool is ${lost.cidr}` }],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'the list was written for IPv4',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipam:
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
						        clusterPoolIPv6PodCIDRList: ["fd10:96e5:42::/64"]
						        clusterPoolIPv6MaskSize: 80
						    routingMode: native
						    autoDirectNodeRoutes: true
						    ipv4NativeRoutingCIDR: 10.42.0.0/16
						    kubeProxyReplacement: true
						    k8sServiceHost: 192.168.1.10
						    k8sServicePort: 6443
						    bpf: {masquerade: true}
						    ipMasqAgent:
						      enabled: true
						      config:
						        nonMasqueradeCIDRs: [10.42.0.0/16]
						        #                   ^^^^^^^^^^^^^^ no entry of nonMasqueradeCIDRs covers the pool fd10:96e5:42::/64
					`,
				},
			},
		],
		valid: [
			{
				name: 'both families are kept',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipam:
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
						        clusterPoolIPv6PodCIDRList: ["fd10:96e5:42::/64"]
						        clusterPoolIPv6MaskSize: 80
						    routingMode: native
						    autoDirectNodeRoutes: true
						    ipv4NativeRoutingCIDR: 10.42.0.0/16
						    kubeProxyReplacement: true
						    k8sServiceHost: 192.168.1.10
						    k8sServicePort: 6443
						    bpf: {masquerade: true}
						    ipMasqAgent:
						      enabled: true
						      config:
						        nonMasqueradeCIDRs: [10.42.0.0/16, "fd10:96e5:42::/64"]
					`,
				},
			},
		],
	},
});

interface KeptAddresses {
	readonly cidrs: readonly Cidr[];
	/** The list, where somebody writes one. */
	readonly at: Origin | undefined;
}

/** Where pods keep their addresses; undefined when a part of the list cannot be read. */
function keptAddresses(fact: CiliumFact): KeptAddresses | undefined {
	if (fact.unresolved.length > 0 || fact.partial) return undefined;
	const list = nodeAt(fact.values, ['ipMasqAgent', 'config', 'nonMasqueradeCIDRs']);
	if (list === undefined) {
		const { origin } = fact.values;
		return { cidrs: builtInKeptAddresses.flatMap((text) => readPrefix(text, origin).cidr ?? []), at: undefined };
	}
	const prefixes = knownPrefixes(list);
	return prefixes && { cidrs: prefixes.flatMap(({ cidr }) => cidr ?? []), at: list.origin };
}
