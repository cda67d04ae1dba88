import type { HelmRelease } from '../../render/helm/helm-release.ts';
import { describe, groupOf, type ResourceId } from '../../render/resource.ts';
import { type MapNode, mapAt, nodeAt, originWithin, stringAt, textOf, type YamlNode } from '../../repo/node.ts';
import { chartVersion } from '../chart-version.ts';
import type { CephClusterFact, Declaration, Fact, MonitorsFact } from '../facts.ts';
import { splitEndpoints } from '../monitor-endpoint.ts';
import { known, knownPrefixes, nameOrigin } from '../pieces.ts';
import type { Reader } from '../reader.ts';
import { shellFlags } from '../shell-flags.ts';

/** Rook: the operator, its clusters and the monitors of an external one. */
export const rookCeph: Reader = {
	name: 'rook-ceph',
	words:
		/rook-ceph-mon|Ceph(?:Cluster|Object|Block|Filesystem)|(?:chart|url)["']?:.{0,100}rook|\.csi\.ceph\.com|rook-csi-|rgw-admin-ops-user|(?:chart|url)["']?:.{0,100}\bloki\b|\bsops:/,

	*document({ root, source }) {
		if (source === 'config-map') return;
		const kind = stringAt(root, ['kind']);
		const name = stringAt(root, ['metadata', 'name']);
		const apiVersion = stringAt(root, ['apiVersion']) ?? '';
		if (kind === undefined || name === undefined) return;
		if (kind === 'ConfigMap' && name === 'rook-ceph-mon-endpoints') yield monitorEndpoints(root);
		if (kind === 'CephCluster' && groupOf({ apiVersion }) === 'ceph.rook.io') {
			yield* cephCluster(root, { name, namespace: stringAt(root, ['metadata', 'namespace']) });
		}
	},

	*script({ commands }) {
		for (const { words, origin } of commands) {
			const at = words.findIndex((word) => word.kind === 'scalar' && textOf(word).endsWith(exportScript));
			if (at === -1) continue;
			for (const { name, value } of shellFlags(words.slice(at + 1), origin).all) {
				if (value.kind === 'scalar' && exportFlags.has(name))
					yield {
						fact: 'export',
						flag: name,
						endpoint: { value: textOf(value), origin: value.origin },
						at: value.origin,
					};
			}
		}
	},

	*release(release) {
		if (release.chart !== 'rook-ceph' && release.chart !== 'rook-ceph-cluster') return;
		const version = chartVersion(release);
		yield { fact: 'version', product: 'rook', version, component: describe(release.resource) };
		for (const unresolved of release.unresolved) yield { fact: 'unresolved', unresolved };
		if (release.chart === 'rook-ceph-cluster') yield* clusterOfChart(release);
		else {
			yield {
				fact: 'rook-operator',
				namespace: releaseNamespace(release),
				version,
				values: release.values,
				at: nameOrigin(release.resource.root),
				unresolved: release.unresolved,
			};
		}
	},
};

/** The script that upstream offers to export a Ceph cluster, and its flags that take an endpoint. */
const exportScript = 'create-external-cluster-resources.py';
const exportFlags = new Set(['rgw-endpoint', 'monitoring-endpoint']);

/** `data` of the ConfigMap: `name=[address]:port,…`. */
function monitorEndpoints(root: MapNode): MonitorsFact {
	const found = nodeAt(root, ['data', 'data']);
	const node = found && known(found);
	const fact = {
		fact: 'monitors',
		reader: 'Rook',
		setting: 'ConfigMap rook-ceph-mon-endpoints, data',
		namespace: stringAt(root, ['metadata', 'namespace']),
	} as const;
	if (node?.kind !== 'scalar') {
		const at = node?.origin ?? nodeAt(root, ['data'])?.origin ?? nameOrigin(root);
		return { ...fact, at, endpoints: [], unresolved: node?.kind === 'unknown' };
	}
	const endpoints = splitEndpoints(node.value === null ? '' : textOf(node), 'Rook').map(({ text, start, end }) => ({
		value: text,
		origin: originWithin(node, start, end),
	}));
	return { ...fact, at: node.origin, endpoints, unresolved: false };
}

/** The chart makes a CephCluster out of `cephClusterSpec`, named after the release's namespace. */
function* clusterOfChart(release: HelmRelease): Iterable<Fact> {
	const spec = mapAt(release.values)?.entries.get('cephClusterSpec');
	if (spec === undefined) return;
	const namespace = releaseNamespace(release);
	const root: MapNode = { kind: 'map', entries: new Map([['spec', spec]]), origin: release.values.origin };
	const name = stringAt(release.values, ['clusterName']) ?? namespace ?? release.resource.name;
	yield* cephCluster(root, { name, namespace }, nameOrigin(release.resource.root));
}

function* cephCluster(
	root: MapNode,
	{ name, namespace }: Pick<ResourceId, 'name' | 'namespace'>,
	at: YamlNode['origin'] = nameOrigin(root),
): Iterable<CephClusterFact | Declaration> {
	yield { fact: 'ceph-cluster', name, namespace, root, at };
	for (const [key, role] of [
		['public', 'ceph-public'],
		['cluster', 'ceph-cluster'],
	] as const) {
		const path = ['spec', 'network', 'addressRanges', key];
		const node = nodeAt(root, path);
		const prefixes = knownPrefixes(root, path);
		if (node === undefined || prefixes === undefined || prefixes.length === 0) continue;
		yield {
			fact: 'declaration',
			role,
			component: 'Rook',
			setting: `network.addressRanges.${key}`,
			at: node.origin,
			prefixes,
			form: 'list',
			relation: 'is',
			standing: 'live',
			hostBits: 'masked',
		};
	}
}

/** The namespace into which Helm installs. */
function releaseNamespace({ resource }: HelmRelease): string | undefined {
	return stringAt(resource.root, ['spec', 'targetNamespace']) ?? resource.namespace;
}
