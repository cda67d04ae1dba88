import { familyOf } from '../../src/network/cidr.ts';
import { type CiliumValues, valuesOf } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { ciliumReleases, ciliumValue } from '../../src/network/cilium-values.ts';
import type { NodeFact } from '../../src/network/facts.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { isAtLeast } from '../../src/network/limits/versions.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { placeOf } from '../../src/network/setting.ts';
import { decidedAt } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodeWithoutIpv6 = defineRule({
	id: 'cilium/node-without-ipv6',
	title: 'Cilium has IPv6, and a node has no IPv6 address',
	severity: 'warning',
	docs: block`
		With IPv6 on, each node needs an IPv6 address of its own. Without one Cilium 1.14 exits where it replaces
		kube-proxy or masquerades with BPF; later releases start and use a link-local or an invented address, the same
		on every node: masquerading and NodePorts over IPv6 do not work.

		In the cluster: \`kubectl get nodes -o custom-columns=NAME:.metadata.name,IPS:.status.addresses[*].address\`.

		Give the node an address, and name both in the kubelet's \`--node-ip\`, before IPv6 is switched on.

		Limits: judged for nodes whose addresses the configuration of this linter tells, and where another node has an
		IPv6 address told; other files leave out what a node gets by itself.
	`,
	references: ['https://docs.cilium.io/en/stable/network/concepts/routing/'],

	*check({ plan }) {
		const lacking = nodesWithoutIpv6(plan);
		const [first, ...more] = lacking;
		if (first === undefined) return;
		for (const fact of ciliumInForce(plan)) {
			const values = valuesOf(fact);
			if (values.ipv6 !== true) continue;
			const isFatal = !isAtLeast(ciliumReleases(fact).high, '1.15.0') && needsAddress(values);
			const others = more.length === 0 ? '' : ` and ${more.length} more`;
			yield {
				at: first.at,
				subject: first.name,
				severity: isFatal && fact.source === 'HelmRelease' ? 'error' : 'warning',
				message: `Cilium has IPv6 on, node ${first.name}${others} ${more.length === 0 ? 'has' : 'have'} IPv4 addresses only`,
				because: [{ at: placeOf(ciliumValue(fact, 'ipv6.enabled')), note: 'IPv6 is switched on here' }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'one node was forgotten',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						nodes:
						  - {name: one, addresses: [192.168.1.11, "fd10:96e5:41::11"]}
						  - {name: two, addresses: [192.168.1.12]}
						  #        ^^^ Cilium has IPv6 on, node two has IPv4 addresses only
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
					`,
				},
			},
		],
		valid: [
			{
				name: 'each node has both',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						nodes:
						  - {name: one, addresses: [192.168.1.11, "fd10:96e5:41::11"]}
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
					`,
				},
			},
		],
	},
});

const configPath = '.dualstack-lint.yaml';

function nodesWithoutIpv6(plan: AddressPlan): NodeFact[] {
	const othersHaveIpv6 = plan.nodes.some(({ addresses }) => addresses.some(({ value }) => familyOf(value) === 'IPv6'));
	return groupedBy(plan.nodes, ({ name }) => name).flatMap((facts) => {
		const addresses = facts.flatMap((fact) => fact.addresses.map(({ value }) => familyOf(value)));
		const told = facts.find((fact) => fact.addresses.length > 0);
		if (told === undefined || addresses.includes('IPv6')) return [];
		// Its own files may leave IPv6 to router advertisements; nodes/host-without-ipv6 reads them.
		if (plan.links.some(({ node }) => node === told.name)) return [];
		return othersHaveIpv6 || decidedAt(told.at).file === configPath ? [told] : [];
	});
}

/** True where 1.14 looks for the address at its start. */
function needsAddress({ on, text }: CiliumValues): boolean {
	return (
		['true', 'strict'].includes(text('kubeProxyReplacement') ?? '') ||
		on('nodePort.enabled') === true ||
		on('bpf.masquerade') === true
	);
}
