import { parseCidr } from '../../src/network/cidr.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import type { CiliumFact } from '../../src/network/facts.ts';
import { parseVersion } from '../../src/network/limits/versions.ts';
import { entriesOf, nodeAt, textOf, type YamlNode } from '../../src/repo/node.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { block, defineRule, type Finding } from '../../src/rule.ts';

export const bootstrapValuesDiffer = defineRule({
	id: 'cilium/bootstrap-values-differ',
	title: 'A script installs Cilium with other values than its HelmRelease has',
	severity: 'warning',
	docs: block`
		No pod starts without a network, so Cilium is installed by hand before Flux takes the release over. Flux then
		changes every value that differs: pods that started before keep addresses of the first pool, agents restart
		with another routing mode, and a cluster that is built again goes through it again. The mode and the pools of
		\`ipam\` must never change once nodes have blocks.

		In the cluster: \`helm -n kube-system history cilium\` and \`helm get values cilium --revision 1\`.

		Give the script the values of the release.

		Only values about addresses, routing and the way to the API server are compared. What stands in one of the two
		places only is no contradiction. Another chart version is an info.
	`,
	references: [
		'https://docs.cilium.io/en/stable/installation/k8s-install-helm/',
		'https://fluxcd.io/flux/components/helm/helmreleases/',
	],

	*check({ plan }) {
		const [release, ...more] = ciliumInForce(plan).filter(({ source }) => source === 'HelmRelease');
		if (release === undefined || more.length > 0) return;
		for (const script of plan.cilium.filter(({ source }) => source === 'bootstrap')) {
			yield* versionFinding(script, release);
			for (const { path, node } of leaves(script.values, [])) {
				if (!isCompared(path)) continue;
				const given = textsOf(node);
				const there = nodeAt(release.values, path);
				const wanted = there === undefined ? undefined : textsOf(there);
				if (given === undefined || wanted === undefined || there === undefined || isSame(given, wanted)) continue;
				yield {
					at: node.origin,
					subject: given.join(','),
					message: `the script installs Cilium with ${path.join('.')}=${shown(given)}, its HelmRelease has ${shown(wanted)}`,
					because: [{ at: there.origin, note: `the HelmRelease has ${shown(wanted)}` }],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'another pod network',
				repo: {
					'bootstrap.sh': block`
						#!/bin/sh
						helm install cilium cilium/cilium --version 1.18.2 --namespace kube-system \\
						  --set ipam.mode=kubernetes \\
						  --set ipv4NativeRoutingCIDR=10.44.0.0/16
						#                             ^^^^^^^^^^^^ ipv4NativeRoutingCIDR=10.44.0.0/16, its HelmRelease has 10.42.0.0/16
					`,
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv4NativeRoutingCIDR: 10.42.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'the script knows less than the release',
				repo: {
					'bootstrap.sh': block`
						#!/bin/sh
						helm install cilium cilium/cilium --version 1.18.2 --namespace kube-system \\
						  --set ipam.mode=kubernetes \\
						  --set operator.replicas=1
					`,
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv4NativeRoutingCIDR: 10.42.0.0/16
						    operator: {replicas: 2}
					`,
				},
			},
		],
	},
});

/** First steps of the paths that are about addresses, routing and the API server. */
const compared = new Set([
	...['ipam', 'ipv4', 'ipv6', 'ipv4NativeRoutingCIDR', 'ipv6NativeRoutingCIDR', 'nativeRoutingCIDRFromClusterPool'],
	...['routingMode', 'tunnel', 'tunnelProtocol', 'underlayProtocol', 'autoDirectNodeRoutes', 'endpointRoutes'],
	...['enableIPv4Masquerade', 'enableIPv6Masquerade', 'ipMasqAgent', 'bpf', 'eni', 'loadBalancer', 'devices'],
	...['kubeProxyReplacement', 'k8sServiceHost', 'k8sServicePort'],
]);

function isCompared([first]: readonly string[]): boolean {
	return first !== undefined && compared.has(first);
}

/** Steps beyond which nobody looks. No value of the chart is as deep; a hostile `--set` may be. */
const deepest = 20;

/** Every scalar and list below a map, with its path. */
function* leaves(node: YamlNode, path: readonly string[]): Generator<{ path: readonly string[]; node: YamlNode }> {
	if (path.length > deepest) return;
	for (const [key, { value }] of entriesOf(node)) {
		if (value.kind === 'map') yield* leaves(value, [...path, key]);
		else yield { path: [...path, key], node: value };
	}
}

/** The texts of a scalar or a list of scalars, prefixes in canonical spelling; undefined for anything else. */
function textsOf(node: YamlNode): string[] | undefined {
	if (node.kind === 'scalar') return [canonical(textOf(node))];
	if (node.kind !== 'seq') return undefined;
	const scalars = node.items.filter((item) => item.kind === 'scalar');
	return scalars.length === node.items.length ? scalars.map((item) => canonical(textOf(item))) : undefined;
}

function canonical(text: string): string {
	const parsed = parseCidr(text);
	if (parsed.ok) return parsed.value;
	return parsed.problem.kind === 'host-bits' ? parsed.problem.network : text;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((text, i) => text === b[i]);
}

function shown(texts: readonly string[]): string {
	const text = texts.join(', ');
	return text === '' ? 'an empty value' : text;
}

function* versionFinding(script: CiliumFact, release: CiliumFact): Generator<Finding> {
	const [given, wanted] = [exactVersion(script), exactVersion(release)];
	if (given === undefined || wanted === undefined || given.text === wanted.text) return;
	yield {
		at: given.origin,
		severity: 'info',
		message: `the script installs Cilium ${given.text}, its HelmRelease has ${wanted.text}`,
		because: [{ at: wanted.origin, note: `the HelmRelease has ${wanted.text}` }],
	};
}

/** The pinned version when it is one and no range. */
function exactVersion({ version }: CiliumFact): { readonly text: string; readonly origin: Origin } | undefined {
	if (version.state !== 'set' || parseVersion(version.value) === undefined) return undefined;
	return { text: version.value.replace(/^v/, ''), origin: version.origin };
}
