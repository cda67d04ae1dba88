import { apiVersionOf, kubeadmRoots, listsFlags } from '../../src/network/extra-args.ts';
import { kubernetesAssumption, kubernetesReleases } from '../../src/network/kubernetes-version.ts';
import { kubeadmReads } from '../../src/network/limits/kubernetes.ts';
import { versionText } from '../../src/network/limits/versions.ts';
import { nodeAt } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const kubeadmVersionRefused = defineRule({
	id: 'control-plane/kubeadm-version-refused',
	title: 'kubeadm of this release does not read this version of its configuration',
	severity: 'error',
	docs: block`
		kubeadm reads few versions of its configuration at a time. From 1.31 on these are v1beta4 and v1beta3; v1beta2
		and older are refused as "an old API spec", and v1beta4 is unknown before 1.31. v1beta3 is deprecated since
		1.31 and will go: a warning. Where the repository names no Kubernetes version, an old configuration is a
		warning too, because it may be read by an old kubeadm.

		To check: \`kubeadm config validate --config <file>\` with the binary of the release.

		\`kubeadm config migrate\` of a release that still reads the old version writes the new one.
	`,
	references: [
		'https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/',
		'https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubeadm/app/util/config/common.go',
	],

	*check({ plan }) {
		const { low, assumed } = kubernetesReleases(plan);
		for (const root of kubeadmRoots(plan)) {
			const at = nodeAt(root, ['apiVersion'])?.origin;
			const apiVersion = apiVersionOf(root);
			if (at === undefined || listsFlags(apiVersion) === undefined) continue;
			const verdict = kubeadmReads(apiVersion, low);
			if (verdict === 'read' || (assumed && verdict === 'deprecated')) continue;
			yield {
				at,
				severity: verdict === 'refused' && !assumed ? 'error' : 'warning',
				message:
					verdict === 'refused'
						? `${apiVersion} is not read by kubeadm ${versionText(low)}${kubernetesAssumption(plan)}`
						: `${apiVersion} is deprecated in kubeadm ${versionText(low)}`,
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'a configuration of 2021',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta2
						#           ^^^^^^^^^^^^^^^^^^^^^^ v1beta2 is not read by kubeadm 1.34.1
						kind: ClusterConfiguration
						kubernetesVersion: v1.34.1
					`,
				},
			},
		],
		valid: [
			{
				name: 'the present version',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						kubernetesVersion: v1.34.1
					`,
				},
			},
		],
	},
});
