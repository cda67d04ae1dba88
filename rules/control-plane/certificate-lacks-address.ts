import { familyOf, firstAddress, type IpAddress, prefixLength } from '../../src/network/cidr.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { ciliumValue } from '../../src/network/cilium-values.ts';
import { networkFamilies } from '../../src/network/families.ts';
import { flagNode } from '../../src/network/flags.ts';
import { looseIp } from '../../src/network/loose-address.ts';
import { known } from '../../src/network/pieces.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { itemsAt, nodeAt, textOf } from '../../src/repo/node.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const certificateLacksAddress = defineRule({
	id: 'control-plane/certificate-lacks-address',
	title: 'The API server is called at an address that its certificate does not have',
	severity: 'warning',
	docs: block`
		kubeadm puts into the certificate of the API server the first address of the first service range, the one address that
		is advertised, \`controlPlaneEndpoint\` and \`apiServer.certSANs\`, nothing else. A second virtual address, or the IPv6
		address of a node, is refused by whoever calls it: "certificate is valid for …, not …".

		In the cluster: \`openssl s_client -connect <address>:6443 </dev/null | openssl x509 -noout -ext subjectAltName\`.

		Add the address to \`apiServer.certSANs\`; then delete the certificate on each control-plane node and make it anew with
		\`kubeadm init phase certs apiserver\`.

		## Limits

		Looked at are IPv6 addresses of \`k8sServiceHost\` of Cilium where the API server advertises IPv4, and the second address
		of kube-vip where the first one is the endpoint or in the list. Whoever calls by a name is not concerned.
	`,
	references: [
		'https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/#kubeadm-k8s-io-v1beta4-APIServer',
	],

	*check({ plan }) {
		const [first] = plan.kubeadm;
		const named = namesIn(plan);
		if (first === undefined || named === undefined) return;
		for (const { address, at, who } of calledAt(plan, named)) {
			if (named.has(address)) continue;
			yield {
				at,
				subject: address,
				message: `${who} is ${address}, which is neither in certSANs of kubeadm nor its endpoint`,
				because: [
					{
						at: nodeAt(first.root, ['apiServer', 'certSANs'])?.origin ?? first.at,
						note: 'kubeadm makes the certificate',
					},
				],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'agents call the IPv6 address',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						controlPlaneEndpoint: 192.168.1.5:6443
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
						    kubeProxyReplacement: true
						    k8sServiceHost: fd10:96e5:1::5
						    #               ^^^^^^^^^^^^^^ k8sServiceHost of Cilium is fd10:96e5:1::5
						    k8sServicePort: 6443
					`,
				},
			},
		],
		valid: [
			{
				name: 'it is in the list',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						controlPlaneEndpoint: 192.168.1.5:6443
						apiServer:
						  certSANs: ["fd10:96e5:1::5"]
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
						    kubeProxyReplacement: true
						    k8sServiceHost: fd10:96e5:1::5
						    k8sServicePort: 6443
					`,
				},
			},
		],
	},
});

/** The addresses that the certificate has, as far as they are literals; undefined where a part cannot be read. */
function namesIn({ kubeadm, kubeadmNodes, processes }: AddressPlan): ReadonlySet<IpAddress> | undefined {
	const nodes = [
		...kubeadm.flatMap(({ root }) => [
			nodeAt(root, ['controlPlaneEndpoint']),
			...itemsAt(root, ['apiServer', 'certSANs']),
			nodeAt(root, ['apiServer', 'certSANs']),
		]),
		...kubeadmNodes.map(({ root, endpoint }) => nodeAt(root, [...endpoint, 'advertiseAddress'])),
		...processes.flatMap(({ process, flags }) =>
			process === 'kube-apiserver' ? [flagNode(flags, 'advertise-address')] : [],
		),
	].flatMap((node) => (node === undefined ? [] : [known(node)]));
	if (nodes.some(({ kind }) => kind === 'unknown')) return undefined;
	const texts = nodes.flatMap((node) => (node.kind === 'scalar' ? [textOf(node)] : []));
	return new Set(texts.flatMap((text) => looseIp(hostOf(text)) ?? []));
}

function hostOf(text: string): string {
	const [, bracketed, plain] = /^(?:\[([^\]]*)\](?::\d+)?|([^:]*):\d+)$/.exec(text.trim()) ?? [];
	return bracketed ?? plain ?? text.trim();
}

interface Call {
	readonly address: IpAddress;
	readonly at: Origin;
	readonly who: string;
}

function* calledAt(plan: AddressPlan, named: ReadonlySet<IpAddress>): Iterable<Call> {
	const services = networkFamilies(plan, 'service');
	const [primary] = services.live;
	for (const fact of services.isKnown && primary === 'IPv4' ? ciliumInForce(plan) : []) {
		const host = ciliumValue(fact, 'k8sServiceHost');
		const address = host.state === 'set' ? looseIp(String(host.value)) : undefined;
		if (host.state !== 'set' || address === undefined || address === '::1' || familyOf(address) !== 'IPv6') continue;
		yield { address, at: host.origin, who: 'k8sServiceHost of Cilium' };
	}
	for (const { product, name, blocks, unresolved } of plan.pools) {
		if (product !== 'kube-vip' || name !== 'control plane' || unresolved) continue;
		const all = blocks.flatMap(({ cidrs: [cidr, ...more], origin }) => {
			const isOne =
				cidr !== undefined && more.length === 0 && prefixLength(cidr) === (familyOf(cidr) === 'IPv4' ? 32 : 128);
			return isOne ? [{ address: firstAddress(cidr), at: origin, who: 'an address of kube-vip' }] : [];
		});
		if (all.some(({ address }) => named.has(address))) yield* all;
	}
}
