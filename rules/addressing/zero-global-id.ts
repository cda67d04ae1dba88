import { block, defineRule } from '../../src/rule.ts';
import { networksInside } from './networks-inside.ts';

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
		// 40 bits of global ID follow the first 8; all of them are zero here.
		yield* networksInside(plan, 'fd00::/48', 'has an all-zero global ID');
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
