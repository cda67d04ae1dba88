import { familyOf } from '../../src/network/cidr.ts';
import { block, defineRule } from '../../src/rule.ts';

export const virtualAddressLength = defineRule({
	id: 'add-ons/virtual-address-length',
	title: 'kube-vip gives both its addresses the prefix length of one family',
	severity: 'error',
	docs: block`
		kube-vip puts its address on the interface with the length that \`vip_subnet\` names, \`vip_cidr\` before 0.9. A list of two
		addresses needs a length for each, IPv4 first: \`32,128\`. With one number the IPv6 address gets that of IPv4, a /32, which
		makes the host take a large part of the Internet for its own link.

		In the cluster: \`ip -6 address show\` on the node that holds the address.

		Write \`vip_subnet: "32,128"\`.
	`,
	references: ['https://kube-vip.io/docs/installation/flags/'],

	*check({ plan }) {
		for (const { addresses, lengths } of plan.virtualAddresses) {
			const families = new Set(addresses.map(({ value }) => familyOf(value)));
			if (families.size < 2 || lengths === undefined || !/^\d+$/.test(lengths.value.trim())) continue;
			const [first] = addresses;
			yield {
				at: lengths.origin,
				subject: lengths.value,
				message: `the length ${lengths.value} is for both ${addresses.map(({ value }) => value).join(' and ')}`,
				because: first === undefined ? [] : [{ at: first.origin, note: 'two addresses' }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'one length for two addresses',
				repo: {
					'kube-vip.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-vip, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-vip
						      image: ghcr.io/kube-vip/kube-vip:v1.0.1
						      env:
						        - {name: address, value: "192.168.1.10,fd10:96e5:41::10"}
						        - {name: vip_subnet, value: "32"}
						        #                           ^^^^ the length 32 is for both 192.168.1.10 and fd10:96e5:41::10
					`,
				},
			},
		],
		valid: [
			{
				name: 'a length for each',
				repo: {
					'kube-vip.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-vip, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-vip
						      image: ghcr.io/kube-vip/kube-vip:v1.0.1
						      env:
						        - {name: address, value: "192.168.1.10,fd10:96e5:41::10"}
						        - {name: vip_subnet, value: "32,128"}
					`,
				},
			},
		],
	},
});
