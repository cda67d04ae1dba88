import type { FieldSpec } from './field-spec.ts';

/** Which fields name an object of this kind. */
export interface NameReference {
	readonly group?: string;
	readonly version?: string;
	readonly kind?: string;
	readonly fieldSpecs: readonly FieldSpec[];
}

type Workloads = Readonly<Record<string, string>>;

/** Where kinds keep the spec of their pods. */
const podSpecs = {
	Pod: 'spec',
	PodTemplate: 'template/spec',
	Deployment: 'spec/template/spec',
	ReplicaSet: 'spec/template/spec',
	DaemonSet: 'spec/template/spec',
	StatefulSet: 'spec/template/spec',
	Job: 'spec/template/spec',
	CronJob: 'spec/jobTemplate/spec/template/spec',
} as const;

/** Service accounts, claims and priorities are looked for in another choice of kinds. */
const { PodTemplate: _, ReplicaSet: __, ...others } = podSpecs;
const otherPodSpecs: Workloads = { ...others, ReplicationController: 'spec/template/spec' };

function inPods(workloads: Workloads, paths: readonly string[], podVersion?: string): FieldSpec[] {
	return Object.entries(workloads).flatMap(([kind, spec]) =>
		paths.map((path) => ({
			kind,
			path: `${spec}/${path}`,
			...(kind === 'Pod' && podVersion !== undefined && { version: podVersion }),
		})),
	);
}

function containers(path: string): string[] {
	return [`containers/${path}`, `initContainers/${path}`];
}

const rbac = 'rbac.authorization.k8s.io';
const scaled: readonly FieldSpec[] = [{ kind: 'HorizontalPodAutoscaler', path: 'spec/scaleTargetRef/name' }];
const ruleNames: readonly FieldSpec[] = [
	{ kind: 'Role', path: 'rules/resourceNames' },
	{ kind: 'ClusterRole', path: 'rules/resourceNames' },
];
const ingressAnnotation = (name: string): FieldSpec => ({ kind: 'Ingress', path: `metadata/annotations/${name}` });

/** The references that kustomize 5.8 follows without being told, from its `namereference.go`. */
export const nameReferences: readonly NameReference[] = [
	...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => ({ kind, fieldSpecs: scaled })),
	{
		kind: 'ConfigMap',
		version: 'v1',
		fieldSpecs: [
			...inPods(
				podSpecs,
				[
					'volumes/configMap/name',
					'volumes/projected/sources/configMap/name',
					...containers('env/valueFrom/configMapKeyRef/name'),
					...containers('envFrom/configMapRef/name'),
				],
				'v1',
			),
			{ kind: 'Node', path: 'spec/configSource/configMap' },
			...ruleNames,
			ingressAnnotation('nginx.ingress.kubernetes.io\\/fastcgi-params-configmap'),
		],
	},
	{
		kind: 'Secret',
		version: 'v1',
		fieldSpecs: [
			...inPods(
				podSpecs,
				[
					'volumes/secret/secretName',
					'volumes/projected/sources/secret/name',
					'imagePullSecrets/name',
					...containers('env/valueFrom/secretKeyRef/name'),
					...containers('envFrom/secretRef/name'),
				],
				'v1',
			),
			{ kind: 'Ingress', path: 'spec/tls/secretName' },
			ingressAnnotation('ingress.kubernetes.io\\/auth-secret'),
			ingressAnnotation('nginx.ingress.kubernetes.io\\/auth-secret'),
			ingressAnnotation('nginx.ingress.kubernetes.io\\/auth-tls-secret'),
			{ kind: 'ServiceAccount', path: 'imagePullSecrets/name' },
			...['secretName', 'adminSecretName', 'userSecretName', 'secretRef'].map((name) => ({
				kind: 'StorageClass',
				path: `parameters/${name}`,
			})),
			...ruleNames,
			{
				kind: 'Service',
				group: 'serving.knative.dev',
				version: 'v1',
				path: 'spec/template/spec/containers/env/valueFrom/secretKeyRef/name',
			},
			{ kind: 'PersistentVolume', path: 'spec/azureFile/secretName' },
		],
	},
	{
		kind: 'Service',
		version: 'v1',
		fieldSpecs: [
			{ kind: 'StatefulSet', group: 'apps', path: 'spec/serviceName' },
			{ kind: 'Ingress', path: 'spec/rules/http/paths/backend/serviceName' },
			{ kind: 'Ingress', path: 'spec/backend/serviceName' },
			{ kind: 'Ingress', path: 'spec/rules/http/paths/backend/service/name' },
			{ kind: 'Ingress', path: 'spec/defaultBackend/service/name' },
			{ kind: 'APIService', group: 'apiregistration.k8s.io', path: 'spec/service/name' },
			...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].map((kind) => ({
				kind,
				group: 'admissionregistration.k8s.io',
				path: 'webhooks/clientConfig/service',
			})),
		],
	},
	{ kind: 'Role', group: rbac, fieldSpecs: [{ kind: 'RoleBinding', group: rbac, path: 'roleRef/name' }] },
	{
		kind: 'ClusterRole',
		group: rbac,
		fieldSpecs: ['RoleBinding', 'ClusterRoleBinding'].map((kind) => ({ kind, group: rbac, path: 'roleRef/name' })),
	},
	{
		kind: 'ServiceAccount',
		version: 'v1',
		fieldSpecs: [
			...['RoleBinding', 'ClusterRoleBinding'].map((kind) => ({ kind, group: rbac, path: 'subjects' })),
			...inPods(otherPodSpecs, ['serviceAccountName']),
		],
	},
	{
		kind: 'PersistentVolumeClaim',
		version: 'v1',
		fieldSpecs: inPods(otherPodSpecs, ['volumes/persistentVolumeClaim/claimName']),
	},
	{
		kind: 'PersistentVolume',
		version: 'v1',
		fieldSpecs: [
			{ kind: 'PersistentVolumeClaim', path: 'spec/volumeName' },
			{ kind: 'ClusterRole', path: 'rules/resourceNames' },
		],
	},
	{
		kind: 'StorageClass',
		group: 'storage.k8s.io',
		version: 'v1',
		fieldSpecs: [
			{ kind: 'PersistentVolume', path: 'spec/storageClassName' },
			{ kind: 'PersistentVolumeClaim', path: 'spec/storageClassName' },
			{ kind: 'StatefulSet', path: 'spec/volumeClaimTemplates/spec/storageClassName' },
		],
	},
	{
		kind: 'PriorityClass',
		group: 'scheduling.k8s.io',
		version: 'v1',
		fieldSpecs: inPods(otherPodSpecs, ['priorityClassName']),
	},
	{
		kind: 'ValidatingAdmissionPolicy',
		group: 'admissionregistration.k8s.io',
		fieldSpecs: [
			{ kind: 'ValidatingAdmissionPolicyBinding', group: 'admissionregistration.k8s.io', path: 'spec/policyName' },
		],
	},
];
