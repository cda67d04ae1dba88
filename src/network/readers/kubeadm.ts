import { itemsAt, type MapNode, nodeAt, sourceOf, textOf, type YamlNode } from '../../repo/node.ts';
import type { Fact, ProcessFact, Standing } from '../facts.ts';
import type { Flag, FlagSet } from '../flags.ts';
import { scalarAt, withoutPlaceholders } from '../placeholders.ts';
import type { ClusterDocument, Reader } from '../reader.ts';
import { configurationsIn, isKind } from './embedded.ts';
import { nodeOfPath } from './node-of.ts';
import { networkFacts, processFacts } from './process-flags.ts';

/** kubeadm's configuration, in files, in the cluster's ConfigMap and in heredocs of scripts. Every API version. */
export const kubeadm: Reader = {
	name: 'kubeadm',
	words: /kubeadm/,

	*document(document) {
		for (const inner of configurationsIn(document)) {
			if (isKind(inner.root, group, 'ClusterConfiguration')) yield* clusterConfiguration(inner);
			if (isKind(inner.root, group, 'InitConfiguration')) yield* nodeConfiguration(inner, 'localAPIEndpoint');
			if (isKind(inner.root, group, 'JoinConfiguration')) {
				yield* nodeConfiguration(inner, 'controlPlane.localAPIEndpoint');
			}
		}
	},
};

const group = 'kubeadm.k8s.io';

/** The parts of a ClusterConfiguration that hold flags of a process. */
const components: readonly (readonly [string, ProcessFact['process']])[] = [
	['apiServer', 'kube-apiserver'],
	['controllerManager', 'kube-controller-manager'],
	['scheduler', 'kube-scheduler'],
];

function* clusterConfiguration(document: ClusterDocument): Iterable<Fact> {
	const { root } = document;
	const giver = { component: 'kubeadm', standing: standingOf(document) };
	yield { fact: 'kubeadm', source: sourceName(document), root, at: root.origin };
	for (const [path, role] of [
		['networking.podSubnet', 'pod'],
		['networking.serviceSubnet', 'service'],
	] as const) {
		const node = scalarAt(root, path.split('.'));
		if (node !== undefined) yield* networkFacts(node, role, giver, path, undefined);
	}
	for (const [path, process] of components) {
		yield* extraArgs(root, [path, 'extraArgs'], process, giver.standing, undefined);
	}
	yield* extraArgs(root, ['etcd', 'local', 'extraArgs'], 'etcd', giver.standing, undefined);
	yield* version(root);
}

function* nodeConfiguration(document: ClusterDocument, endpoint: string): Iterable<Fact> {
	const { root } = document;
	const standing = standingOf(document);
	yield { fact: 'kubeadm-node', root, at: root.origin, endpoint: endpoint.split('.') };
	const name = scalarAt(root, ['nodeRegistration', 'name']);
	const node = name?.kind === 'scalar' ? textOf(name) : nodeOfPath(document.file);
	yield* extraArgs(root, ['nodeRegistration', 'kubeletExtraArgs'], 'kubelet', standing, node);
	const address = scalarAt(root, [...endpoint.split('.'), 'advertiseAddress']);
	if (address === undefined) return;
	const flag: Flag = { name: 'advertise-address', nameOrigin: address.origin, value: address };
	yield {
		...named(node),
		fact: 'process',
		process: 'kube-apiserver',
		component: 'kubeadm',
		complete: false,
		flags: { all: [flag], origin: nodeAt(root, endpoint.split('.'))?.origin ?? root.origin },
		at: address.origin,
	};
}

function* extraArgs(
	root: MapNode,
	path: readonly string[],
	process: ProcessFact['process'],
	standing: Standing,
	node: string | undefined,
): Iterable<Fact> {
	const args = nodeAt(root, path);
	if (args === undefined || args.kind === 'scalar') return;
	if (args.kind === 'unknown') {
		yield { fact: 'unresolved', unresolved: { why: args.why, what: args.what, at: args.origin } };
		return;
	}
	const flags = flagSet(args);
	const fact: ProcessFact = {
		...named(node),
		fact: 'process',
		process,
		component: 'kubeadm',
		complete: false,
		flags,
		at: args.origin,
	};
	const setting = (flag: string) => `${path.join('.')}.${flag}`;
	yield* processFacts(fact, { component: 'kubeadm', standing, setting });
}

/** A map of flags until v1beta3, a list of `name` and `value` since v1beta4; both are read in every version. */
function flagSet(args: YamlNode): FlagSet {
	const all: Flag[] = [];
	if (args.kind === 'map') {
		for (const [name, { key, value }] of args.entries) {
			if (value.kind === 'scalar' || value.kind === 'unknown') {
				all.push({ name, nameOrigin: key, value: withoutPlaceholders(value) });
			}
		}
	}
	for (const item of itemsAt(args)) {
		const name = nodeAt(item, ['name']);
		const value = nodeAt(item, ['value']);
		if (name?.kind !== 'scalar' || (value?.kind !== 'scalar' && value?.kind !== 'unknown')) continue;
		all.push({ name: textOf(name), nameOrigin: name.origin, value: withoutPlaceholders(value) });
	}
	return { all, origin: args.origin };
}

function* version(root: MapNode): Iterable<Fact> {
	const node = scalarAt(root, ['kubernetesVersion']);
	if (node === undefined) return;
	yield {
		fact: 'version',
		product: 'kubernetes',
		component: 'kubeadm',
		version:
			node.kind === 'scalar'
				? { state: 'set', value: sourceOf(node), origin: node.origin }
				: { state: 'unknown', unresolved: { why: node.why, what: node.what, at: node.origin } },
	};
}

/** What a script writes is for setting up; the rest is what the next upgrade makes manifests from. */
function standingOf({ source }: ClusterDocument): Standing {
	return source === 'heredoc' ? 'bootstrap' : 'live';
}

function sourceName({ source }: ClusterDocument): string {
	switch (source) {
		case 'config-map':
			return 'ConfigMap kube-system/kubeadm-config';
		case 'heredoc':
			return 'heredoc';
		case 'file':
		case 'rendered':
			return 'file';
	}
}

function named(node: string | undefined): { readonly node?: string } {
	return node === undefined ? {} : { node };
}
