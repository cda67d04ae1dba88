import { groupedBy } from '../../src/network/grouped.ts';
import { block, defineRule } from '../../src/rule.ts';

export const addressOnTwoNodes = defineRule({
	id: 'nodes/address-on-two-nodes',
	title: 'Two machines have the same address',
	severity: 'error',
	docs: block`
		Both machines answer for the address. Over IPv4 the neighbours go back and forth between the two; over IPv6 the second
		machine finds the first by duplicate address detection and does not use its address, so that the kubelet registers
		another or none.

		In the cluster: \`ip -6 address show dadfailed\` on the second machine; \`arping -D\` for IPv4.

		Give one of them another address.

		## Limits

		Names that differ behind the first dot only are those of one machine.
	`,
	references: ['https://www.rfc-editor.org/rfc/rfc4862#section-5.4', 'https://www.rfc-editor.org/rfc/rfc5227'],

	*check({ plan }) {
		const all = plan.nodes.flatMap(({ name, addresses }) => addresses.map((address) => ({ name, address })));
		for (const [first, ...others] of groupedBy(all, ({ address }) => address.value)) {
			const again = others.find(({ name }) => shortName(name) !== shortName(first.name));
			if (again === undefined) continue;
			yield {
				at: again.address.origin,
				subject: again.address.value,
				message: `${again.name} has the address ${again.address.value} of ${first.name}`,
				because: [{ at: first.address.origin, note: `${first.name} has it` }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'a file that was copied',
				repo: {
					'hosts/one/etc/network/interfaces': block`
						iface eth0 inet static
						    address 192.168.1.11/24
						    gateway 192.168.1.1
					`,
					'hosts/two/etc/network/interfaces': block`
						iface eth0 inet static
						    address 192.168.1.11/24
						    #       ^^^^^^^^^^^^^^^ two has the address 192.168.1.11 of one
						    gateway 192.168.1.1
					`,
				},
			},
		],
		valid: [
			{
				name: 'an address for each',
				repo: {
					'hosts/one/etc/network/interfaces': block`
						iface eth0 inet static
						    address 192.168.1.11/24
						    gateway 192.168.1.1
					`,
					'hosts/two/etc/network/interfaces': block`
						iface eth0 inet static
						    address 192.168.1.12/24
						    gateway 192.168.1.1
					`,
				},
			},
		],
	},
});

function shortName(name: string): string {
	const dot = name.indexOf('.');
	return (dot <= 0 ? name : name.slice(0, dot)).toLowerCase();
}
