import { flagNode } from '../../src/network/flags.ts';
import { textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const rangeAddedTwice = defineRule({
	id: 'control-plane/range-added-twice',
	title: 'Talos gives the controller manager the service range a second time',
	severity: 'error',
	docs: block`
		Talos passes \`serviceSubnets\` to the controller manager as \`service-cluster-ip-range\` and adds what \`extraArgs\` hold
		for this flag, where other flags are replaced. A range that is written in both places is there twice; the controller
		manager refuses more than one range of a family and does not start.

		In the cluster: \`talosctl logs -k kube-system/kube-controller-manager-<node>:kube-controller-manager\`.

		Take the flag out of \`extraArgs\`.
	`,
	references: [
		'https://github.com/siderolabs/talos/blob/main/internal/app/machined/pkg/controllers/k8s/control_plane_static_pod.go',
	],

	*check({ plan }) {
		for (const { process, component, flags } of plan.processes) {
			if (process !== 'kube-controller-manager' || component !== 'Talos') continue;
			const range = flagNode(flags, 'service-cluster-ip-range');
			if (range?.kind !== 'scalar' || textOf(range) === '') continue;
			const text = textOf(range);
			yield { at: range.origin, subject: text, message: `Talos adds ${text} to the ranges of serviceSubnets` };
		}
	},

	examples: {
		invalid: [
			{
				name: 'the same range in both places',
				repo: {
					'machine.yaml': block`
						cluster:
						  network:
						    podSubnets: [10.42.0.0/16]
						    serviceSubnets: [10.43.0.0/16]
						  controllerManager:
						    extraArgs:
						      service-cluster-ip-range: 10.43.0.0/16
						      #                         ^^^^^^^^^^^^ Talos adds 10.43.0.0/16 to the ranges of serviceSubnets
					`,
				},
			},
		],
		valid: [
			{
				name: 'another flag',
				repo: {
					'machine.yaml': block`
						cluster:
						  network:
						    podSubnets: [10.42.0.0/16]
						    serviceSubnets: [10.43.0.0/16]
						  controllerManager:
						    extraArgs:
						      node-cidr-mask-size: "24"
					`,
				},
			},
		],
	},
});
