import { contains, parseCidr } from '../../src/network/cidr.ts';
import { networksOf } from '../../src/network/plan.ts';
import { block, defineRule } from '../../src/rule.ts';

/** `fd00::/48`: a unique local prefix whose 40 bits of global ID are all zero. */
const zeroId = parseCidr('fd00::/48');

export const zeroGlobalId = defineRule({
	id: 'addressing/zero-global-id',
	title: 'A unique local prefix has an all-zero global ID',
	severity: 'warning',
	docs: block`
		The 40 bits behind fd are meant to be random, so that no two sites share a prefix. With zeros the prefix is
		the one that everybody else chose too: a VPN or a merged network brings two of them together, and
		products use it for defaults of their own, such as Cilium's pool fd00::/104.

		In the cluster: nothing shows it.

		Choose a random global ID before the network is in use. If it is in use and meant, accept it in the
		configuration with the reason.
	`,
	references: ['https://www.rfc-editor.org/rfc/rfc4193#section-3.2'],

	*check({ plan }) {
		if (!zeroId.ok) return;
		for (const { role, name, cidr, declaredBy } of networksOf(plan)) {
			if (!contains(zeroId.value, cidr)) continue;
			const [first, ...more] = declaredBy.filter(({ declaration }) => declaration.standing !== 'default');
			if (first === undefined) continue;
			yield {
				at: first.prefix.origin,
				subject: cidr,
				message: `the ${role} network ${name === undefined ? '' : `${name} `}${cidr} has an all-zero global ID`,
				because: more.map(({ prefix }) => ({ at: prefix.origin, note: 'the same network here' })),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'the service range that many guides show',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd4b:96e5:a01c::/56
						  serviceSubnet: 10.43.0.0/16,fd00::/108
						  #                           ^^^^^^^^^^ all-zero global ID
					`,
				},
			},
		],
		valid: [
			{
				name: 'a random global ID',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd4b:96e5:a01c::/56
						  serviceSubnet: 10.43.0.0/16,fd4b:96e5:a01c:ff00::/112
					`,
				},
			},
		],
	},
});
