import { type ExtraArgs, extraArgs, listsFlags } from '../../src/network/extra-args.ts';
import { entriesOf, itemsAt, nodeAt, textOf, type YamlNode } from '../../src/repo/node.ts';
import { block, defineRule, type Finding } from '../../src/rule.ts';

export const extraArgsRefused = defineRule({
	id: 'control-plane/extra-args-refused',
	title: 'Flags in a kubeadm configuration do not have the shape of its version',
	severity: 'error',
	docs: block`
		Up to v1beta3 \`extraArgs\` and \`kubeletExtraArgs\` are maps from a flag to a text. Since v1beta4 they are
		lists of \`name\` and \`value\`, and a name must not be empty. In both a value is a text: \`80\` without quotes
		is a number. kubeadm reads the whole document or none of it, so one such line stops \`init\`, \`join\` and
		\`upgrade\`.

		To check: \`kubeadm config validate --config <file>\` says "cannot unmarshal" or "argument has no name".

		\`kubeadm config migrate\` writes the new shape; numbers get quotes.
	`,
	references: [
		'https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/',
		'https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta3/',
	],

	*check({ plan }) {
		for (const given of extraArgs(plan)) yield* complaints(given);
	},

	examples: {
		invalid: [
			{
				name: 'a map where a list is read',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						controllerManager:
						  extraArgs:
						# ^^^^^^^^^ is a map, kubeadm v1beta4 reads a list of name and value
						    node-cidr-mask-size-ipv6: "80"
					`,
				},
			},
			{
				name: 'a number without quotes',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/64
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
						controllerManager:
						  extraArgs:
						    - name: node-cidr-mask-size-ipv6
						      value: 80
						      #      ^^ is no text
					`,
				},
				fixed: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/64
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
						controllerManager:
						  extraArgs:
						    - name: node-cidr-mask-size-ipv6
						      value: "80"
					`,
				},
			},
		],
		valid: [
			{
				name: 'each version has its shape',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta3
						kind: ClusterConfiguration
						controllerManager:
						  extraArgs:
						    node-cidr-mask-size-ipv6: "80"
						---
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - {name: node-ip, value: "192.168.1.11,fd10:96e5:1::11"}
					`,
				},
			},
		],
	},
});

function* complaints({ setting, args, at, apiVersion }: ExtraArgs): Generator<Finding> {
	const isList = listsFlags(apiVersion);
	if (isList === undefined || args.kind === 'unknown') return;
	if (args.kind === 'scalar') return;
	if (isList !== (args.kind === 'seq')) {
		const [is, read] = isList ? ['a map', 'a list of name and value'] : ['a list', 'a map'];
		yield {
			at,
			message: `${setting} is ${is}, kubeadm ${apiVersion} reads ${read}`,
			because: [{ at: args.origin, note: is }],
		};
		return;
	}
	for (const item of itemsAt(args)) {
		if (item.kind !== 'map') continue;
		const name = nodeAt(item, ['name']);
		if (name === undefined || (name.kind === 'scalar' && (name.value === '' || name.value === null)))
			yield { at: (name ?? item).origin, message: `${setting} has a flag without a name` };
		yield* notText(setting, nodeAt(item, ['value']));
	}
	for (const [, { value }] of entriesOf(args)) yield* notText(setting, value);
}

function* notText(setting: string, value: YamlNode | undefined): Generator<Finding> {
	if (value?.kind !== 'scalar' || value.value === null || typeof value.value === 'string') return;
	const text = textOf(value);
	yield {
		at: value.origin,
		message: `${text} in ${setting} is no text, kubeadm reads texts only`,
		fix: {
			title: `Write "${text}"`,
			applicability: 'safe',
			changes: [{ op: 'set', target: value.origin, value: text }],
		},
	};
}
