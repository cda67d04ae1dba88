import { familyOrder } from '../../src/network/agreement.ts';
import type { Declaration, NodeMask } from '../../src/network/facts.ts';
import { isReadable } from '../../src/network/families.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { masksInFile, podLists } from '../../src/network/node-blocks.ts';
import { placeOf } from '../../src/network/setting.ts';
import { decidedAt } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodeMaskFlagsConflict = defineRule({
	id: 'control-plane/node-mask-flags-conflict',
	title: 'A node mask is given for families that the pod network does not have',
	severity: 'error',
	docs: block`
		\`node-cidr-mask-size\` is for a pod network of one family; \`node-cidr-mask-size-ipv4\` and \`-ipv6\` are
		for the family they name. The controller manager exits at start when the first stands beside two pod
		prefixes or beside one of the others, and when a family has a mask and no prefix. kubeadm accepts all
		three and writes the flags down.

		In the cluster: \`kubectl -n kube-system logs -l component=kube-controller-manager\` says "usage of
		--node-cidr-mask-size is not allowed with dual-stack clusters" or "for a single-stack cluster".

		Replace the old flag by the two others in the change that adds the second prefix, not before and not
		after.
	`,
	references: [
		'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/',
		'https://github.com/kubernetes/kubernetes/pull/85491',
	],

	*check({ plan }) {
		const lists = podLists(plan).filter(({ standing }) => standing !== 'target');
		const conflicts = groupedBy(lists, giverOf).flatMap((together) =>
			together.every(isReadable) ? conflictsOf(together, masksInFile(plan, together[0])) : [],
		);
		const alike = groupedBy(conflicts, ({ mask, clash }) => JSON.stringify([mask.family, clash]));
		for (const [{ mask, clash, witness }, ...more] of alike) {
			yield {
				at: placeOf(mask.size),
				severity: mask.standing === 'bootstrap' ? 'warning' : 'error',
				message: `${mask.component} (${mask.setting}) ${clash}`,
				because: [
					{ at: witness.at, note: `${witness.component} (${witness.setting})` },
					...more.map((other) => ({ at: placeOf(other.mask.size), note: 'the same here' })),
				],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'the second pod prefix came, the old flag stayed',
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
						        - --cluster-cidr=10.42.0.0/16,fd10:96e5:42::/56
						        - --node-cidr-mask-size=24
						        #                       ^^ is for one family, the pod network has two
					`,
				},
			},
			{
				name: 'the IPv6 mask came first',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
						controllerManager:
						  extraArgs:
						    - name: node-cidr-mask-size-ipv6
						      value: "80"
						      #       ^^ is given, the pod network has no IPv6 prefix
					`,
				},
			},
		],
		valid: [
			{
				name: 'the old flag on a cluster of one family',
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
						        - --cluster-cidr=10.42.0.0/16
						        - --node-cidr-mask-size=25
					`,
				},
			},
		],
	},
});

interface Conflict {
	readonly mask: NodeMask;
	/** The end of a sentence that begins with the flag. */
	readonly clash: string;
	readonly witness: { readonly at: NodeMask['at']; readonly component: string; readonly setting: string };
}

/** What one component says about the pod network in one file, be it in one setting or one for each family. */
function giverOf({ component, at, node }: Declaration): string {
	return JSON.stringify([component, decidedAt(at).file, node]);
}

function conflictsOf(lists: readonly [Declaration, ...Declaration[]], masks: readonly NodeMask[]): Conflict[] {
	const [witness] = lists;
	const families = new Set(lists.flatMap(familyOrder));
	const oneFamily = masks.find(({ family }) => family === undefined);
	const perFamily = masks.filter(({ family }) => family !== undefined);
	const foreign = perFamily.flatMap((mask): Conflict[] =>
		mask.family === undefined || families.has(mask.family)
			? []
			: [{ mask, clash: `is given, the pod network has no ${mask.family} prefix`, witness }],
	);
	if (oneFamily === undefined) return foreign;
	if (families.size === 2) {
		return [...foreign, { mask: oneFamily, clash: 'is for one family, the pod network has two', witness }];
	}
	const [other] = perFamily;
	if (other === undefined || foreign.length > 0) return foreign;
	return [{ mask: oneFamily, clash: `stands beside ${other.setting}, only one of them is allowed`, witness: other }];
}
