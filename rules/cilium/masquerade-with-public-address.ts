import { contains, familyOf, type IpAddress, parseCidr } from '../../src/network/cidr.ts';
import { ciliumInForce, isMasqueraded, isOn } from '../../src/network/cilium-pods.ts';
import { ciliumValue } from '../../src/network/cilium-values.ts';
import { networksOf } from '../../src/network/plan.ts';
import { placeOf } from '../../src/network/setting.ts';
import { block, defineRule } from '../../src/rule.ts';

export const masqueradeWithPublicAddress = defineRule({
	id: 'cilium/masquerade-with-public-address',
	title: 'BPF masquerading takes a public address where a unique local one is wanted',
	severity: 'warning',
	docs: block`
		With \`bpf.masquerade\` the address for masqueraded packets is the primary one of the device they leave by, and
		a public address comes before a unique local one. A node with both on one device speaks to a network of
		unique local addresses with its public one. iptables would take what the kernel chooses for the route.

		In the cluster: \`kubectl -n kube-system exec ds/cilium -- cilium-dbg status --verbose\` and tcpdump on the other side.

		Let the other side accept the public range and route it back, put the networks on different devices, or go
		without \`bpf.masquerade\`.

		Limits: only nodes whose addresses the repository tells; which device an address is on is not known.
	`,
	references: ['https://github.com/cilium/cilium/issues/17158'],

	*check({ plan }) {
		const [first] = plan.nodes.filter(({ addresses }) => hasBoth(addresses.map(({ value }) => value)));
		const isLocal = networksOf(plan).some(({ role, cidr }) => role === 'ceph-public' && contains(uniqueLocal, cidr));
		if (first === undefined || !isLocal) return;
		for (const fact of ciliumInForce(plan)) {
			if (!isOn(ciliumValue(fact, 'bpf.masquerade')) || !isMasqueraded(fact, 'IPv6')) continue;
			yield {
				at: placeOf(ciliumValue(fact, 'bpf.masquerade')),
				subject: first.name,
				message: `bpf.masquerade prefers public addresses: node ${first.name} has one beside its unique local one, and the Ceph network is unique local`,
				because: [{ at: first.at, note: 'the node is here' }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'a node with both',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						nodes:
						  - {name: one, addresses: [192.168.1.11, "2001:db8:1::11", "fd10:96e5:41::11"]}
						networks:
						  - {role: ceph-public, cidrs: ["fd10:96e5:44::/64"]}
					`,
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv6: {enabled: true}
						    kubeProxyReplacement: true
						    k8sServiceHost: 192.168.1.10
						    k8sServicePort: 6443
						    bpf: {masquerade: true}
						    #                 ^^^^ bpf.masquerade prefers public addresses
					`,
				},
			},
		],
		valid: [
			{
				name: 'unique local addresses only',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						nodes:
						  - {name: one, addresses: [192.168.1.11, "fd10:96e5:41::11"]}
						networks:
						  - {role: ceph-public, cidrs: ["fd10:96e5:44::/64"]}
					`,
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv6: {enabled: true}
						    kubeProxyReplacement: true
						    k8sServiceHost: 192.168.1.10
						    k8sServicePort: 6443
						    bpf: {masquerade: true}
					`,
				},
			},
		],
	},
});

const uniqueLocal = constant('fc00::/7');
const linkLocal = constant('fe80::/10');

function constant(text: string) {
	const parsed = parseCidr(text);
	if (!parsed.ok) throw new Error(`not a prefix: ${text}`);
	return parsed.value;
}

function hasBoth(addresses: readonly IpAddress[]): boolean {
	const global = addresses.filter((one) => familyOf(one) === 'IPv6' && !contains(linkLocal, one));
	return global.some((one) => contains(uniqueLocal, one)) && global.some((one) => !contains(uniqueLocal, one));
}
