import { familyOrder } from '../../src/network/agreement.ts';
import type { Declaration } from '../../src/network/facts.ts';
import { block, defineRule } from '../../src/rule.ts';

export const familyOrderMismatch = defineRule({
	id: 'control-plane/family-order-mismatch',
	title: 'The families stand in another order than elsewhere',
	severity: 'error',
	docs: block`
		The order of two prefixes is part of their meaning. The first service range decides the family of every
		Service that asks for one address and of kubernetes.default; the controller manager matches the blocks
		of existing nodes to --cluster-cidr by position and exits for good when they are swapped. The API
		server's advertise address must be of the first family.

		In the cluster: \`kubectl get svc kubernetes -o jsonpath='{.spec.ipFamilies}'\` shows the first family.

		Put the family that the cluster was born with first, everywhere. Families are appended, never put first.
	`,
	references: [
		'https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/563-dual-stack',
		'https://github.com/k0sproject/k0s/issues/7186',
	],

	*check({ plan }) {
		const ordered = plan.declarations.filter(
			(one) => (one.role === 'pod' || one.role === 'service') && one.standing !== 'default' && isPair(one),
		);
		const [first] = [...ordered].sort((a, b) => votes(b, ordered) - votes(a, ordered));
		if (first === undefined) return;
		const expected = familyOrder(first);
		for (const declaration of ordered) {
			const [primary] = familyOrder(declaration);
			if (primary === expected[0]) continue;
			const { component, setting, at, role } = declaration;
			yield {
				at,
				message: `${component} (${setting}) puts ${primary} first for the ${role} network, ${first.component} (${first.setting}) puts ${expected[0]} first`,
				because: [{ at: first.at, note: `${expected[0]} is first here` }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'services have IPv6 first, pods IPv4',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: fd10:96e5:43::/112,10.43.0.0/16
						  #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ puts IPv6 first
					`,
				},
			},
		],
		valid: [
			{
				name: 'IPv4 is first in both',
				repo: {
					'kubeadm.yaml': block`
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

/** Two families in one text; separate settings for each family, such as Cilium's, have no order. */
function isPair(declaration: Declaration): boolean {
	return declaration.family === undefined && familyOrder(declaration).length === 2;
}

function votes(declaration: Declaration, all: readonly Declaration[]): number {
	const [primary] = familyOrder(declaration);
	return all.filter((other) => familyOrder(other)[0] === primary).length;
}
