import { type Cidr, contains, type IpFamily } from '../../src/network/cidr.ts';
import {
	ciliumInForce,
	isMasqueraded,
	isOn,
	nativeRoutingCidr,
	poolsOf,
	type ReadablePrefix,
} from '../../src/network/cilium-pods.ts';
import { ciliumValue, ipamMode, routingMode } from '../../src/network/cilium-values.ts';
import type { CiliumFact } from '../../src/network/facts.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { familyValues } from '../../src/network/limits/cilium.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { controlPlanePods, targetPods } from '../../src/network/pod-networks.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nativeRoutingCidrMismatch = defineRule({
	id: 'cilium/native-routing-cidr-mismatch',
	title: "Cilium's native routing CIDR does not contain the pod network",
	severity: 'error',
	docs: block`
		The native routing CIDR is what Cilium reaches without masquerading. Pods with addresses outside of it
		are masqueraded on their way to pods of other nodes: connections work, but every policy and every log
		sees the address of a node. In tunnel mode traffic between pods does not pass the masquerading device;
		there it is a warning. The CIDR may be wider than the pod network.

		Which pod network counts depends on \`ipam.mode\`: with \`kubernetes\` what the control plane says, with
		\`cluster-pool\` the pools. A pool that nobody set is reported by cilium/cluster-pool-unset, a pod network
		that two components name differently by control-plane/pod-cidr-mismatch.

		In the cluster: \`kubectl -n kube-system exec ds/cilium -- cilium-dbg status --verbose\`, the line Masquerading.

		Write the pod network, or a prefix that contains it and nothing that has no route back to the pods.

		Limits: with \`ipMasqAgent\` its own list decides and the rule is silent.
	`,
	references: [
		'https://docs.cilium.io/en/stable/network/concepts/routing/#native-routing',
		'https://docs.cilium.io/en/stable/network/concepts/masquerading/',
	],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const agent = ciliumValue(fact, 'ipMasqAgent.enabled');
			if (agent.state === 'unknown' || isOn(agent)) continue;
			const mode = routingMode(fact);
			const isNative = mode.state === 'set' && mode.value !== 'tunnel';
			for (const family of ['IPv4', 'IPv6'] as const) {
				const native = nativeRoutingCidr(fact, family);
				if (native === undefined || !isMasqueraded(fact, family)) continue;
				const outside = rangesOutside(native.cidr, podRanges(plan, fact, family));
				const [first] = outside;
				if (first === undefined) continue;
				yield {
					at: native.origin,
					subject: native.cidr,
					severity: isNative && first.isInUse && fact.source === 'HelmRelease' ? 'error' : 'warning',
					message:
						`${familyValues[family].nativeRoutingCidr} ${native.cidr} does not contain the pod network ${first.cidr} ` +
						`(${first.by}), ${isNative ? 'pods of other nodes are reached' : 'what leaves the tunnel is sent'} with the node's address`,
					because: outside.map(({ origin, by, cidr }) => ({ at: origin, note: `${by} names ${cidr}` })),
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'the range of another cluster',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    routingMode: native
						    autoDirectNodeRoutes: true
						    ipv4NativeRoutingCIDR: 10.44.0.0/16
						    #                      ^^^^^^^^^^^^ does not contain the pod network 10.42.0.0/16
					`,
				},
			},
			{
				name: 'narrower than the pool',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    routingMode: native
						    autoDirectNodeRoutes: true
						    ipv4NativeRoutingCIDR: 10.42.0.0/17
						    #                      ^^^^^^^^^^^^ does not contain the pod network 10.42.0.0/16
						    ipam:
						      mode: cluster-pool
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
					`,
				},
			},
		],
		valid: [
			{
				name: 'wider than the pod network',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.96.0.0/16,fd10:96e5:43::/112
					`,
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipam: {mode: kubernetes}
						    routingMode: native
						    autoDirectNodeRoutes: true
						    ipv4NativeRoutingCIDR: 10.32.0.0/11
						    ipv6NativeRoutingCIDR: fd10:96e5:42::/48
					`,
				},
			},
		],
	},
});

interface PodRange extends Pick<ReadablePrefix, 'cidr' | 'origin'> {
	readonly by: string;
	/** False for what only the target names. */
	readonly isInUse: boolean;
	/** Pools add up. What components of the control plane say is the same network or a mistake of its own. */
	readonly addsUp: boolean;
}

/** The ranges that are not covered, each of them once for each setting. */
function rangesOutside(native: Cidr, ranges: readonly PodRange[]): PodRange[] {
	const outside = ranges.filter(({ cidr }) => !contains(native, cidr));
	if (outside.length < ranges.length && outside.some(({ addsUp }) => !addsUp)) return [];
	return groupedBy(outside, ({ by, cidr }) => `${by} ${cidr}`).map(([first]) => first);
}

/** The prefixes that pods of one family get addresses from; none when it cannot be known. */
function podRanges(plan: AddressPlan, fact: CiliumFact, family: IpFamily): PodRange[] {
	const mode = ipamMode(fact);
	if (mode.state !== 'set') return [];
	if (mode.value === 'cluster-pool') {
		return poolsOf(fact)
			.filter((pool) => pool.family === family && !pool.isDefault)
			.flatMap(({ prefixes, declaration: { setting } }) =>
				prefixes.map(({ cidr, origin }) => ({ cidr, origin, by: `Cilium, ${setting}`, isInUse: true, addsUp: true })),
			);
	}
	if (mode.value !== 'kubernetes') return [];
	const stated = controlPlanePods(plan, family);
	const wanted = stated.length > 0 ? stated : targetPods(plan, family);
	return wanted.map(({ cidr, prefix, declaration: { component, setting } }) => ({
		cidr,
		origin: prefix.origin,
		by: `${component}, ${setting}`,
		isInUse: stated.length > 0,
		addsUp: false,
	}));
}
