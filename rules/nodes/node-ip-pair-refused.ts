import { flag } from '../../src/network/flags.ts';
import { kubernetesReleases } from '../../src/network/kubernetes-version.ts';
import { isAtLeast } from '../../src/network/limits/versions.ts';
import { nodeIpFamilies, nodeIpsOf } from '../../src/network/node-ips.ts';
import { placeOf } from '../../src/network/setting.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodeIpPairRefused = defineRule({
	id: 'nodes/node-ip-pair-refused',
	title: 'A kubelet with a cloud provider is given two addresses',
	severity: 'error',
	docs: block`
		Without a cloud provider the kubelet takes one address of each family. With \`--cloud-provider=external\` it does so from
		1.27 on, by default from 1.29; with any other provider it exits: "dual-stack --node-ip not supported in this
		configuration".

		In the cluster: \`journalctl -u kubelet\` on the node, which is not Ready.

		Leave the provider out on machines of your own; give one address and let an external provider name the rest.
	`,
	references: ['https://kubernetes.io/docs/concepts/services-networking/dual-stack/'],

	*check({ plan }) {
		const { high, assumed } = kubernetesReleases(plan);
		for (const ips of nodeIpsOf(plan)) {
			const provider = flag(ips.process.flags, 'cloud-provider');
			if (provider.state !== 'set' || provider.value === '' || nodeIpFamilies(ips).length < 2) continue;
			if (provider.value === 'external' && (assumed || isAtLeast(high, '1.27.0'))) continue;
			yield {
				at: ips.at,
				subject: ips.text,
				message: `the kubelet does not take ${ips.text} with the cloud provider ${provider.value}`,
				because: [{ at: placeOf(provider), note: 'the cloud provider' }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'a provider within the kubelet',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - {name: cloud-provider, value: aws}
						    - name: node-ip
						      value: 192.168.1.10,fd10:96e5:1::10
						             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ does not take
					`,
				},
			},
		],
		valid: [
			{
				name: 'an external one',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - {name: cloud-provider, value: external}
						    - {name: node-ip, value: "192.168.1.10,fd10:96e5:1::10"}
					`,
				},
			},
		],
	},
});
