import { extraArgs } from '../../src/network/extra-args.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { kubernetesReleases } from '../../src/network/kubernetes-version.ts';
import { sortsRepeatedArgs } from '../../src/network/limits/kubernetes.ts';
import { versionText } from '../../src/network/limits/versions.ts';
import { itemsAt, nodeAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

/** Flags about addresses that count once; of some others each repetition adds something. */
const single: ReadonlySet<string> = new Set([
	'advertise-address',
	'allocate-node-cidrs',
	'cluster-cidr',
	'node-cidr-mask-size',
	'node-cidr-mask-size-ipv4',
	'node-cidr-mask-size-ipv6',
	'node-ip',
	'service-cluster-ip-range',
]);

export const extraArgsRepeated = defineRule({
	id: 'control-plane/extra-args-repeated',
	title: 'kubeadm is given one flag twice with different values',
	severity: 'warning',
	docs: block`
		A list of \`extraArgs\` may name a flag twice. kubeadm checks the last one. Up to 1.34.3 it writes them sorted
		by value, so the process may get another one last than was checked; from 1.34.4 on in the order of the list.
		The last one on the command line counts.

		In the cluster: \`kubectl -n kube-system get pod -l tier=control-plane -o yaml | grep -- --<flag>\` shows both.

		Keep one.
	`,
	references: ['https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/'],

	*check({ plan }) {
		const { low } = kubernetesReleases(plan);
		for (const { setting, args } of extraArgs(plan)) {
			const given = itemsAt(args).flatMap((item) => {
				const [name, value] = [nodeAt(item, ['name']), nodeAt(item, ['value'])];
				if (name?.kind !== 'scalar' || value?.kind !== 'scalar' || !single.has(textOf(name))) return [];
				return [{ name: textOf(name), value: textOf(value), at: value.origin }];
			});
			for (const same of groupedBy(given, ({ name }) => name)) {
				const last = same.at(-1);
				if (last === undefined || same.every(({ value }) => value === last.value)) continue;
				const order = sortsRepeatedArgs(low) ? `, which kubeadm ${versionText(low)} sorts by value` : '';
				yield {
					at: last.at,
					message: `${setting} has ${last.name} ${same.length} times, last as ${last.value}${order}`,
					because: same.slice(0, -1).map(({ at, value }) => ({ at, note: `${last.name} is ${value}` })),
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'the old mask was left in the list',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						kubernetesVersion: v1.34.1
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/64
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
						controllerManager:
						  extraArgs:
						    - {name: node-cidr-mask-size-ipv6, value: "72"}
						    - {name: node-cidr-mask-size-ipv6, value: "80"}
						    #                                         ^^^^ has node-cidr-mask-size-ipv6 2 times, last as 80
					`,
				},
			},
		],
		valid: [
			{
				name: 'each flag once',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/64
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
						controllerManager:
						  extraArgs:
						    - {name: node-cidr-mask-size-ipv4, value: "24"}
						    - {name: node-cidr-mask-size-ipv6, value: "80"}
					`,
				},
			},
		],
	},
});
