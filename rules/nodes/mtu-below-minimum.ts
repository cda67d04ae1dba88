import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { ciliumEnabled, ciliumValue } from '../../src/network/cilium-values.ts';
import { dualStack } from '../../src/network/families.ts';
import { reachable } from '../../src/network/host-ipv6.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { nodeAt } from '../../src/repo/node.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';
import { forBothFamilies } from './pending.ts';

/** Bytes that every link of IPv6 carries at once. RFC 8200, section 5. */
const minimum = 1280;

export const mtuBelowMinimum = defineRule({
	id: 'nodes/mtu-below-minimum',
	title: 'A link is too small for IPv6',
	severity: 'error',
	docs: block`
		Every link that carries IPv6 carries packets of 1280 bytes. Linux takes IPv6 off an interface whose MTU is smaller:
		its IPv6 addresses are gone and nothing says so.

		While only the target of the configuration has both families, this is pending: an info.

		In the cluster: \`ip -6 address show\` on the node, or in a pod, lacks the interface.

		Raise the MTU to 1280 at least. A tunnel needs room for its own header on top: VXLAN 50 bytes over IPv4 and 70 over IPv6,
		WireGuard 60 and 80.

		## Limits

		The MTU of links that a default route leads over, of links with IPv6 addresses, and the value \`MTU\` of Cilium.
	`,
	references: [
		'https://www.rfc-editor.org/rfc/rfc8200#section-5',
		'https://docs.cilium.io/en/stable/operations/performance/tuning/#mtu',
	],

	*check({ plan }) {
		const dual = dualStack(plan);
		if (dual === undefined) return;
		for (const { name, value, at } of sizes(plan)) {
			if (value <= 0 || value >= minimum) continue;
			const message = `the MTU of ${name} is ${value}, IPv6 needs ${minimum}`;
			yield forBothFamilies(dual, { at, subject: String(value), severity: 'error', message });
		}
	},

	examples: {
		invalid: [
			{
				name: 'a small link',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'hosts/one/etc/netplan/50-lan.yaml': block`
						network:
						  version: 2
						  ethernets:
						    eth0:
						      addresses: [192.168.1.11/24, "fd10:96e5:41::11/64"]
						      mtu: 1200
						      #    ^^^^ the MTU of eth0 is 1200, IPv6 needs 1280
					`,
				},
			},
		],
		valid: [
			{
				name: 'the smallest that there may be',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'hosts/one/etc/netplan/50-lan.yaml': block`
						network:
						  version: 2
						  ethernets:
						    eth0:
						      addresses: [192.168.1.11/24, "fd10:96e5:41::11/64"]
						      mtu: 1280
					`,
				},
			},
		],
	},
});

function sizes(plan: AddressPlan): { readonly name: string; readonly value: number; readonly at: Origin }[] {
	const ofLinks = plan.links
		.filter((link) => link.defaultRoutes.length > 0 || reachable(link, 'IPv6').length > 0)
		.flatMap(({ link, mtu }) => (mtu.state === 'set' ? [{ name: link, value: mtu.value, at: mtu.origin }] : []));
	const ofPods = ciliumInForce(plan).flatMap((fact) => {
		const enabled = ciliumEnabled(fact, 'IPv6');
		const mtu = nodeAt(fact.values, ['MTU']) === undefined ? undefined : ciliumValue(fact, 'MTU');
		if (enabled.state !== 'set' || !enabled.value || mtu?.state !== 'set') return [];
		return typeof mtu.value === 'number' ? [{ name: 'pods', value: mtu.value, at: mtu.origin }] : [];
	});
	return [...ofLinks, ...ofPods];
}
