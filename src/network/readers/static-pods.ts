import { baseName } from '../../repo/location.ts';
import { itemsAt, type MapNode, nodeAt, type ScalarNode, stringAt, textOf, type YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { Fact, Located, ProcessFact } from '../facts.ts';
import { part } from '../flags.ts';
import { isKubeadmPatch } from '../node-files.ts';
import { known, located } from '../pieces.ts';
import type { ClusterDocument, Reader } from '../reader.ts';
import { nodeOfPath } from './node-of.ts';
import { commandFlags, processFacts } from './process-flags.ts';

/** Manifests of the control plane's Pods, as kubeadm writes them to `/etc/kubernetes/manifests`. */
export const staticPods: Reader = {
	name: 'static-pods',
	words: /kind["']?:\s*(?:["']?Pod["']?\s*(?:[,}\r\n#]|$)|[&*!|>])/,

	*document(document) {
		const { root } = document;
		if (document.source === 'config-map') return;
		if (!isPod(root) && !isPatch(document)) return;
		for (const container of itemsAt(root, ['spec', 'containers'])) {
			const command = commandOf(container);
			if (command !== undefined) yield* containerFacts(document, container, command);
		}
	},
};

function isPod(root: MapNode): boolean {
	return stringAt(root, ['kind']) === 'Pod' && stringAt(root, ['apiVersion']) === 'v1';
}

/** What kubeadm merges into a manifest may leave out what it is. */
function isPatch({ root, file }: ClusterDocument): boolean {
	return file !== undefined && isKubeadmPatch(file) && !root.entries.has('kind');
}

/** What a container runs. */
export interface ContainerCommand {
	readonly process: ProcessFact['process'];
	readonly words: readonly YamlNode[];
	readonly origin: Origin;
}

const processes: readonly ProcessFact['process'][] = [
	'kube-apiserver',
	'kube-controller-manager',
	'kube-scheduler',
	'etcd',
	'kube-proxy',
];

/** The process that a container starts, if it is one of the cluster's. Without a command the image says which. */
export function commandOf(container: YamlNode): ContainerCommand | undefined {
	const command = nodeAt(container, ['command']);
	const args = nodeAt(container, ['args']);
	const words = [...itemsAt(command), ...itemsAt(args)];
	const origin = (command ?? args)?.origin;
	if (origin === undefined) return undefined;
	const names = itemsAt(command).flatMap((word) => (word.kind === 'scalar' ? [baseName(textOf(word))] : []));
	const image = stringAt(container, ['image']) ?? '';
	if (names.length === 0) names.push(baseName(image.replace(/@.*$/, '')).replace(/:.*$/, ''));
	const process = processes.find((one) => names.includes(one));
	return process && { process, words, origin };
}

function* containerFacts(document: ClusterDocument, container: YamlNode, command: ContainerCommand): Iterable<Fact> {
	const node = nodeOf(document, command.process);
	const noted = notedEndpoint(document.root);
	const fact: ProcessFact = {
		fact: 'process',
		process: command.process,
		component: 'static pod',
		complete: true,
		flags: commandFlags(command.words, command.origin),
		at: command.origin,
		...(node === undefined ? {} : { node }),
		...(noted === undefined || command.process !== 'kube-apiserver' ? {} : { notedEndpoint: noted }),
	};
	yield* processFacts(fact, { component: command.process, standing: 'live', setting: (flag) => `--${flag}` });
	yield* versionOf(container, command.process);
}

/** kubeadm, `constants.go` KubeAPIServerAdvertiseAddressEndpointAnnotationKey. */
function notedEndpoint(root: MapNode): Located<string> | undefined {
	const key = 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint';
	const node = nodeAt(root, ['metadata', 'annotations', key]);
	return node?.kind === 'scalar' && known(node).kind === 'scalar' ? located(node) : undefined;
}

/** The image of a Kubernetes process has the version as its tag; etcd has versions of its own. */
export function* versionOf(container: YamlNode, process: ProcessFact['process']): Iterable<Fact> {
	const image = nodeAt(container, ['image']);
	if (image?.kind !== 'scalar' || process === 'etcd') return;
	const tag = tagOf(image);
	if (tag === undefined) return;
	const version = { state: 'set', value: textOf(tag), origin: tag.origin } as const;
	yield { fact: 'version', product: 'kubernetes', version, component: process };
}

function tagOf(image: ScalarNode): ScalarNode | undefined {
	const match = /:(v?\d+\.\d+[^@/:]*)(?:@|$)/.exec(textOf(image));
	if (match === null) return undefined;
	return part(image, match.index + 1, match.index + 1 + (match[1] ?? '').length);
}

/** `spec.nodeName`, the end of the name of a mirror Pod (`kube-apiserver-<node>`), or the folder of the file. */
function nodeOf({ root, file }: ClusterDocument, process: string): string | undefined {
	return stringAt(root, ['spec', 'nodeName']) ?? nameSuffix(root, process) ?? nodeOfPath(file);
}

function nameSuffix(root: MapNode, process: string): string | undefined {
	const name = stringAt(root, ['metadata', 'name']) ?? '';
	return name.startsWith(`${process}-`) ? name.slice(process.length + 1) : undefined;
}
