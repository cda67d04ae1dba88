import { familyOrder } from '../../src/network/agreement.ts';
import type { IpFamily } from '../../src/network/cidr.ts';
import type { Declaration } from '../../src/network/facts.ts';
import { isReadable } from '../../src/network/families.ts';
import { block, defineRule } from '../../src/rule.ts';

export const familyMissing = defineRule({
	id: 'addressing/family-missing',
	title: 'A family of a network is declared in one place and missing in another',
	severity: 'error',
	docs: block`
		A component that does not know the second prefix of the pod or service network gives nobody an address
		of that family, refuses Services that ask for it, or takes such addresses for foreign ones. One replica
		that was left behind is enough: a controller manager with one range exits when it becomes leader and
		a node has two blocks.

		While the configuration holds a target, a family that the target adds and that this component does not
		have yet is pending: an info, not an error. What is broken by it today has a rule of its own.

		In the cluster: \`kubectl -n kube-system get pods -l tier=control-plane -o yaml | grep -e cidr -e ip-range\`.

		Append the missing prefix, in the same order everywhere.
	`,
	references: [
		'https://kubernetes.io/docs/concepts/services-networking/dual-stack/#configure-ipv4-ipv6-dual-stack',
		'https://github.com/kubernetes/kubernetes/issues/102698',
	],

	*check({ plan }) {
		for (const role of ['pod', 'service'] as const) {
			const all = plan.declarations.filter((one) => one.role === role && one.relation === 'is');
			const target = familiesOf(all.filter(({ standing }) => standing === 'target'));
			const stated = all.filter((one) => one.standing === 'live' || one.standing === 'bootstrap');
			const lists = stated.filter((one) => one.family === undefined && isReadable(one));
			const present = familiesOf(lists);
			for (const family of ['IPv4', 'IPv6'] as const) {
				if (!present.has(family) && !target.has(family)) continue;
				const witness = [...lists, ...all].find((one) => familyOrder(one).includes(family));
				if (witness === undefined) continue;
				for (const [first, ...more] of lacking(lists, family)) {
					const pending = target.has(family);
					const { component, setting, at, node, standing } = first;
					const where = more.length === 0 && node !== undefined ? ` on ${node}` : '';
					yield {
						at,
						severity: pending ? 'info' : standing === 'bootstrap' ? 'warning' : 'error',
						message: pending
							? `pending: ${component} (${setting})${where} has no ${family} ${role} network yet, the target adds it`
							: `${component} (${setting})${where} has no ${family} ${role} network, ${witness.component} (${witness.setting}) has one`,
						because: [
							{ at: witness.at, note: `${witness.component} names the ${family} ${role} network` },
							...more.map((other) => ({ at: other.at, note: 'missing here too' })),
						],
					};
				}
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'the API server was left behind',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'nodes/one/kube-apiserver.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-apiserver, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-apiserver
						      command:
						        - kube-apiserver
						        - --service-cluster-ip-range=10.43.0.0/16
						        #                            ^^^^^^^^^^^^ has no IPv6 service network
					`,
				},
			},
			{
				name: 'the target adds a family',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						target:
						  podCIDRs: [10.42.0.0/16, "fd10:96e5:42::/56"]
					`,
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  #          ^^^^^^^^^^^^ pending
						  serviceSubnet: 10.43.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'one family everywhere',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
				},
			},
		],
	},
});

function familiesOf(declarations: readonly Declaration[]): Set<IpFamily> {
	return new Set(declarations.flatMap(familyOrder));
}

/** A list with an entry that is no prefix may mean either family. */
/** Declarations without the family, those of one setting together. */
function lacking(lists: readonly Declaration[], family: IpFamily): [Declaration, ...Declaration[]][] {
	const groups = new Map<string, [Declaration, ...Declaration[]]>();
	for (const declaration of lists) {
		if (familyOrder(declaration).includes(family)) continue;
		const key = `${declaration.component} ${declaration.setting}`;
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [declaration]);
		else group.push(declaration);
	}
	return [...groups.values()];
}
