import { familyOf } from '../../src/network/cidr.ts';
import { dualStack } from '../../src/network/families.ts';
import { block, defineRule } from '../../src/rule.ts';
import { forBothFamilies } from './pending.ts';

export const validSubnetsLackFamily = defineRule({
	id: 'nodes/valid-subnets-lack-family',
	title: 'Talos chooses node addresses of one family on a dual-stack cluster',
	severity: 'error',
	docs: block`
		Talos gives the kubelet the first address of each family that lies in \`nodeIP.validSubnets\`. A list with prefixes of one family gives
		each node one address: it is registered with one InternalIP, and pods on the host network are
		reached over that family alone. Without the list Talos looks for an address of each family that Services have.

		While only the target of the configuration has both families, this is pending: an info.

		In the cluster: \`kubectl get nodes -o jsonpath='{.items[*].status.addresses}'\` shows what each node reports.

		Add the prefix of the nodes of the other family.

		## Limits

		Lists of several patches are put together. Nothing is said where one of them names the other family.
	`,
	references: [
		'https://docs.siderolabs.com/talos/v1.11/networking/multihoming',
		'https://kubernetes.io/docs/concepts/services-networking/dual-stack/#configure-ipv4-ipv6-dual-stack',
	],

	*check({ plan }) {
		const dual = dualStack(plan);
		if (dual === undefined) return;
		const all = plan.validSubnets.flatMap(({ prefixes }) => prefixes.map(({ cidr }) => cidr && familyOf(cidr)));
		const [only, ...others] = new Set(all);
		if (only === undefined || others.length > 0) return;
		for (const { at, prefixes } of plan.validSubnets) {
			const texts = prefixes.map(({ text }) => text).join(', ');
			const message = `validSubnets names ${only} only: ${texts}`;
			yield forBothFamilies(dual, { at, subject: texts, severity: 'error', message });
		}
	},

	examples: {
		invalid: [
			{
				name: 'the list of the time before IPv6',
				repo: {
					'machine.yaml': block`
						machine:
						  kubelet:
						    nodeIP:
						      validSubnets: [192.168.1.0/24]
						      #             ^^^^^^^^^^^^^^^^ validSubnets names IPv4 only: 192.168.1.0/24
						cluster:
						  network:
						    podSubnets: [10.42.0.0/16, "fd10:96e5:42::/56"]
						    serviceSubnets: [10.43.0.0/16, "fd10:96e5:43::/112"]
					`,
				},
			},
		],
		valid: [
			{
				name: 'a prefix of each, and one that is left out',
				repo: {
					'machine.yaml': block`
						machine:
						  kubelet:
						    nodeIP:
						      validSubnets: [192.168.1.0/24, "fd10:96e5:41::/64", "!192.168.1.10/32"]
						cluster:
						  network:
						    podSubnets: [10.42.0.0/16, "fd10:96e5:42::/56"]
						    serviceSubnets: [10.43.0.0/16, "fd10:96e5:43::/112"]
					`,
				},
			},
		],
	},
});
