import { type Cidr, contains, familyOf } from '../../src/network/cidr.ts';
import { networksOf } from '../../src/network/plan.ts';
import { policyDirections, rangesOf } from '../../src/network/policy-ranges.ts';
import { describe } from '../../src/render/resource.ts';
import { block, defineRule } from '../../src/rule.ts';

export const exceptLacksFamily = defineRule({
	id: 'services/except-lacks-family',
	title: "A policy excepts the cluster's IPv4 networks and lets its IPv6 networks through",
	severity: 'warning',
	docs: block`
		A policy that allows \`0.0.0.0/0\` except the private prefixes keeps pods away from the machines and the other pods. Its
		twin \`::/0\` without an exception, or with one that holds other prefixes, lets them reach the same machines and pods over
		IPv6.

		In the cluster: \`kubectl exec <pod> -- nc -vz <address of a node> 22\`, once for each family.

		Except the IPv6 networks too: \`fc00::/7\` is all that is private, \`fe80::/10\` what is on the link.

		Only networks are compared that the repository declares in both families.
	`,
	references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],

	*check({ plan, rendered }) {
		const networks = networksOf(plan).filter(({ role }) => role === 'pod' || role === 'service' || role === 'node');
		for (const one of policyDirections(rendered)) {
			if (one.action === 'deny' || one.unresolved) continue;
			const ipv4 = rangesOf(one, 'IPv4');
			for (const { cidr: whole, except, node } of rangesOf(one, 'IPv6')) {
				const open = networks.find(({ role, cidr, family }) => {
					if (family !== 'IPv6' || !contains(whole, cidr) || except.some((hole) => contains(hole, cidr))) return false;
					const twins = networks.filter((other) => other.role === role && other.family === 'IPv4');
					return twins.length > 0 && twins.every((other) => ipv4.some((range) => isHole(range, other.cidr)));
				});
				const [first] = open?.declaredBy ?? [];
				const witness = ipv4.find((range) => range.except.length > 0);
				if (open === undefined || first === undefined || witness === undefined || ipv4.some(isWithoutHole)) continue;
				yield {
					at: node.origin,
					subject: one.resource.name,
					message: `${describe(one.resource)} excepts the ${open.role} network of IPv4, and ${whole} lets ${open.cidr} through`,
					because: [
						{ at: witness.node.origin, note: 'with exceptions for IPv4' },
						{ at: first.prefix.origin, note: `the ${familyOf(open.cidr)} ${open.role} network` },
					],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a twin without the exception',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'policy.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: web, namespace: default}
						spec:
						  podSelector: {}
						  policyTypes: [Egress]
						  egress:
						    - to:
						        - ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}
						        - ipBlock: {cidr: "::/0"}
						        #                 ^^^^^^ lets fd10:96e5:42::/56 through
					`,
				},
			},
		],
		valid: [
			{
				name: 'exceptions in both families, or in none',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'policy.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: web, namespace: default}
						spec:
						  podSelector: {}
						  policyTypes: [Egress, Ingress]
						  egress:
						    - to:
						        - ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}
						        - ipBlock: {cidr: "::/0", except: ["fc00::/7"]}
						  ingress:
						    - from:
						        - ipBlock: {cidr: 0.0.0.0/0}
						        - ipBlock: {cidr: "::/0"}
					`,
				},
			},
		],
	},
});

function isHole({ except }: { readonly except: readonly Cidr[] }, cidr: Cidr): boolean {
	return except.some((hole) => contains(hole, cidr));
}

/** All of IPv4 without an exception: the policy keeps nothing away. */
function isWithoutHole({ cidr, except }: { readonly cidr: Cidr; readonly except: readonly Cidr[] }): boolean {
	return cidr === '0.0.0.0/0' && except.length === 0;
}
