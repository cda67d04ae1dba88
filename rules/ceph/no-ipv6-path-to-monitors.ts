import { familyOf } from '../../src/network/cidr.ts';
import type { MonitorsFact } from '../../src/network/facts.ts';
import { podsLackIpv6 } from '../../src/network/families.ts';
import { type Endpoint, parseEndpoint } from '../../src/network/monitor-endpoint.ts';
import { rookOnPodNetwork } from '../../src/network/rook-networks.ts';
import { block, defineRule } from '../../src/rule.ts';

export const noIpv6PathToMonitors = defineRule({
	id: 'ceph/no-ipv6-path-to-monitors',
	title: 'Ceph monitors have IPv6 only, and pods that speak to them have none',
	severity: 'error',
	docs: block`
		The Rook operator and the CSI controller plugin are pods. While pods have no IPv6, they reach monitors with
		IPv6 addresses only over the host network. Without it the CephCluster never becomes Connected, and no volume
		is made, resized or removed. Volumes that are mounted already go on working: the CSI node plugin, which
		mounts them, is on the host network anyway.

		Which settings decide depends on the release of Rook:

		| process | release | on the host network with |
		|---|---|---|
		| operator | all | \`useOperatorHostNetwork: true\` |
		| CSI controller plugin | 1.14 | nothing |
		| | 1.15.0 to 1.19.0 | \`enforceHostNetwork: true\` |
		| | 1.19.1 to 1.19.x | by default; \`csi.enableCSIHostNetwork: false\` takes it off |
		| | 1.20 and later | \`drivers.<name>.controllerPlugin.hostNetwork: true\` of the chart ceph-csi-drivers |

		In the cluster: \`kubectl -n rook-ceph logs deploy/rook-ceph-operator | grep -i timed\` and
		\`kubectl -n rook-ceph get pods -o custom-columns=NAME:.metadata.name,HOST:.spec.hostNetwork\`.

		Put both on the host network until pods have IPv6, or give pods IPv6 first.

		## Limits

		Nothing is said with an unknown release of Rook, values that cannot be read, patches on the rendered chart, or
		a pod network that is not declared. Routes and firewalls between nodes and Ceph are not looked at.
	`,
	references: [
		'https://rook.io/docs/rook/latest/Helm-Charts/operator-chart/',
		'https://github.com/rook/rook/pull/16972',
		'https://github.com/ceph/ceph-csi/issues/3167',
	],

	*check({ plan, rendered }) {
		const [operator, another] = plan.rookOperators;
		const lack = podsLackIpv6(plan);
		if (operator === undefined || another !== undefined || lack === undefined) return;
		const stranded = rookOnPodNetwork(operator, rendered);
		if (stranded.length === 0) return;
		for (const monitors of plan.monitors) {
			if (monitors.reader !== 'Rook' || !areIpv6Only(monitors)) continue;
			const who = stranded.map(({ process }) => process).join(' and ');
			const runs = stranded.length === 1 ? 'runs' : 'run';
			yield {
				at: monitors.at,
				message: `all monitors have IPv6 addresses only; ${who} ${runs} on the pod network, which has none`,
				because: [
					lack,
					...stranded.flatMap(({ process, switches }) =>
						switches.map(({ path, at }) => ({
							at,
							note: `${path} is off, which would put ${process} on the host network`,
						})),
					),
				],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'neither is on the host network',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.18.9}}
						  values: {enableDiscoveryDaemon: false}
						---
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=[fd10:96e5:ce::1]:6789"
						  #     ^^^^^^^^^^^^^^^^^^^^^^^^^^ the Rook operator and the CSI controller plugin run on the pod network
						  mapping: "{}"
						  maxMonId: "0"
					`,
				},
			},
			{
				name: 'the host network for the operator alone',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
					`,
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.18.9}}
						  values: {useOperatorHostNetwork: true}
						---
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=[fd10:96e5:ce::1]:6789"
						  #     ^^^^^^^^^^^^^^^^^^^^^^^^^^ only; the CSI controller plugin runs
						  mapping: "{}"
						  maxMonId: "0"
					`,
				},
			},
		],
		valid: [
			{
				name: 'both are on the host network',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.18.9}}
						  values:
						    useOperatorHostNetwork: true
						    enforceHostNetwork: true
						---
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=[fd10:96e5:ce::1]:6789"
						  mapping: "{}"
						  maxMonId: "0"
					`,
				},
			},
			{
				name: 'Rook 1.19.10 puts the plugin on the host network by itself',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.19.10}}
						  values: {useOperatorHostNetwork: true}
						---
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=[fd10:96e5:ce::1]:6789"
						  mapping: "{}"
						  maxMonId: "0"
					`,
				},
			},
		],
	},
});

/** Every endpoint can be understood, and each is an IPv6 address. */
function areIpv6Only({ endpoints, unresolved }: MonitorsFact): boolean {
	const meant = endpoints.map(({ value }) => meantBy(value));
	return !unresolved && meant.length > 0 && meant.every((one) => one !== undefined && familyOf(one.address) === 'IPv6');
}

/** The endpoint, also where a mistake leaves no doubt about what is meant. */
function meantBy(text: string): Endpoint | undefined {
	const result = parseEndpoint(text, 'Rook');
	if (result.ok) return result.value;
	const proposal = 'proposal' in result.problem ? result.problem.proposal : undefined;
	const again = proposal === undefined ? undefined : parseEndpoint(proposal, 'Rook');
	return again?.ok ? again.value : undefined;
}
