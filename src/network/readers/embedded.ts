import { type MapNode, mapAt, nodeAt, stringAt } from '../../repo/node.ts';
import { parseScalar } from '../../repo/parse.ts';
import type { ClusterDocument } from '../reader.ts';

/** ConfigMaps in which kubeadm keeps documents, and the keys that hold them. kubeadm, `constants.go`. */
const keys: ReadonlyMap<string, readonly string[]> = new Map([
	['kubeadm-config', ['ClusterConfiguration', 'InitConfiguration']],
	['kubelet-config', ['kubelet']],
	['kube-proxy', ['config.conf']],
]);

/** The document itself, or those that kubeadm keeps inside it. */
export function configurationsIn(document: ClusterDocument): ClusterDocument[] {
	const { root } = document;
	if (stringAt(root, ['kind']) !== 'ConfigMap') return [document];
	const name = stringAt(root, ['metadata', 'name']) ?? '';
	// Before Kubernetes 1.24 the name had the version in it: `kubelet-config-1.23`.
	const known = keys.get(name.replace(/-1\.\d+$/, ''));
	const data = mapAt(root, ['data']);
	return (known ?? []).flatMap((key) => {
		const text = nodeAt(data, [key]);
		if (text?.kind !== 'scalar') return [];
		const maps = parseScalar(text).documents.filter((one): one is MapNode => one.kind === 'map');
		return maps.map((inner): ClusterDocument => ({ ...document, root: inner, source: 'config-map' }));
	});
}

/** True for an object of one of the kinds in an API group, whatever the version. */
export function isKind(root: MapNode, group: string, kind: string): boolean {
	return stringAt(root, ['kind']) === kind && (stringAt(root, ['apiVersion']) ?? '').startsWith(`${group}/`);
}
