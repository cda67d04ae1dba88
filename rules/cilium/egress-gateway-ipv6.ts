import { familyOf, parseCidr, parseIp } from '../../src/network/cidr.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { ciliumReleases } from '../../src/network/cilium-values.ts';
import { hasFeature } from '../../src/network/limits/cilium.ts';
import { itemsAt, nodeAt, stringAt, type YamlNode } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const egressGatewayIpv6 = defineRule({
	id: 'cilium/egress-gateway-ipv6',
	title: 'An egress gateway policy names IPv6, which this version does not route',
	severity: 'error',
	docs: block`
		Before 1.18 the egress gateway is for IPv4 only: IPv6 prefixes among \`destinationCIDRs\` have no effect, and the
		packets leave by the pod's own node. Before 1.20 \`egressIP\` takes an IPv4 address only, and the API server
		refuses the policy with another.

		In the cluster: \`kubectl -n kube-system exec ds/cilium -- cilium-dbg bpf egress list\` has no IPv6 lines.

		Upgrade, or let the destinations accept the nodes' addresses.
	`,
	references: ['https://docs.cilium.io/en/stable/network/egress-gateway/egress-gateway/'],

	*check({ plan }) {
		const policies = plan.ciliumObjects.filter(({ kind }) => kind === 'CiliumEgressGatewayPolicy');
		for (const fact of ciliumInForce(plan)) {
			const { high } = ciliumReleases(fact);
			const severity = fact.source === 'HelmRelease' ? 'error' : 'warning';
			for (const { root, name } of policies) {
				const gateways = [nodeAt(root, ['spec', 'egressGateway']), ...itemsAt(root, ['spec', 'egressGateways'])];
				const destinations = itemsAt(root, ['spec', 'destinationCIDRs']);
				const addresses = gateways.flatMap((gateway) => nodeAt(gateway, ['egressIP']) ?? []);
				const found = hasFeature('egressGatewayIpv6', high) ? undefined : destinations.find(isIpv6);
				const address = hasFeature('egressIpIpv6', high) ? undefined : addresses.find(isIpv6);
				if (found !== undefined) {
					const message = `CiliumEgressGatewayPolicy ${name} is for ${stringAt(found)}, and the gateway routes IPv4 only before 1.18`;
					yield { at: found.origin, subject: name, severity, message };
				} else if (address !== undefined) {
					const message = `CiliumEgressGatewayPolicy ${name} has the egressIP ${stringAt(address)}, which takes IPv4 only before 1.20`;
					yield { at: address.origin, subject: name, severity, message };
				}
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'before 1.18',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.17.4}}
						  values:
						    ipv6: {enabled: true}
						    ipam: {mode: kubernetes}
						    kubeProxyReplacement: true
						    k8sServiceHost: 192.168.1.10
						    k8sServicePort: 6443
						    bpf: {masquerade: true}
						    egressGateway: {enabled: true}
					`,
					'policy.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumEgressGatewayPolicy
						metadata: {name: storage}
						spec:
						  selectors: [{podSelector: {}}]
						  destinationCIDRs:
						    - fd10:96e5:44::/64
						    # ^^^^^^^^^^^^^^^^^ the gateway routes IPv4 only before 1.18
						  egressGateway:
						    nodeSelector: {matchLabels: {egress: "true"}}
					`,
				},
			},
		],
		valid: [
			{
				name: 'from 1.18 on',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipam: {mode: kubernetes}
						    kubeProxyReplacement: true
						    k8sServiceHost: 192.168.1.10
						    k8sServicePort: 6443
						    bpf: {masquerade: true}
						    egressGateway: {enabled: true}
					`,
					'policy.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumEgressGatewayPolicy
						metadata: {name: storage}
						spec:
						  selectors: [{podSelector: {}}]
						  destinationCIDRs:
						    - fd10:96e5:44::/64
						  egressGateway:
						    nodeSelector: {matchLabels: {egress: "true"}}
					`,
				},
			},
		],
	},
});

function isIpv6(node: YamlNode): boolean {
	const text = stringAt(node) ?? '';
	const cidr = parseCidr(text);
	const address = parseIp(text);
	if (cidr.ok) return familyOf(cidr.value) === 'IPv6';
	return address.ok ? familyOf(address.value) === 'IPv6' : cidr.problem.kind === 'host-bits' && text.includes(':');
}
