import { familyOrder } from '../../src/network/agreement.ts';
import type { IpFamily } from '../../src/network/cidr.ts';
import { networkFamilies } from '../../src/network/families.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { type NodeIps, nodeIpFamilies, nodeIpsOf } from '../../src/network/node-ips.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { decidedAt, type Origin } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodeIpOrder = defineRule({
	id: 'nodes/node-ip-order',
	title: 'A kubelet puts another family first than the cluster does',
	severity: 'warning',
	docs: block`
		The first address of \`--node-ip\` decides which of its addresses every pod on that node has first (\`status.podIP\`), and at
		which address the API server calls the kubelet. A node with another order than the service network, or than the
		other nodes, has pods whose first address is of another family: what reads \`status.podIP\` behaves differently there, and
		logs and exec need a path that the API server may not have.

		In the cluster: \`kubectl get nodes -o custom-columns=NAME:.metadata.name,IP:.status.addresses[*].address\`.

		Write the addresses in the order of the first service range, on every node.
	`,
	references: ['https://kubernetes.io/docs/concepts/services-networking/dual-stack/'],

	*check({ plan }) {
		const pairs = nodeIpsOf(plan).filter((one) => nodeIpFamilies(one).length === 2);
		const expected = expectedOrder(plan, pairs);
		if (expected === undefined) return;
		const strays = pairs.filter((one) => nodeIpFamilies(one)[0] !== expected.family);
		for (const [first] of groupedBy(strays, ({ at }) => JSON.stringify(decidedAt(at)))) {
			const { process, text, at } = first;
			const node = process.node === undefined ? '' : ` of ${process.node}`;
			yield {
				at,
				subject: text,
				message: `--node-ip${node} (${process.component}) puts ${nodeIpFamilies(first)[0]} first: ${text}; ${expected.note}`,
				because: [{ at: expected.at, note: expected.note }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'the service network has IPv4 first',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: JoinConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: fd10:96e5:1::10,192.168.1.10
						      #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ puts IPv6 first
						---
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
		],
		valid: [
			{
				name: 'the same order',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: JoinConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: 192.168.1.10,fd10:96e5:1::10
						---
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
		],
	},
});

interface Expected {
	readonly family: IpFamily;
	readonly at: Origin;
	readonly note: string;
}

/** The first family of the service network; where it is not known, that of most kubelets. */
function expectedOrder(plan: AddressPlan, pairs: readonly NodeIps[]): Expected | undefined {
	const { stated, isKnown } = networkFamilies(plan, 'service');
	const [first] = stated;
	const orders = new Set(stated.map((one) => familyOrder(one)[0]));
	const [family] = orders;
	// Where components disagree, control-plane/family-order-mismatch says so.
	if (isKnown && first !== undefined && orders.size === 1 && family !== undefined)
		return { family, at: first.at, note: `${first.component} (${first.setting}) puts ${family} first` };
	if (stated.length > 0) return undefined;
	const [most, least] = (['IPv4', 'IPv6'] as const)
		.map((one) => pairs.filter((pair) => nodeIpFamilies(pair)[0] === one))
		.sort((a, b) => b.length - a.length);
	const [witness] = most ?? [];
	const own = witness && nodeIpFamilies(witness)[0];
	if (witness === undefined || own === undefined || most?.length === least?.length) return undefined;
	return { family: own, at: witness.at, note: `most kubelets put ${own} first` };
}
