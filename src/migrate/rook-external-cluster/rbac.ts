import type { PhaseInput } from '../phase.ts';
import type { RookCluster } from './cluster.ts';
import type { Wanted } from './objects.ts';
import { namespaceObjects } from './operator.ts';

/**
 * What the operator's chart makes for its own namespace only, for a CephCluster in another one.
 * rook/rook deploy/examples/common-external.yaml.
 */
export function rbacObjects({ clusterNamespace, operatorNamespace }: RookCluster, input: PhaseInput): Wanted[] {
	if (clusterNamespace === operatorNamespace) return [];
	const reporter = 'rook-ceph-cmd-reporter';
	const object = (kind: string, name: string, body: Wanted['body'], apiVersion = 'v1'): Wanted => ({
		apiVersion,
		kind,
		name,
		namespace: clusterNamespace,
		body,
		comment: [],
	});
	const rbac = 'rbac.authorization.k8s.io';
	const account = (name: string, namespace: string) => [{ kind: 'ServiceAccount', name, namespace }];
	const binding = (name: string, kind: 'Role' | 'ClusterRole', subjects: ReturnType<typeof account>) =>
		object('RoleBinding', name, { roleRef: { apiGroup: rbac, kind, name }, subjects }, `${rbac}/v1`);
	const verbs = ['get', 'list', 'watch', 'create', 'update', 'delete'];
	return [
		...namespaceObjects(clusterNamespace, input),
		object('ServiceAccount', 'rook-ceph-default', {}),
		object('ServiceAccount', reporter, {}),
		object('Role', reporter, { rules: [{ apiGroups: [''], resources: ['pods', 'configmaps'], verbs }] }, `${rbac}/v1`),
		binding(reporter, 'Role', account(reporter, clusterNamespace)),
		binding('rook-ceph-cluster-mgmt', 'ClusterRole', account('rook-ceph-system', operatorNamespace)),
	];
}
