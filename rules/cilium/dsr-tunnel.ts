import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { ciliumValue, routingMode } from '../../src/network/cilium-values.ts';
import type { CiliumFact } from '../../src/network/facts.ts';
import { placeOf } from '../../src/network/setting.ts';
import { block, defineRule } from '../../src/rule.ts';

export const dsrTunnel = defineRule({
	id: 'cilium/dsr-tunnel',
	title: 'Direct server return does not work with the tunnel',
	severity: 'error',
	docs: block`
		With \`loadBalancer.mode: dsr\` or \`hybrid\` the answer goes straight back to the client. Through a tunnel that
		works with Geneve only, which carries the address of the service: \`loadBalancer.dsrDispatch: geneve\` and
		\`tunnelProtocol: geneve\`, both. With VXLAN, which is the default, or with one of the two settings, the agent
		exits at start.

		In the cluster: the agents' log names bpf-lb-mode or bpf-lb-dsr-dispatch.

		Route natively, or set both to geneve.

		Limits: judged where \`kubeProxyReplacement\` is on; without it the mode has no effect.
	`,
	references: [
		'https://docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free/#direct-server-return-dsr',
		'https://docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free/#direct-server-return-dsr-with-geneve',
	],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const mode = ciliumValue(fact, 'loadBalancer.mode');
			const complaint = isDsr(fact) ? complaintOf(fact) : undefined;
			if (complaint === undefined) continue;
			yield {
				at: placeOf(mode),
				severity: fact.source === 'HelmRelease' ? 'error' : 'warning',
				message: `loadBalancer.mode is ${text(fact, 'loadBalancer.mode')}, and ${complaint}`,
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'VXLAN by default',
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
						    k8sServiceHost: 192.168.1.10
						    k8sServicePort: 6443
						    loadBalancer:
						      mode: dsr
						      #     ^^^ nodes are reached through a vxlan tunnel
					`,
				},
			},
		],
		valid: [
			{
				name: 'Geneve in both places',
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
						    k8sServiceHost: 192.168.1.10
						    k8sServicePort: 6443
						    tunnelProtocol: geneve
						    loadBalancer:
						      mode: dsr
						      dsrDispatch: geneve
					`,
				},
			},
		],
	},
});

function isDsr(fact: CiliumFact): boolean {
	const mode = text(fact, 'loadBalancer.mode');
	return text(fact, 'kubeProxyReplacement') === 'true' && (mode === 'dsr' || mode === 'hybrid');
}

/** What does not go together, as the end of a sentence; undefined when all does or something is unknown. */
function complaintOf(fact: CiliumFact): string | undefined {
	const mode = routingMode(fact);
	const protocol = text(fact, 'tunnelProtocol', 'vxlan');
	const dispatch = text(fact, 'loadBalancer.dsrDispatch', 'opt');
	if (mode.state !== 'set' || protocol === undefined || dispatch === undefined) return undefined;
	if (mode.value === 'tunnel' && protocol !== 'geneve') return `nodes are reached through a ${protocol} tunnel`;
	if (mode.value === 'tunnel' && dispatch !== 'geneve') return 'loadBalancer.dsrDispatch is not geneve';
	if (dispatch === 'geneve' && protocol !== 'geneve') return `tunnelProtocol is ${protocol}, dsrDispatch is geneve`;
	return undefined;
}

/** A value as text, `whenEmpty` where nobody gives it; undefined when it is unknown. */
function text(fact: CiliumFact, path: string, whenEmpty = ''): string | undefined {
	const value = ciliumValue(fact, path);
	if (value.state === 'unknown') return undefined;
	if (value.state === 'absent' || value.value === null || value.value === '') {
		return fact.partial && value.state === 'absent' ? undefined : whenEmpty;
	}
	return String(value.value);
}
