import type { NodeMask } from '../../src/network/facts.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { givenValue, placeOf } from '../../src/network/setting.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodeMaskMismatch = defineRule({
	id: 'control-plane/node-mask-mismatch',
	title: 'Controller managers are given different node masks',
	severity: 'warning',
	docs: block`
		One controller manager leads at a time; another replica takes over when it goes. With another node mask it cuts
		the blocks of new nodes to another size and may count fewer nodes than there are. The same happens at the next
		\`kubeadm upgrade\` when kubeadm's configuration has another mask than the manifests: it writes them anew.

		In the cluster: \`kubectl -n kube-system get pods -l component=kube-controller-manager -o yaml | grep
		node-cidr-mask\`.

		Give all of them the mask that the nodes have.
	`,
	references: ['https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/kubeadm-reconfigure/'],

	*check({ plan }) {
		const live = plan.nodeMasks.filter(({ standing, size }) => standing === 'live' && size.state === 'set');
		for (const masks of groupedBy(live, ({ family }) => family ?? '')) {
			const bySize = groupedBy(masks, ({ size }) => String(givenValue(size)));
			const [expected, ...others] = [...bySize].sort((a, b) => b.length - a.length);
			const [witness] = expected ?? [];
			if (witness === undefined) continue;
			for (const [first, ...more] of others) {
				yield {
					at: placeOf(first.size),
					message: `${label(first)} is ${givenValue(first.size)}, ${label(witness)} is ${givenValue(witness.size)}`,
					because: [
						{ at: placeOf(witness.size), note: label(witness) },
						...more.map((other) => ({ at: placeOf(other.size), note: 'the same here' })),
					],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'one replica was left behind',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/64
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
						controllerManager:
						  extraArgs:
						    - {name: node-cidr-mask-size-ipv6, value: "80"}
					`,
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
						        - --cluster-cidr=10.42.0.0/16,fd10:96e5:42::/64
						        - --service-cluster-ip-range=10.43.0.0/16,fd10:96e5:43::/112
						        - --node-cidr-mask-size-ipv6=72
						        #                            ^^ --node-cidr-mask-size-ipv6) is 72, kubeadm
					`,
				},
			},
		],
		valid: [
			{
				name: 'each family has a mask of its own',
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
						        - --cluster-cidr=10.42.0.0/16,fd10:96e5:42::/64
						        - --node-cidr-mask-size-ipv4=24
						        - --node-cidr-mask-size-ipv6=80
					`,
				},
			},
		],
	},
});

function label({ component, setting }: NodeMask): string {
	return `${component} (${setting})`;
}
