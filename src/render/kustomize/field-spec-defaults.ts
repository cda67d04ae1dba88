import type { FieldSpec } from './field-spec.ts';

/** The field specs that kustomize 5.8 starts with, from its `builtinpluginconsts`. */

const jobTemplate = { kind: 'CronJob', group: 'batch' } as const;

/** Places of metadata inside workloads, with the kinds that have them. */
const templates: readonly Omit<FieldSpec, 'create'>[] = [
	{ path: 'spec/template/metadata', version: 'v1', kind: 'ReplicationController' },
	{ path: 'spec/template/metadata', kind: 'Deployment' },
	{ path: 'spec/template/metadata', kind: 'ReplicaSet' },
	{ path: 'spec/template/metadata', kind: 'DaemonSet' },
	{ path: 'spec/template/metadata', group: 'batch', kind: 'Job' },
	{ path: 'spec/jobTemplate/metadata', ...jobTemplate },
	{ path: 'spec/jobTemplate/spec/template/metadata', ...jobTemplate },
];

export const metadataLabels: readonly FieldSpec[] = [
	{ path: 'metadata/labels', create: true },
	...templates.map((spec) => ({ ...spec, path: `${spec.path}/labels`, create: true })),
	{ path: 'spec/template/metadata/labels', group: 'apps', kind: 'StatefulSet', create: true },
	{ path: 'spec/volumeClaimTemplates[]/metadata/labels', group: 'apps', kind: 'StatefulSet', create: true },
];

export const commonAnnotations: readonly FieldSpec[] = [
	{ path: 'metadata/annotations', create: true },
	...templates.map((spec) => ({ ...spec, path: `${spec.path}/annotations`, create: true })),
	{ path: 'spec/template/metadata/annotations', kind: 'StatefulSet', create: true },
];

const affinity = (kind: string): FieldSpec[] =>
	['podAffinity', 'podAntiAffinity']
		.flatMap((name) => [
			`affinity/${name}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm`,
			`affinity/${name}/requiredDuringSchedulingIgnoredDuringExecution`,
		])
		.concat('topologySpreadConstraints')
		.map((path) => ({ path: `spec/template/spec/${path}/labelSelector/matchLabels`, group: 'apps', kind }));

export const commonLabels: readonly FieldSpec[] = [
	{ path: 'spec/selector', version: 'v1', kind: 'Service', create: true },
	{ path: 'spec/selector', version: 'v1', kind: 'ReplicationController', create: true },
	{ path: 'spec/selector/matchLabels', kind: 'Deployment', create: true },
	...affinity('Deployment'),
	{ path: 'spec/selector/matchLabels', kind: 'ReplicaSet', create: true },
	{ path: 'spec/selector/matchLabels', kind: 'DaemonSet', create: true },
	{ path: 'spec/selector/matchLabels', group: 'apps', kind: 'StatefulSet', create: true },
	...affinity('StatefulSet'),
	{ path: 'spec/selector/matchLabels', group: 'batch', kind: 'Job' },
	{ path: 'spec/jobTemplate/spec/selector/matchLabels', ...jobTemplate },
	{ path: 'spec/selector/matchLabels', group: 'policy', kind: 'PodDisruptionBudget' },
	...['podSelector', 'ingress/from/podSelector', 'egress/to/podSelector'].map((path) => ({
		path: `spec/${path}/matchLabels`,
		group: 'networking.k8s.io',
		kind: 'NetworkPolicy',
	})),
	...metadataLabels,
];

export const namespaceFields: readonly FieldSpec[] = [
	{ path: 'metadata/name', kind: 'Namespace', create: true },
	{ path: 'spec/service/namespace', group: 'apiregistration.k8s.io', kind: 'APIService', create: true },
	{
		path: 'spec/conversion/webhook/clientConfig/service/namespace',
		group: 'apiextensions.k8s.io',
		kind: 'CustomResourceDefinition',
	},
];

export const nameField: readonly FieldSpec[] = [{ path: 'metadata/name' }];

export const imageFields: readonly FieldSpec[] = ['spec', 'spec/template/spec'].flatMap((spec) =>
	['containers[]/image', 'initContainers[]/image', 'volumes[]/image/reference'].map((path) => ({
		path: `${spec}/${path}`,
		create: true,
	})),
);

export const replicaFields: readonly FieldSpec[] = [
	'Deployment',
	'ReplicationController',
	'ReplicaSet',
	'StatefulSet',
].map((kind) => ({ path: 'spec/replicas', kind, create: true }));
