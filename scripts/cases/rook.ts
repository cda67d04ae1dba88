import { stringify } from 'yaml';
import { rules } from '../../rules/index.ts';
import {
	type Adapter,
	isObject,
	type JsonObject,
	objectAt,
	type Question,
	type Texts,
	textAt,
	textsAt,
	yaml,
} from './case.ts';

/** Cases of the kind of `rook.jsonl`: an object of a consumer cluster, and what stands around it. */
export const rook: Adapter = {
	name: 'rook',
	asks: ['input'],
	groupOf: (question) => groupOf(inputOf(question)),
	notShown: () => undefined,
	rulesOf(question) {
		const groups = subjects.get(groupOf(inputOf(question))) ?? ['ceph/'];
		return rules.map(({ id }) => id).filter((id) => groups.some((group) => id.startsWith(group)));
	},
	show(question) {
		const input = inputOf(question);
		return { texts: { ...context(input), ...subject(input) }, given: [...keysOf(input), ...names(input)] };
	},
};

function inputOf(question: Question): JsonObject {
	return objectAt(question, 'input');
}

/** What the case is about: the kind of its object, else its first field. */
function groupOf(input: JsonObject): string {
	return textAt(input, 'kind') ?? Object.keys(input)[0] ?? 'nothing';
}

/** Which rules speak of each kind of case; all of Ceph's where nothing is said. */
const subjects: ReadonlyMap<string, readonly string[]> = new Map([
	['Secret', ['ceph/', 'flux/encrypted-not-decrypted']],
	['ConfigMap', ['ceph/', 'flux/encrypted-not-decrypted']],
]);

/** Keys that a case gives; a finding may stand on one of them. */
function keysOf(value: JsonObject[string] | undefined): string[] {
	if (Array.isArray(value)) return value.flatMap((item) => keysOf(item));
	return value !== undefined && isObject(value)
		? Object.entries(value).flatMap(([key, one]) => [key, ...keysOf(one)])
		: [];
}

/** Names that objects get here and that the case names by their kind only. */
function names(input: JsonObject): string[] {
	return [...textsAt(input, 'helm_releases'), ...(input['rook_version'] === undefined ? [] : ['rook-ceph'])];
}

const namespaceOf = (input: JsonObject) => textAt(input, 'operator_namespace') ?? 'rook-ceph';
const clusterNamespaceOf = (input: JsonObject) => textAt(input, 'cluster_namespace') ?? namespaceOf(input);

function object(
	file: string,
	[apiVersion, kind]: readonly [string, string],
	metadata: Readonly<Record<string, unknown>>,
	rest: Readonly<Record<string, unknown>>,
): Texts {
	return { [`${file}.yaml`]: yaml({ apiVersion, kind, metadata, ...rest }) };
}

/** A release of a chart. Values that a case does not give are left out. */
function release(chart: string, version: string | undefined, namespace: string, values?: unknown): Texts {
	const spec = { chart: { spec: { chart, ...(version === undefined ? {} : { version }) } }, values };
	return object(`release-${chart}`, ['helm.toolkit.fluxcd.io/v2', 'HelmRelease'], { name: chart, namespace }, { spec });
}

/** What the case says besides its subject: the operator, other objects, the state of the network. */
function context(input: JsonObject): Texts {
	const version = textAt(input, 'rook_version');
	const releases = textsAt(input, 'helm_releases');
	const namespace = namespaceOf(input);
	const hasOperator =
		version !== undefined || input['operator_namespace'] !== undefined || releases.includes('rook-ceph');
	const operator = {
		...(input['useOperatorHostNetwork'] === undefined
			? {}
			: { useOperatorHostNetwork: input['useOperatorHostNetwork'] }),
		...(input['csi'] !== undefined && isObject(input['csi']) ? { csi: input['csi'] } : {}),
	};
	const drivers =
		input['drivers_values'] ?? (input['drivers'] === undefined ? undefined : { drivers: input['drivers'] });
	const hasDrivers = drivers !== undefined || releases.includes('ceph-csi-drivers');
	return {
		...(hasOperator ? release('rook-ceph', version, namespace, operator) : {}),
		...(hasDrivers ? release('ceph-csi-drivers', undefined, namespace, drivers) : {}),
		...(input['storageclasses_use_rook_csi'] === true ? rbdClass(input, {}) : {}),
		...(input['storageclass_mapOptions'] === undefined ? {} : rbdClass(input, options(input))),
		...(input['mon_endpoints'] === undefined ? {} : monitors(input, textAt(input, 'mon_endpoints') ?? '')),
		...(input['mon_family'] === undefined ? {} : family(input)),
		...(input['cephcluster_external'] === true ? consumer(input) : {}),
		...(input['obc'] === true ? claim() : {}),
		...(input['external_ceph_version'] === undefined
			? {}
			: configuration(textAt(input, 'external_ceph_version') ?? '')),
		...Object.assign(
			{},
			...textsAt(input, 'secrets').map((name) => secret(input, name, { type: 'kubernetes.io/rook' })),
		),
	};
}

function options(input: JsonObject): Readonly<Record<string, unknown>> {
	const text = textAt(input, 'storageclass_mapOptions') ?? '';
	return text === '' ? {} : { mapOptions: text };
}

function rbdClass(input: JsonObject, more: Readonly<Record<string, unknown>>): Texts {
	const namespace = namespaceOf(input);
	const own = (name: string) => ({
		[`csi.storage.k8s.io/${name}-secret-name`]: `rook-csi-rbd-${name === 'node-stage' ? 'node' : 'provisioner'}`,
		[`csi.storage.k8s.io/${name}-secret-namespace`]: namespace,
	});
	const parameters = {
		clusterID: clusterNamespaceOf(input),
		pool: 'replicapool',
		imageFeatures: 'layering',
		...own('provisioner'),
		...own('node-stage'),
		...more,
	};
	return object(
		'class-of-rook',
		['storage.k8s.io/v1', 'StorageClass'],
		{ name: 'ceph-rbd' },
		{ provisioner: `${namespace}.rbd.csi.ceph.com`, parameters },
	);
}

function monitors(input: JsonObject, data: string): Texts {
	const metadata = { name: 'rook-ceph-mon-endpoints', namespace: clusterNamespaceOf(input) };
	return object('monitors', ['v1', 'ConfigMap'], metadata, { data: { data, mapping: '{}', maxMonId: '2' } });
}

function consumer(input: JsonObject): Texts {
	const spec = { external: { enable: true }, crashCollector: { disable: true } };
	return object(
		'cluster',
		['ceph.rook.io/v1', 'CephCluster'],
		{ name: 'outside', namespace: clusterNamespaceOf(input) },
		{ spec },
	);
}

/** Monitors of one family, and pods that have IPv6 or not. */
function family(input: JsonObject): Texts {
	const address = textAt(input, 'mon_family') === 'IPv6' ? '[fd5c:9a3e::1]' : '192.0.2.1';
	const pods = input['pods_have_ipv6'] === false ? '10.42.0.0/16' : '10.42.0.0/16,fd5c:9a3e:42::/56';
	const services = input['pods_have_ipv6'] === false ? '10.43.0.0/16' : '10.43.0.0/16,fd5c:9a3e:43::/112';
	const networking = { podSubnet: pods, serviceSubnet: services };
	return {
		...consumer(input),
		...monitors(input, `a=${address}:6789`),
		'kubeadm.yaml': yaml({ apiVersion: 'kubeadm.k8s.io/v1beta4', kind: 'ClusterConfiguration', networking }),
	};
}

function claim(): Texts {
	return object(
		'claim',
		['objectbucket.io/v1alpha1', 'ObjectBucketClaim'],
		{ name: 'logs', namespace: 'default' },
		{ spec: { storageClassName: 'buckets' } },
	);
}

function configuration(version: string): Texts {
	return { '.dualstack-lint.yaml': yaml({ version: 1, ceph: { version } }) };
}

function secret(input: JsonObject, name: string, rest: Readonly<Record<string, unknown>>): Texts {
	return object(`secret-${name}`, ['v1', 'Secret'], { name, namespace: clusterNamespaceOf(input) }, rest);
}

/** The object that the case is about. */
function subject(input: JsonObject): Texts {
	const metadata = {
		name: textAt(input, 'name') ?? 'outside',
		namespace: textAt(input, 'namespace') ?? clusterNamespaceOf(input),
	};
	const isEncrypted = input['sops'] === true;
	const sops = isEncrypted
		? { sops: { mac: 'ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==,type:str]', version: '3.9.0' } }
		: {};
	switch (textAt(input, 'kind')) {
		case 'ConfigMap':
			return object('subject', ['v1', 'ConfigMap'], metadata, { data: input['data'], ...sops });
		case 'Secret':
			return secretSubject(input, sops);
		case 'ExternalSecret':
			return object(
				'subject',
				['external-secrets.io/v1', 'ExternalSecret'],
				{ ...metadata, name: textAt(input, 'target') },
				{
					spec: { target: { name: textAt(input, 'target'), template: { type: textAt(input, 'template_type') } } },
				},
			);
		case 'CephCluster':
			return object('subject', ['ceph.rook.io/v1', 'CephCluster'], metadata, { spec: input['spec'] });
		case 'CephObjectStore':
			return object('subject', ['ceph.rook.io/v1', 'CephObjectStore'], metadata, { spec: input['spec'] });
		case 'StorageClass':
			return object(
				'subject',
				['storage.k8s.io/v1', 'StorageClass'],
				{ name: 'ceph' },
				{
					provisioner: input['provisioner'],
					parameters: input['parameters'],
				},
			);
		default:
			return { ...script(input), ...loki(input) };
	}
}

/** A Secret by its keys or its texts. Its Kustomization decrypts it where the case says so. */
function secretSubject(input: JsonObject, sops: Readonly<Record<string, unknown>>): Texts {
	const keys = textsAt(input, 'keys');
	const data = keys.length > 0 ? Object.fromEntries(keys.map((key) => [key, placeholder])) : input['stringData'];
	const texts = secret(input, textAt(input, 'name') ?? 'secret', {
		type: 'kubernetes.io/rook',
		stringData: data,
		...sops,
	});
	const others = Object.assign(
		{},
		...textsAt(input, 'other_secrets').map((name) => secret(input, name, { type: 'kubernetes.io/rook' })),
	);
	const all: Texts = { ...texts, ...others };
	const decryption = { provider: 'sops', secretRef: { name: 'sops-age' } };
	if (input['flux_decryption'] === undefined) return all;
	return underFlux(all, input['flux_decryption'] === true ? { decryption } : {});
}

/** The same files, applied by a Kustomization. */
function underFlux(texts: Texts, more: Readonly<Record<string, unknown>>): Texts {
	const spec = {
		interval: '1h',
		path: './apps',
		prune: true,
		sourceRef: { kind: 'GitRepository', name: 'flux-system' },
		...more,
	};
	const metadata = { name: 'apps', namespace: 'flux-system' };
	const kustomization = { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', metadata, spec };
	const moved = Object.entries(texts).map(([path, text]) => [`apps/${path}`, stringify(JSON.parse(text))]);
	return { ...Object.fromEntries(moved), 'clusters/lab/apps.yaml': stringify(kustomization) };
}

/** What stands where a case names a key and no value. */
const placeholder = 'filled-in-elsewhere';

function script(input: JsonObject): Texts {
	const args = objectAt(input, 'script_args');
	const words = Object.entries(args).flatMap(([name, value]) => [`--${name}`, `'${String(value)}'`]);
	return words.length === 0
		? {}
		: { 'export.sh': `#!/bin/bash\npython3 create-external-cluster-resources.py ${words.join(' ')}\n` };
}

function loki(input: JsonObject): Texts {
	const values = input['helm_values'];
	if (values === undefined || !isObject(values)) return {};
	const extra = textsAt(input, 'extra_args');
	const texts = release(textAt(input, 'chart') ?? 'loki', undefined, 'loki', {
		...values,
		...(input['extra_args'] === undefined ? {} : { singleBinary: { extraArgs: extra } }),
	}); // Only under Flux it is known that nothing is substituted.
	return input['flux_post_build'] === false ? underFlux(texts, {}) : texts;
}
