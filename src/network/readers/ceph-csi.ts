import { groupOf } from '../../render/resource.ts';
import { itemsAt, nodeAt, originWithin, type ScalarNode, stringAt, textOf, type YamlNode } from '../../repo/node.ts';
import { parseScalar } from '../../repo/parse.ts';
import type { MonitorsFact } from '../facts.ts';
import { splitEndpoints } from '../monitor-endpoint.ts';
import { known, piecesOf, type TextList, textsAt } from '../pieces.ts';
import type { Reader } from '../reader.ts';

/** ceph-csi: the monitors that it is given by the CSI operator's objects, by ConfigMaps or by its charts. */
export const cephCsi: Reader = {
	name: 'ceph-csi',
	words: /Ceph(Connection|Cluster)|ceph-csi|csi-cluster-config|csi\.ceph/,

	*document({ root, source }) {
		if (source === 'config-map') return;
		const kind = stringAt(root, ['kind']);
		const namespace = stringAt(root, ['metadata', 'namespace']);
		if (kind === 'CephConnection' && groupOf({ apiVersion: stringAt(root, ['apiVersion']) ?? '' }) === 'csi.ceph.io') {
			yield* csiMonitors(nodeAt(root, ['spec']), 'CephConnection, spec.monitors', namespace);
		}
		if (kind === 'ConfigMap') yield* configMap(root, namespace);
	},

	*release({ chart, values, resource }) {
		const namespace = stringAt(resource.root, ['spec', 'targetNamespace']) ?? resource.namespace;
		if (chart === 'ceph-csi-rbd' || chart === 'ceph-csi-cephfs') {
			for (const cluster of itemsAt(values, ['csiConfig']))
				yield* csiMonitors(cluster, 'csiConfig[].monitors', namespace);
			const config = nodeAt(values, ['cephconf']);
			if (config?.kind === 'scalar') yield* monHost(config, 'cephconf, mon_host', namespace);
		}
		if (chart === 'ceph-csi-drivers') {
			for (const connection of itemsAt(values, ['cephConnections']))
				yield* csiMonitors(connection, 'cephConnections[].monitors', namespace);
		}
	},
};

/** Which ConfigMap holds the clusters of ceph-csi under which key; the text is JSON. */
const jsonKeys: ReadonlyMap<string, string> = new Map([
	['ceph-csi-config', 'config.json'],
	['rook-ceph-csi-config', 'csi-cluster-config-json'],
]);

function* configMap(root: YamlNode, namespace: string | undefined): Iterable<MonitorsFact> {
	const name = stringAt(root, ['metadata', 'name']) ?? '';
	const key = jsonKeys.get(name);
	if (key !== undefined) {
		const setting = `ConfigMap ${name}, ${key}`;
		const text = nodeAt(root, ['data', key]);
		if (text?.kind === 'unknown') yield unread(text, setting, namespace);
		if (text?.kind !== 'scalar') return;
		for (const cluster of itemsAt(parseScalar(text).documents[0])) yield* csiMonitors(cluster, setting, namespace);
	}
	const config = name === 'ceph-config' ? nodeAt(root, ['data', 'ceph.conf']) : undefined;
	if (config?.kind === 'scalar') yield* monHost(config, 'ConfigMap ceph-config, mon_host', namespace);
}

/** The list `monitors` of one cluster. One text is taken apart, though ceph-csi wants a list. */
function* csiMonitors(
	cluster: YamlNode | undefined,
	setting: string,
	namespace: string | undefined,
): Iterable<MonitorsFact> {
	const node = nodeAt(cluster, ['monitors']);
	if (node === undefined) return;
	const list: TextList =
		node.kind === 'scalar' && known(node).kind === 'scalar'
			? { texts: piecesOf(node), unresolved: false }
			: textsAt(cluster, ['monitors']);
	yield {
		fact: 'monitors',
		reader: 'ceph-csi',
		setting,
		at: node.origin,
		endpoints: list.texts,
		namespace,
		unresolved: list.unresolved,
	};
}

/** The lines `mon_host = …` of a ceph.conf; blanks and underscores in the name mean the same. */
function* monHost(node: ScalarNode, setting: string, namespace: string | undefined): Iterable<MonitorsFact> {
	for (const match of textOf(node).matchAll(/^[ \t]*mon[ _-]host[ \t]*=[ \t]*([^\n#]*)/gm)) {
		const value = (match[1] ?? '').trimEnd();
		const from = match.index + match[0].length - (match[1] ?? '').length;
		yield {
			fact: 'monitors',
			reader: 'ceph.conf',
			setting,
			at: originWithin(node, from, from + value.length),
			endpoints: splitEndpoints(value, 'ceph.conf').map(({ text, start, end }) => ({
				value: text,
				origin: originWithin(node, from + start, from + end),
			})),
			namespace,
			unresolved: false,
		};
	}
}

function unread({ origin }: YamlNode, setting: string, namespace: string | undefined): MonitorsFact {
	return { fact: 'monitors', reader: 'ceph-csi', setting, at: origin, endpoints: [], namespace, unresolved: true };
}
