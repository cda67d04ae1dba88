import { familyOrder } from '../../src/network/agreement.ts';
import { networkFamilies } from '../../src/network/families.ts';
import { changeInPlace } from '../../src/network/limits/in-place.ts';
import { block, defineRule } from '../../src/rule.ts';

export const noChangeInPlace = defineRule({
	id: 'control-plane/no-change-in-place',
	title: 'The target adds a family to a cluster whose distribution does not',
	severity: 'warning',
	docs: block`
		The target of the configuration has both families, the cluster has one, and what it was made with does not give a
		running cluster a second one. k3s and RKE2 document that both families are asked for when a cluster is created. k0s
		before 1.36.1 lists the IPv6 range first, so that the controller manager of a cluster with nodes exits. Cluster API
		hands \`cidrBlocks\` to new machines only, once. kOps gives pods one family, EKS Anywhere refuses a second block.

		Make a new cluster with both families and move to it: \`dualstack-lint migrate --strategy rebuild\` plans it. For kOps
		and EKS Anywhere take another way to make clusters.

		## Limits

		Said where the target is written in the configuration. Talos, kubeadm and kubespray are not among them: their
		ranges are appended to.
	`,
	references: [
		'https://docs.k3s.io/networking/basic-network-options',
		'https://docs.rke2.io/networking/basic_network_options',
		'https://docs.k0sproject.io/stable/dual-stack/',
		'https://github.com/kubernetes-sigs/cluster-api/issues/6951',
		'https://kops.sigs.k8s.io/networking/ipv6/',
	],

	*check({ plan }) {
		for (const role of ['pod', 'service'] as const) {
			const { live, target } = networkFamilies(plan, role);
			const own = plan.declarations.filter((one) => one.role === role && one.relation === 'is');
			const wish = own.find(({ standing }) => standing === 'target');
			if (wish === undefined || target.size < 2 || live.size > 1) continue;
			const found = own.find(
				({ component, standing }) => standing !== 'target' && changeInPlace(component) !== undefined,
			);
			const limit = found && changeInPlace(found.component);
			if (found === undefined || limit === undefined || familyOrder(found).length !== 1) continue;
			yield {
				at: found.at,
				subject: found.component,
				message: `${found.component} ${limit.says} (${limit.reference}); the target has both`,
				because: [{ at: wish.at, note: 'the target has both families' }],
			};
			return;
		}
	},

	examples: {
		invalid: [
			{
				name: 'k3s with IPv4 alone',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						target:
						  podCIDRs: [10.42.0.0/16, "fd10:96e5:42::/56"]
						  serviceCIDRs: [10.43.0.0/16, "fd10:96e5:43::/112"]
					`,
					'config.yaml': block`
						cluster-init: true
						cluster-cidr: 10.42.0.0/16
						#             ^^^^^^^^^^^^ k3s takes both families only when a cluster is created
						service-cidr: 10.43.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'k3s made with both',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						target:
						  podCIDRs: [10.42.0.0/16, "fd10:96e5:42::/56"]
						  serviceCIDRs: [10.43.0.0/16, "fd10:96e5:43::/112"]
					`,
					'config.yaml': block`
						cluster-init: true
						cluster-cidr: 10.42.0.0/16,fd10:96e5:42::/56
						service-cidr: 10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
		],
	},
});
