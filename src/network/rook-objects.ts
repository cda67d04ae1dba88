import { groupOf, type Rendered, type Resource } from '../render/resource.ts';
import {
	booleanAt,
	itemsAt,
	type MapNode,
	nodeAt,
	type ScalarNode,
	stringAt,
	textOf,
	type YamlNode,
} from '../repo/node.ts';
import { parseScalar } from '../repo/parse.ts';
import type { CephClusterFact } from './facts.ts';
import { newestRook } from './limits/rook.ts';
import { type Releases, releasesOf, type Version } from './limits/versions.ts';
import { known } from './pieces.ts';
import type { AddressPlan } from './plan.ts';

/** The objects of one kind of an API group. */
export function objectsOf({ resources }: Rendered, group: string, kind: string): Resource[] {
	return resources.filter((resource) => resource.kind === kind && groupOf(resource) === group);
}

/** The releases that the only Rook operator of the repository may be; undefined without one, and where it is not pinned. */
function rookReleases({ rookOperators }: AddressPlan): Releases | undefined {
	const [operator, other] = rookOperators;
	if (operator === undefined || other !== undefined) return undefined;
	const releases = releasesOf(operator.version, newestRook);
	return releases.assumed ? undefined : releases;
}

/** True when every release that the operator may be passes the test. */
export function isEveryRook(plan: AddressPlan, test: (version: Version) => boolean): boolean {
	const releases = rookReleases(plan);
	return releases !== undefined && test(releases.low) && test(releases.high);
}

/** The namespace of the only Rook operator. */
export function operatorNamespace({ rookOperators }: AddressPlan): string | undefined {
	return rookOperators.length === 1 ? rookOperators[0]?.namespace : undefined;
}

/** The CephClusters that only connect to a Ceph outside. */
export function consumers({ cephClusters }: AddressPlan): CephClusterFact[] {
	return cephClusters.filter(({ root }) => booleanAt(root, ['spec', 'external', 'enable']) === true);
}

/** The scalar at a path if its text is known. */
export function scalarIn(node: YamlNode | undefined, path: readonly string[]): ScalarNode | undefined {
	const found = nodeAt(node, path);
	const value = found && known(found);
	return value?.kind === 'scalar' && value.value !== null ? value : undefined;
}

/** The data of a ConfigMap by key. */
export function dataOf({ root }: Resource): MapNode | undefined {
	const data = nodeAt(root, ['data']);
	return data?.kind === 'map' ? data : undefined;
}

/** The values inside a JSON text; undefined when it is not known or no JSON. */
export function jsonIn(node: YamlNode | undefined): YamlNode | undefined {
	if (node?.kind !== 'scalar') return undefined;
	const parsed = parseScalar(node);
	return parsed.syntaxErrors.length === 0 ? parsed.documents[0] : undefined;
}

/** The list of clusters that ceph-csi reads out of its ConfigMap. */
export function csiClusters(resource: Resource): readonly YamlNode[] {
	return itemsAt(jsonIn(nodeAt(resource.root, ['data', 'config.json'])));
}

/** Which of the two drivers a provisioner is, and whose: `rook-ceph.rbd.csi.ceph.com` has the prefix `rook-ceph`. */
export function driverOf(
	provisioner: string,
): { readonly type: 'rbd' | 'cephfs'; readonly prefix: string } | undefined {
	const match = /^(?:(.+)\.)?(rbd|cephfs)\.csi\.ceph\.com$/.exec(provisioner);
	return match === null ? undefined : { prefix: match[1] ?? '', type: match[2] === 'rbd' ? 'rbd' : 'cephfs' };
}

/**
 * The StorageClasses of Rook's drivers: those with its secrets, or a cluster id that is the namespace of a CephCluster. A
 * stand-alone ceph-csi has classes of its own, which are none of Rook's business.
 */
export function rookClasses(plan: AddressPlan, rendered: Rendered): Resource[] {
	const namespaces = new Set([operatorNamespace(plan), ...plan.cephClusters.map(({ namespace }) => namespace)]);
	return objectsOf(rendered, 'storage.k8s.io', 'StorageClass').filter(({ root }) => {
		const driver = driverOf(stringAt(root, ['provisioner']) ?? '');
		if (driver === undefined) return false;
		const parameters = nodeAt(root, ['parameters']);
		const secrets = parameters?.kind === 'map' ? [...parameters.entries] : [];
		const isRooks = secrets.some(
			([key, { value }]) =>
				key.endsWith('-secret-name') && value.kind === 'scalar' && textOf(value).startsWith('rook-csi-'),
		);
		return isRooks || driver.prefix !== '' || namespaces.has(stringAt(parameters, ['clusterID']));
	});
}
