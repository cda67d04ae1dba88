import { assumptionOf } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { ciliumReleases, ciliumValue } from '../../src/network/cilium-values.ts';
import type { CiliumFact } from '../../src/network/facts.ts';
import { isAtLeast } from '../../src/network/limits/versions.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { nodeAt, stringAt } from '../../src/repo/node.ts';
import type { Because } from '../../src/rule.ts';
import { block, defineRule } from '../../src/rule.ts';

export const apiServerHost = defineRule({
	id: 'cilium/api-server-host',
	title: 'The address of the API server is not one that Cilium can use',
	severity: 'error',
	docs: block`
		With the replacement of kube-proxy the agents reach the API server by \`k8sServiceHost\`. It takes a name or an
		address and nothing else: brackets around an IPv6 address, a port or a scheme make a name that nobody resolves.
		\`auto\`, from 1.16 on, takes the address from the ConfigMap cluster-info, and cuts it at the first colon: an
		IPv6 address becomes its first group. Before 1.16 \`auto\` is a name like others.

		In the cluster: \`kubectl -n kube-system get ds cilium -o yaml | grep -A1 KUBERNETES_SERVICE_HOST\`.

		Write the bare address, and the port in \`k8sServicePort\`.

		Limits: for \`auto\` the address is taken from kubeadm's \`controlPlaneEndpoint\`.
	`,
	references: ['https://docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const host = ciliumValue(fact, 'k8sServiceHost');
			if (host.state !== 'set' || typeof host.value !== 'string' || host.value === '') continue;
			const complaint = host.value === 'auto' ? complaintOfAuto(fact, plan) : complaintOf(host.value);
			if (complaint === undefined) continue;
			yield {
				at: host.origin,
				subject: host.value,
				severity: fact.source === 'HelmRelease' ? 'error' : 'warning',
				message: `k8sServiceHost is ${host.value}${complaint.says}${host.value === 'auto' ? assumptionOf(fact) : ''}`,
				because: complaint.because ?? [],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'brackets',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    kubeProxyReplacement: true
						    k8sServiceHost: "[fd10:96e5:41::10]"
						    #               ^^^^^^^^^^^^^^^^^^^^ an address goes without brackets
						    k8sServicePort: 6443
					`,
				},
			},
		],
		valid: [
			{
				name: 'the bare address',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    kubeProxyReplacement: true
						    k8sServiceHost: "fd10:96e5:41::10"
						    k8sServicePort: 6443
					`,
				},
			},
		],
	},
});

interface Complaint {
	readonly says: string;
	readonly because?: readonly Because[];
}

function complaintOf(host: string): Complaint | undefined {
	if (host.includes('://')) return { says: ': a host goes without a scheme' };
	if (host.startsWith('[')) return { says: ': an address goes without brackets' };
	const [, port] = /^[^:]+:(\d{1,5})$/.exec(host) ?? [];
	return port === undefined ? undefined : { says: ': the port goes into k8sServicePort' };
}

function complaintOfAuto(fact: CiliumFact, { kubeadm }: AddressPlan): Complaint | undefined {
	const { low, high } = ciliumReleases(fact);
	if (!isAtLeast(high, '1.16.0')) return { says: ', which is no address before 1.16' };
	if (!isAtLeast(low, '1.16.0')) return undefined;
	for (const { root } of kubeadm) {
		const node = nodeAt(root, ['controlPlaneEndpoint']);
		const endpoint = stringAt(root, ['controlPlaneEndpoint']);
		if (node === undefined || endpoint?.startsWith('[') !== true) continue;
		return {
			says: `, which cuts the API server's address ${endpoint} at its first colon`,
			because: [{ at: node.origin, note: 'the address is told here' }],
		};
	}
	return undefined;
}
