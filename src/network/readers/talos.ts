import { entriesOf, type MapNode, nodeAt, stringAt, textOf, type YamlNode } from '../../repo/node.ts';
import { familyOf, maxLength, parseIp } from '../cidr.ts';
import { leftOut } from '../distribution-defaults.ts';
import type { Fact, ProcessFact, SysctlFact } from '../facts.ts';
import { talosNetworks } from '../limits/distribution-networks.ts';
import { known } from '../pieces.ts';
import { readPrefix } from '../prefixes.ts';
import type { ClusterDocument, Reader } from '../reader.ts';
import { kubeletOption, mapFlags, maskFacts, prefixFacts } from './distribution.ts';
import { dotted } from './host-network.ts';
import { nodeOfPath } from './node-of.ts';
import { processFacts } from './process-flags.ts';
import { documentLink, interfaceLinks } from './talos-links.ts';

/** Talos: whole machine configs, patches of them, and the documents of 1.14 that take their place. */
export const talos: Reader = {
	name: 'talos',
	words: /podSubnets|serviceSubnets|v1alpha1/,

	*document(document) {
		if (isMachineConfig(document)) {
			yield* machineConfig(document);
			if (isWhole(document)) yield* leftOut(document.root, defaults);
		}
		if (stringAt(document.root, ['apiVersion']) === 'v1alpha1') yield* namedDocument(document.root);
	},
};

const component = 'Talos';

/** Keys at the top of a machine config or of a patch of one. Talos, `pkg/machinery/config/types/v1alpha1`. */
const topKeys = new Set(['version', 'debug', 'persist', 'machine', 'cluster']);

/** What only Talos has below `machine` and `cluster`. */
const machineKeys = ['kubelet', 'network', 'sysctls', 'install', 'features', 'nodeLabels', 'type'];
const clusterKeys = ['network', 'controlPlane', 'controllerManager', 'apiServer', 'proxy', 'etcd', 'discovery'];

/** True for a machine config and for a patch, by what stands in it. */
export function isMachineConfig({ root, source }: Pick<ClusterDocument, 'root' | 'source'>): boolean {
	if (source === 'rendered' || root.entries.has('apiVersion') || root.entries.has('kind')) return false;
	if (![...root.entries.keys()].every((key) => topKeys.has(key))) return false;
	const has = (part: string, keys: readonly string[]) => keys.some((key) => nodeAt(root, [part, key]) !== undefined);
	return has('machine', machineKeys) || has('cluster', clusterKeys);
}

/** A patch names only what it changes; the config of a machine of the control plane names what the cluster is. */
function isWhole({ root, partial = false }: ClusterDocument): boolean {
	const type = stringAt(root, ['machine', 'type']);
	return !partial && type === 'controlplane' && nodeAt(root, ['cluster', 'controlPlane', 'endpoint']) !== undefined;
}

const defaults = {
	component,
	networks: talosNetworks,
	pod: ['cluster.network.podSubnets'],
	service: ['cluster.network.serviceSubnets'],
};

/** What a machine config, or a patch, declares. */
export function* machineConfig({ root, file }: Pick<ClusterDocument, 'root' | 'file'>): Iterable<Fact> {
	const network = nodeAt(root, ['cluster', 'network']);
	const about = { component } as const;
	yield* prefixFacts(nodeAt(network, ['podSubnets']), { ...about, role: 'pod', setting: 'cluster.network.podSubnets' });
	yield* prefixFacts(nodeAt(network, ['serviceSubnets']), {
		...about,
		role: 'service',
		setting: 'cluster.network.serviceSubnets',
	});
	for (const [part, process] of controlPlane) yield* extraArgs(root, part, process);
	yield* sysctls(root, file ?? '');
	const kubelet = mapFlags(nodeAt(root, ['machine', 'kubelet', 'extraArgs']));
	if (kubelet.length > 0) {
		const at = nodeAt(root, ['machine', 'kubelet', 'extraArgs'])?.origin ?? root.origin;
		const node = nodeOfPath(file);
		yield {
			fact: 'process',
			process: 'kubelet',
			component,
			complete: false,
			flags: { all: kubelet, origin: at },
			at,
			...(node === undefined ? {} : { node }),
		};
	}
	yield* interfaceLinks(
		nodeAt(root, ['machine', 'network', 'interfaces']),
		stringAt(root, ['machine', 'network', 'hostname']),
	);
	yield* kubeletOption('cluster-dns', nodeAt(root, ['machine', 'kubelet', 'clusterDNS']), component, nodeOfPath(file));
	yield* validSubnets(nodeAt(root, ['machine', 'kubelet', 'nodeIP', 'validSubnets']));
	yield* versions(root);
}

const controlPlane: readonly (readonly [string, ProcessFact['process']])[] = [
	['apiServer', 'kube-apiserver'],
	['controllerManager', 'kube-controller-manager'],
	['scheduler', 'kube-scheduler'],
	['proxy', 'kube-proxy'],
	['etcd', 'etcd'],
];

function* extraArgs(root: MapNode, part: string, process: ProcessFact['process']): Iterable<Fact> {
	const args = nodeAt(root, ['cluster', part, 'extraArgs']);
	const all = mapFlags(args);
	if (args === undefined || all.length === 0) return;
	const fact: ProcessFact = {
		fact: 'process',
		process,
		component,
		complete: false,
		flags: { all, origin: args.origin },
		at: args.origin,
	};
	const setting = (flag: string) => `cluster.${part}.extraArgs.${flag}`;
	yield* processFacts(fact, { component, standing: 'live', setting });
}

/** Talos writes `net/ipv4/ip_forward` as well as `net.ipv4.ip_forward`. */
function* sysctls(root: MapNode, file: string): Iterable<SysctlFact> {
	const block = nodeAt(root, ['machine', 'sysctls']);
	for (const [key, { value }] of entriesOf(block)) {
		if (value.kind !== 'scalar' || block === undefined || !key.startsWith('net')) continue;
		yield {
			fact: 'sysctl',
			file: `${file} (machine.sysctls)`,
			key: dotted(key),
			value: String(value.value),
			at: value.origin,
			block: block.origin,
		};
	}
}

/** The version behind the kubelet's image: `ghcr.io/siderolabs/kubelet:v1.34.1`. */
function* versions(root: MapNode): Iterable<Fact> {
	const image = nodeAt(root, ['machine', 'kubelet', 'image']);
	if (image?.kind !== 'scalar') return;
	const [, tag] = /:(v?\d+\.\d+\.\d+[^@]*)(?:@|$)/.exec(String(image.value)) ?? [];
	if (tag === undefined) return;
	const version = { state: 'set', value: tag, origin: image.origin } as const;
	yield { fact: 'version', product: 'kubernetes', version, component };
}

/** The documents of Talos 1.14, which refuses host bits. Talos, `pkg/machinery/config/types/k8s/network.go`. */
function* namedDocument(root: MapNode): Iterable<Fact> {
	const link = documentLink(root);
	if (link !== undefined) yield link;
	switch (stringAt(root, ['kind'])) {
		case 'KubeNodeConfig':
			yield* validSubnets(nodeAt(root, ['nodeIP', 'validSubnets']));
			return;
		case 'KubeNetworkConfig': {
			const about = { component, hostBits: 'refused' } as const;
			yield* prefixFacts(nodeAt(root, ['podSubnets']), {
				...about,
				role: 'pod',
				setting: 'KubeNetworkConfig.podSubnets',
			});
			yield* prefixFacts(nodeAt(root, ['serviceSubnets']), {
				...about,
				role: 'service',
				setting: 'KubeNetworkConfig.serviceSubnets',
			});
			yield* maskFacts(root, ['nodeCIDRMaskSizeIPv4'], 'IPv4', component);
			yield* maskFacts(root, ['nodeCIDRMaskSizeIPv6'], 'IPv6', component);
			return;
		}
		case 'KubeControllerManagerConfig':
			yield* managerArgs(root);
			return;
	}
}

function* managerArgs(root: MapNode): Iterable<Fact> {
	const args = nodeAt(root, ['extraArgs']);
	const all = mapFlags(args);
	if (args === undefined || all.length === 0) return;
	const fact: ProcessFact = {
		fact: 'process',
		process: 'kube-controller-manager',
		component,
		complete: false,
		flags: { all, origin: args.origin },
		at: args.origin,
	};
	const setting = (flag: string) => `KubeControllerManagerConfig.extraArgs.${flag}`;
	yield* processFacts(fact, { component, standing: 'live', setting });
}

/** Only the entries that choose; a list with a part that cannot be read says nothing. */
function* validSubnets(list: YamlNode | undefined): Iterable<Fact> {
	if (list?.kind !== 'seq') return;
	const items = list.items.map(known);
	if (items.some(({ kind }) => kind !== 'scalar')) return;
	const prefixes = items.flatMap((item) => {
		if (item.kind !== 'scalar' || textOf(item).startsWith('!')) return [];
		const address = parseIp(textOf(item));
		const text = address.ok ? `${address.value}/${maxLength(familyOf(address.value))}` : textOf(item);
		return [readPrefix(text, item.origin)];
	});
	if (prefixes.length > 0) yield { fact: 'valid-subnets', at: list.origin, prefixes };
}
