import { block, defineRule } from '../../src/rule.ts';
import { networksInside } from './networks-inside.ts';

export const undefinedUniqueLocal = defineRule({
	id: 'addressing/undefined-unique-local',
	title: 'A network lies in the half of the unique local range that nobody has defined',
	severity: 'warning',
	docs: block`
		Unique local addresses are fc00::/7, but only fd00::/8 has a meaning: a random global ID that makes two
		sites differ. fc00::/8 is left undefined. Nothing refuses it today; a future definition, or another
		site that made the same choice, will clash with it.

		In the cluster: nothing shows it.

		Choose a prefix below fd00::/8 with a random global ID before the network is in use. If it is in use and
		meant, accept it in the configuration with the reason.
	`,
	references: ['https://www.rfc-editor.org/rfc/rfc4193#section-3.1'],

	*check({ plan }) {
		yield* networksInside(plan, 'fc00::/8', 'lies in fc00::/8, which RFC 4193 leaves undefined');
	},

	examples: {
		invalid: [
			{
				name: 'pods in fc00::/8',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fc00:10:42::/56
						  #                       ^^^^^^^^^^^^^^^ fc00:10:42::/56
						  serviceSubnet: 10.43.0.0/16
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
						  serviceSubnet: 10.43.0.0/16
					`,
				},
			},
		],
	},
});
