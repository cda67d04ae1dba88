import { flag } from '../../src/network/flags.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { handsOutBlocks } from '../../src/network/node-blocks.ts';
import { block, defineRule } from '../../src/rule.ts';

export const clusterCidrMissing = defineRule({
	id: 'control-plane/cluster-cidr-missing',
	title: 'The controller manager is told to hand out node blocks and gets no pod network',
	severity: 'error',
	docs: block`
		With \`--allocate-node-cidrs=true\` the controller manager cuts a block for each node out of
		\`--cluster-cidr\`. Without a prefix there it exits at start, and no controller of the cluster runs.

		In the cluster: \`kubectl -n kube-system logs -l component=kube-controller-manager\` says "invalid CIDR" or
		"Must specify --cluster-cidr if --allocate-node-cidrs is set".

		Give it the pod network, or switch the blocks off where the network plugin has addresses of its own.
	`,
	references: ['https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/'],

	*check({ plan }) {
		const idle = plan.processes.flatMap((process) => {
			if (process.process !== 'kube-controller-manager' || !process.complete) return [];
			const allocates = flag(process.flags, 'allocate-node-cidrs');
			if (allocates.state !== 'set' || !handsOutBlocks(process)) return [];
			const cidrs = flag(process.flags, 'cluster-cidr');
			if (cidrs.state === 'unknown' || (cidrs.state === 'set' && cidrs.value.trim() !== '')) return [];
			return [{ at: cidrs.state === 'set' ? cidrs.origin : allocates.origin, state: cidrs.state }];
		});
		for (const [{ at, state }, ...more] of groupedBy(idle, (one) => one.state)) {
			yield {
				at,
				message: `kube-controller-manager hands out node blocks, --cluster-cidr is ${state === 'set' ? 'empty' : 'not given'}`,
				because: more.map((other) => ({ at: other.at, note: 'the same here' })),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'blocks out of nothing',
				repo: {
					'nodes/one/kube-controller-manager.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-controller-manager, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-controller-manager
						      command:
						        - kube-controller-manager
						        - --allocate-node-cidrs=true
						        #                       ^^^^ --cluster-cidr is not given
					`,
				},
			},
		],
		valid: [
			{
				name: 'nobody asks for blocks',
				repo: {
					'nodes/one/kube-controller-manager.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-controller-manager, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-controller-manager
						      command:
						        - kube-controller-manager
						        - --allocate-node-cidrs=false
					`,
				},
			},
		],
	},
});
