import { valuesOf } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import type { CiliumObjectFact } from '../../src/network/facts.ts';
import { itemsAt, nodeAt, stringAt } from '../../src/repo/node.ts';
import type { Finding } from '../../src/rule.ts';
import { block, defineRule } from '../../src/rule.ts';

export const bgpAdvertisesNothing = defineRule({
	id: 'cilium/bgp-advertises-nothing',
	title: 'A BGP peer is told of nothing, or of one family only',
	severity: 'error',
	docs: block`
		A CiliumBGPPeerConfig names for each family which advertisements the peer hears. Without \`families\` both are
		negotiated and nothing is published; so it is for an entry without \`advertisements\`. A family that no
		CiliumBGPPeerConfig names is not announced at all: its pods and load balancers are unknown to the routers.

		In the cluster: \`kubectl -n kube-system exec ds/cilium -- cilium-dbg bgp routes advertised ipv6 unicast\`.

		Give each family an entry with a selector of advertisements.

		Limits: of several objects it is enough that one names the family, as sessions may be apart for each family.
	`,
	references: ['https://docs.cilium.io/en/stable/network/bgp-control-plane/bgp-control-plane-configuration/'],

	*check({ plan }) {
		const peers = plan.ciliumObjects.filter(({ kind }) => kind === 'CiliumBGPPeerConfig');
		yield* silentPeers(peers);
		const named = peers.flatMap(({ root }) => itemsAt(root, ['spec', 'families']));
		const [first] = peers.flatMap(({ root }) => nodeAt(root, ['spec', 'families']) ?? []);
		if (first === undefined || named.some(({ kind }) => kind !== 'map') || first.kind !== 'seq') return;
		for (const fact of ciliumInForce(plan)) {
			const { on, ipv4, ipv6 } = valuesOf(fact);
			if (on('bgpControlPlane.enabled') !== true || ipv4 !== true || ipv6 !== true) continue;
			for (const family of ['ipv4', 'ipv6']) {
				if (named.some((item) => stringAt(item, ['afi']) === family)) continue;
				yield {
					at: first.origin,
					subject: family,
					severity: 'warning',
					message: `no CiliumBGPPeerConfig has the family ${family}, which Cilium has on`,
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'no family is named',
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
						    bgpControlPlane: {enabled: true}
					`,
					'peer.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumBGPPeerConfig
						metadata: {name: router}
						#                ^^^^^^ the peer hears of nothing
						spec:
						  timers: {holdTimeSeconds: 30}
					`,
				},
			},
		],
		valid: [
			{
				name: 'both families',
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
						    bgpControlPlane: {enabled: true}
					`,
					'peer.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumBGPPeerConfig
						metadata: {name: router}
						spec:
						  families:
						    - {afi: ipv4, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}
						    - {afi: ipv6, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}
					`,
				},
			},
		],
	},
});

/** Objects, and families of objects, without a selector of advertisements. */
function* silentPeers(peers: readonly CiliumObjectFact[]): Iterable<Finding> {
	for (const { root, name, at } of peers) {
		const spec = nodeAt(root, ['spec']);
		const families = nodeAt(spec, ['families']);
		if (spec?.kind === 'unknown' || families?.kind === 'unknown') continue;
		if (families === undefined || itemsAt(families).length === 0) {
			const message = `CiliumBGPPeerConfig ${name} has no families with advertisements: the peer hears of nothing`;
			yield { at, subject: name, message };
			continue;
		}
		for (const item of itemsAt(families)) {
			if (item.kind !== 'map' || item.entries.has('advertisements')) continue;
			const message = `the family ${stringAt(item, ['afi']) ?? 'ipv4'} of CiliumBGPPeerConfig ${name} has no advertisements: nothing of it is published`;
			yield { at: item.origin, subject: name, message };
		}
	}
}
