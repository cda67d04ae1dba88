import type { FieldSpec } from './field-spec.ts';

const podSpecs: Readonly<Record<string, string>> = {
	Pod: 'spec',
	Deployment: 'spec/template/spec',
	ReplicaSet: 'spec/template/spec',
	DaemonSet: 'spec/template/spec',
	StatefulSet: 'spec/template/spec',
	Job: 'spec/template/spec',
	CronJob: 'spec/jobTemplate/spec/template/spec',
};

const containerFields = ['args', 'command', 'env/value', 'volumeMounts/mountPath'];

/** Where kustomize 5.8 replaces `$(NAME)` of its `vars`, from its `varreference.go`. */
export const variableFields: readonly FieldSpec[] = [
	...Object.entries(podSpecs).flatMap(([kind, spec]) =>
		['containers', 'initContainers'].flatMap((list) =>
			containerFields.map((field) => ({ kind, path: `${spec}/${list}/${field}` })),
		),
	),
	...['Deployment', 'ReplicaSet', 'DaemonSet', 'Job'].map((kind) => ({
		kind,
		path: 'spec/template/spec/volumes/nfs/server',
	})),
	{ kind: 'Pod', path: 'spec/volumes/nfs/server' },
	{ kind: 'CronJob', path: 'spec/jobTemplate/spec/template/volumes/nfs/server' },
	{ kind: 'StatefulSet', path: 'spec/volumeClaimTemplates/spec/nfs/server' },
	{ kind: 'PersistentVolume', path: 'spec/nfs/server' },
	{ kind: 'Deployment', path: 'spec/template/metadata/annotations' },
	{ kind: 'Ingress', path: 'spec/rules/host' },
	{ kind: 'Ingress', path: 'spec/tls/hosts' },
	{ kind: 'Ingress', path: 'spec/tls/secretName' },
	{ kind: 'Service', path: 'spec/ports/port' },
	{ kind: 'Service', path: 'spec/ports/targetPort' },
	{ path: 'metadata/labels' },
];
