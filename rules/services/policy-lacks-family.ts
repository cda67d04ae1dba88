import { dualStack } from '../../src/network/families.ts';
import { type PolicyDirection, type PolicyRange, policyDirections, rangesOf } from '../../src/network/policy-ranges.ts';
import { describe } from '../../src/render/resource.ts';
import { block, defineRule, type Fix, type Writable } from '../../src/rule.ts';

export const policyLacksFamily = defineRule({
	id: 'services/policy-lacks-family',
	title: 'A policy speaks of all addresses of IPv4 and of none of IPv6',
	severity: 'warning',
	docs: block`
		\`0.0.0.0/0\` is every address of IPv4 and none of IPv6. A policy that allows it cuts pods off from IPv6 on the day
		on which they have it: whoever is selected by a policy gets through only what some policy allows, in both
		families. A policy of Cilium that denies it lets IPv6 through.

		While only the target of the configuration has both families this is pending: an info. A policy that means
		nothing for pods with IPv4 alone does no harm before.

		In the cluster: \`kubectl get networkpolicy,ciliumnetworkpolicy -A -o yaml | grep -c ::/0\`;
		\`hubble observe --verdict DROPPED --ipv6\`.

		Write \`::/0\` beside it, or the IPv6 prefixes that are meant. In Cilium the entity \`world\` is both.

		## Limits

		Nothing is said where the same direction of the policy names any IPv6 prefix, or lets everything through in another
		rule, or another policy of the namespace does or names \`::/0\`; nor of prefixes other than \`0.0.0.0/0\`.
	`,
	references: [
		'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
		'https://docs.cilium.io/en/stable/security/policy/language/#cidr-based',
	],

	*check({ plan, rendered }) {
		const dual = dualStack(plan);
		if (dual === undefined) return;
		const isPending = dual.standing === 'target';
		const all = policyDirections(rendered);
		for (const one of all) {
			const [whole, ...more] = one.ranges.filter(({ cidr }) => cidr === '0.0.0.0/0');
			if (whole === undefined || one.unresolved || one.coversWorld || rangesOf(one, 'IPv6').length > 0) continue;
			if (all.some((other) => isTwin(other, one))) continue;
			const fix = twin(whole);
			const says = one.action === 'allow' ? 'allows' : 'denies';
			yield {
				at: whole.node.origin,
				subject: one.resource.name,
				...(isPending && { severity: 'info' }),
				message: `${isPending ? 'pending: ' : ''}${describe(one.resource)} ${says} 0.0.0.0/0 in its ${one.direction} rules and nothing of IPv6; ${dual.note}`,
				because: [
					{ at: dual.at, note: dual.note },
					...more.map(({ node }) => ({ at: node.origin, note: 'the same here' })),
				],
				...(fix && { fix }),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'out to everywhere',
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
						        - ipBlock:
						            cidr: 0.0.0.0/0
						            #     ^^^^^^^^^ nothing of IPv6
						            except: [10.0.0.0/8]
					`,
				},
				fixed: {
					'policy.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: web, namespace: default}
						spec:
						  podSelector: {}
						  policyTypes: [Egress]
						  egress:
						    - to:
						        - ipBlock:
						            cidr: 0.0.0.0/0
						            except: [10.0.0.0/8]
						        - ipBlock:
						            cidr: "::/0"
						            except:
						              - fc00::/7
					`,
				},
			},
			{
				name: 'denied in one family',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'policy.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumNetworkPolicy
						metadata: {name: web, namespace: default}
						spec:
						  endpointSelector: {}
						  egressDeny:
						    - toCIDR:
						        - 0.0.0.0/0
						        # ^^^^^^^^^ denies 0.0.0.0/0
					`,
				},
				fixed: {
					'policy.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumNetworkPolicy
						metadata: {name: web, namespace: default}
						spec:
						  endpointSelector: {}
						  egressDeny:
						    - toCIDR:
						        - 0.0.0.0/0
						        - "::/0"
					`,
				},
			},
		],
		valid: [
			{
				name: 'a twin, the world, or a prefix of both families',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'policies.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: web, namespace: default}
						spec:
						  podSelector: {}
						  policyTypes: [Egress]
						  egress:
						    - to: [{ipBlock: {cidr: 0.0.0.0/0}}, {ipBlock: {cidr: "::/0"}}]
						---
						apiVersion: cilium.io/v2
						kind: CiliumNetworkPolicy
						metadata: {name: db, namespace: data}
						spec:
						  endpointSelector: {}
						  egress:
						    - toCIDR: [0.0.0.0/0]
						    - toEntities: [world]
						  ingress:
						    - fromCIDRSet: [{cidr: 0.0.0.0/0}, {cidr: 2001:4860::/32}]
					`,
				},
			},
			{
				name: 'another policy lets everything out',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'web.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: web, namespace: default}
						spec:
						  podSelector: {}
						  policyTypes: [Egress]
						  egress:
						    - to: [{ipBlock: {cidr: 0.0.0.0/0}}]
					`,
					'all.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: all, namespace: default}
						spec:
						  podSelector: {}
						  policyTypes: [Egress]
						  egress: [{}]
					`,
				},
			},
			{
				name: 'a cluster of one family',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
					'policy.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: web, namespace: default}
						spec:
						  podSelector: {}
						  policyTypes: [Egress]
						  egress:
						    - to: [{ipBlock: {cidr: 0.0.0.0/0}}]
					`,
				},
			},
		],
	},
});

/** True when another policy of the namespace says the same of every IPv6 address. */
function isTwin(other: PolicyDirection, one: PolicyDirection): boolean {
	return (
		other !== one &&
		other.direction === one.direction &&
		other.action === one.action &&
		other.resource.namespace === one.resource.namespace &&
		(other.coversWorld || other.ranges.some(({ cidr }) => cidr === '::/0'))
	);
}

/** What private IPv4 prefixes are in IPv6. RFC 1918, RFC 4193. */
const privateRanges = new Set<string>(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']);

/** The twin of the whole of IPv4; undefined where exceptions have none that is plain. */
function twin({ except, list, form }: PolicyRange): Fix | undefined {
	if (!except.every((one) => privateRanges.has(one))) return undefined;
	const set: Writable = except.length === 0 ? { cidr: '::/0' } : { cidr: '::/0', except: ['fc00::/7'] };
	const value = form === 'text' ? '::/0' : form === 'set' ? set : { ipBlock: set };
	return {
		title: 'Say the same of ::/0',
		applicability: 'unsafe',
		changes: [{ op: 'append', into: list, value }],
	};
}
