import { ciliumInForce, isOn } from '../../src/network/cilium-pods.ts';
import { ciliumEnabled, ciliumValue, routingMode } from '../../src/network/cilium-values.ts';
import type { CiliumFact } from '../../src/network/facts.ts';
import { givenValue, placeOf } from '../../src/network/setting.ts';
import { block, defineRule } from '../../src/rule.ts';

export const mtuBelowIpv6Minimum = defineRule({
	id: 'cilium/mtu-below-ipv6-minimum',
	title: 'Packets of pods are to be smaller than IPv6 allows',
	severity: 'warning',
	docs: block`
		Every link that carries IPv6 takes packets of 1280 bytes. \`MTU\` is what Cilium takes the network between the nodes for;
		a tunnel takes 50 bytes of it, WireGuard 80 bytes, and the rest is left to pods. Below 1280 the kernel gives
		the link no IPv6, or large packets vanish: connections open and then hang.

		In the cluster: \`kubectl exec <pod> -- ip link show eth0\`; \`ping -6 -s 1232 -M do <address>\` from a pod to one on
		another node.

		Raise the MTU between the nodes, or route natively, which takes nothing of it. Without \`MTU\` Cilium finds it out.
	`,
	references: [
		'https://www.rfc-editor.org/rfc/rfc8200#section-5',
		'https://docs.cilium.io/en/stable/operations/performance/tuning/',
	],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const mtu = ciliumValue(fact, 'MTU');
			const size = mtu.state === 'set' ? Number(mtu.value) : 0;
			const taken = overhead(fact);
			if (mtu.state !== 'set' || mtu.origin.kind === 'omitted' || !(size > 0) || taken === undefined) continue;
			if (!isOn(ciliumEnabled(fact, 'IPv6')) || size - taken >= minimum) continue;
			const rest = taken === 0 ? `is ${size}` : `of ${size} leaves ${size - taken} bytes to pods`;
			yield {
				at: mtu.origin,
				subject: String(size),
				message: `MTU ${rest}, IPv6 needs ${minimum}`,
				because: [{ at: placeOf(ciliumEnabled(fact, 'IPv6')), note: 'Cilium has IPv6 switched on' }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'a tunnel over a link that is as small as IPv6 allows',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    MTU: 1280
						    #    ^^^^ of 1280 leaves 1230 bytes to pods
						    ipv6: {enabled: true}
						    ipam: {mode: kubernetes}
					`,
				},
			},
		],
		valid: [
			{
				name: 'room for the tunnel, or no IPv6',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    MTU: 1330
						    ipv6: {enabled: true}
						    ipam: {mode: kubernetes}
					`,
				},
			},
		],
	},
});

/** Bytes that every link with IPv6 carries. RFC 8200, section 5. */
const minimum = 1280;

/** Bytes that tunnel and encryption take of a packet, over IPv4. cilium/cilium `pkg/mtu/mtu.go`. */
function overhead(fact: CiliumFact): number | undefined {
	const routing = givenValue(routingMode(fact));
	const encrypted = ciliumValue(fact, 'encryption.enabled');
	const type = ciliumValue(fact, 'encryption.type');
	if (routing === undefined || encrypted.state === 'unknown' || type.state === 'unknown') return undefined;
	const isWireGuard = isOn(encrypted) && type.state === 'set' && type.value === 'wireguard';
	return (routing === 'tunnel' ? 50 : 0) + (isWireGuard ? 80 : 0);
}
