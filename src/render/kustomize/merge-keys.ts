import type { ResourceId } from '../resource.ts';
import { isBuiltIn } from './builtin-kinds.ts';

/** What kustomize knows about the fields of a map when it merges a patch into it. */
export type MergeType = ReadonlyMap<string, MergeField>;

export interface MergeField {
	/** Fields below; of a list, the fields of its items. */
	readonly type?: MergeType;
	/** A list that is merged by these fields of its items; without fields it is a set of scalars. */
	readonly keys?: readonly string[];
}

/**
 * The fields of a kind, from `x-kubernetes-patch-merge-key` and `x-kubernetes-list-map-keys` of the Kubernetes 1.21
 * OpenAPI that kustomize 5 has inside. Undefined for kinds it does not know: their lists are replaced.
 */
export function mergeTypeOf({ apiVersion, kind }: Pick<ResourceId, 'apiVersion' | 'kind'>): MergeType | undefined {
	if (!isBuiltIn({ apiVersion, kind })) return undefined;
	return kinds.get(kind) ?? plainKind;
}

const byKey = (...keys: string[]): MergeField => ({ keys });
const listBy = (type: MergeType, ...keys: string[]): MergeField => ({ type, keys });
const map = (type: MergeType): MergeField => ({ type });
const fields = (all: Readonly<Record<string, MergeField>>): MergeType => new Map(Object.entries(all));

const metadata = map(fields({ finalizers: byKey(), ownerReferences: byKey('uid') }));
const conditions = map(fields({ conditions: byKey('type') }));
const kind = (own: Readonly<Record<string, MergeField>>): MergeType => fields({ metadata, ...own });
const plainKind = kind({});

const container = fields({
	env: byKey('name'),
	ports: byKey('containerPort', 'protocol'),
	volumeDevices: byKey('devicePath'),
	volumeMounts: byKey('mountPath'),
});
const ephemeralContainer = fields({
	env: byKey('name'),
	volumeDevices: byKey('devicePath'),
	volumeMounts: byKey('mountPath'),
});
const volume = fields({ ephemeral: map(fields({ volumeClaimTemplate: map(fields({ metadata })) })) });
const podSpec = map(
	fields({
		containers: listBy(container, 'name'),
		ephemeralContainers: listBy(ephemeralContainer, 'name'),
		hostAliases: byKey('ip'),
		imagePullSecrets: byKey('name'),
		initContainers: listBy(container, 'name'),
		topologySpreadConstraints: byKey('topologyKey', 'whenUnsatisfiable'),
		volumes: listBy(volume, 'name'),
	}),
);
const template = map(fields({ metadata, spec: podSpec }));
const workload = kind({ spec: map(fields({ template })), status: conditions });
const claim = kind({ status: conditions });
const jobSpec = map(fields({ template }));
const webhooks = kind({ webhooks: byKey('name') });

const kinds: ReadonlyMap<string, MergeType> = new Map([
	['DaemonSet', workload],
	['Deployment', workload],
	['ReplicaSet', workload],
	['ReplicationController', workload],
	['StatefulSet', kind({ spec: map(fields({ template, volumeClaimTemplates: map(claim) })), status: conditions })],
	['Job', kind({ spec: jobSpec, status: conditions })],
	['CronJob', kind({ spec: map(fields({ jobTemplate: map(fields({ metadata, spec: jobSpec })) })) })],
	['Pod', kind({ spec: podSpec, status: map(fields({ conditions: byKey('type'), podIPs: byKey('ip') })) })],
	['PodTemplate', kind({ template })],
	['PersistentVolumeClaim', claim],
	['Service', kind({ spec: map(fields({ ports: byKey('port', 'protocol') })), status: conditions })],
	['ServiceAccount', kind({ secrets: byKey('name') })],
	['ComponentStatus', kind({ conditions: byKey('type') })],
	['Namespace', kind({ status: conditions })],
	[
		'Node',
		kind({
			spec: map(fields({ podCIDRs: byKey() })),
			status: map(fields({ addresses: byKey('type'), conditions: byKey('type') })),
		}),
	],
	['PodDisruptionBudget', kind({ status: conditions })],
	['APIService', kind({ status: conditions })],
	['CSINode', kind({ spec: map(fields({ drivers: byKey('name') })) })],
	['MutatingWebhookConfiguration', webhooks],
	['ValidatingWebhookConfiguration', webhooks],
]);
