import { cidrProblemText } from '../../src/network/cidr.ts';
import { isIgnored } from '../../src/network/node-blocks.ts';
import { block, defineRule } from '../../src/rule.ts';
import { piecesOfList } from './list-for-one-value.ts';

export const notAPrefix = defineRule({
	id: 'addressing/not-a-prefix',
	title: 'A text stands where a prefix belongs and is none',
	severity: 'error',
	docs: block`
		The component that reads it does not start, or passes the entry over. kubeadm, the API server and the
		controller manager split their lists at commas and trim nothing, so a space after a comma is enough.

		In the cluster: the component's log says "invalid CIDR" or "couldn't parse subnet".

		Write an address and a length, such as 10.42.0.0/16 or fd10:96e5:42::/56, without spaces.
	`,
	references: ['https://pkg.go.dev/net#ParseCIDR', 'https://www.rfc-editor.org/rfc/rfc4291#section-2.3'],

	*check({ plan }) {
		for (const declaration of plan.declarations) {
			if (isIgnored(plan, declaration)) continue;
			for (const { text, origin, problem } of declaration.prefixes) {
				if (problem === undefined || problem.kind === 'host-bits') continue;
				// Kubernetes reads leading zeros as decimal; Cilium's parser refuses them.
				if (problem.kind === 'leading-zeros' && declaration.component !== 'Cilium') continue;
				if (declaration.form === 'one' && piecesOfList(text) !== undefined) continue;
				const shown = text.trim() === text && text !== '' ? text : `"${text}"`;
				yield {
					at: origin,
					subject: text,
					message: `${shown} in ${declaration.setting} ${cidrProblemText(problem)}`,
					...(problem.kind === 'spaces' && {
						fix: {
							title: `Write ${problem.trimmed}`,
							applicability: 'safe',
							changes: [{ op: 'set', target: origin, value: problem.trimmed }],
						},
					}),
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a typing mistake in a group',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:7i3e:42::/56
						  #                       ^^^^^^^^^^^^^^^^^ fd10:7i3e:42::/56 in networking.podSubnet
						  serviceSubnet: 10.43.0.0/16
					`,
				},
			},
			{
				name: 'a space after the comma',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16, fd10:96e5:43::/112
						  #                           ^^^^^^^^^^^^^^^^^^^ networking.serviceSubnet
					`,
				},
				fixed: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
		],
		valid: [
			{
				name: 'capitals and leading zeros of a group are still an address',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,FD10:96E5:0042::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
		],
	},
});
