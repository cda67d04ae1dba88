import { join } from 'node:path';
import { filesFromDisk } from '../../../src/repo/disk.ts';
import { filesFromTexts, type RepoFiles } from '../../../src/repo/files.ts';
import { block } from '../../../src/rule.ts';

/** What a repository asks for. */
export interface Asked {
	readonly version?: string;
	readonly secrets?: string;
	readonly messenger?: 'v1' | 'v2';
	/** Lines for `ceph:` in place of the usual ones. */
	readonly ceph?: string;
	/** More lines at the top of the configuration. */
	readonly more?: string;
}

export const secretModes = {
	externalSecret: '{mode: externalSecret, store: vault, path: rook/}',
	sops: '{mode: sops}',
	manual: '{mode: manual}',
} as const;

/** The block `ceph:` with everything in it. */
export function cephBlock({
	version = 'v1.20.6',
	secrets = secretModes.externalSecret,
	messenger = 'v1',
	ceph,
}: Asked): string {
	return `ceph:
  fsid: 5e1f9a3c-7b42-4d7e-9c55-0a6d2f8b1e90
  messenger: ${messenger}
  monitors:
    - {id: key-001, address: "fd5c:9a3e:ce::1"}
    - {id: key-002, address: "fd5c:9a3e:ce::2"}
    - {id: key-003, address: "fd5c:9a3e:ce::3"}
${
	ceph ??
	`  rbd: {pool: volumes, dataPool: volumes-data}
  cephfs: {name: chest, pool: chest-data}
  rgw: {hostname: rgw.lab.example, port: 7480}
  loki: {namespace: loki, buckets: {chunks: loki-chunks, ruler: loki-ruler, admin: loki-admin}}
`
}  rook: {version: ${version}}
  secrets: ${secrets}
`;
}

const example = join(import.meta.dirname, '../../../examples/dungeon');

/** The reference cluster as if nobody had thought of Rook yet, with a Loki that keeps its logs nowhere. */
export function dungeonWithoutRook(asked: Asked = {}): Record<string, string> {
	const all = textsOf(filesFromDisk(example));
	const kept = Object.entries(all).filter(
		([path]) => !path.startsWith('infrastructure/storage/') && !/rook-ceph|production\/storage/.test(path),
	);
	const texts = new Map(kept);
	const changed = (path: string, change: (text: string) => string) => texts.set(path, change(texts.get(path) ?? ''));
	changed('infrastructure/controllers/overlays/production/kustomization.yaml', (text) =>
		text.replace(/.*rook-ceph\n/, ''),
	);
	changed('clusters/production/apps.yaml', (text) => text.replace(/.*name: storage\n/, ''));
	changed('apps/overlays/production/kustomization.yaml', (text) =>
		text.replace('- ../../base\n', '- ../../base\n  - ../../base/loki\n'),
	);
	changed('.dualstack-lint.yaml', (text) =>
		text
			.replace(/\n# The Ceph cluster that runs elsewhere[\s\S]*$/, `\n${cephBlock(asked)}${asked.more ?? ''}`)
			.replace('fc00:f1:ada:104e:1ace::/64', 'fd5c:9a3e:ce::/64'),
	);
	for (const [name, text] of Object.entries(loki)) texts.set(`apps/base/loki/${name}`, text);
	return Object.fromEntries(texts);
}

const loki = {
	'kustomization.yaml': block`
		apiVersion: kustomize.config.k8s.io/v1beta1
		kind: Kustomization
		namespace: loki
		resources:
		  - namespace.yaml
		  - helm-repository.yaml
		  - helm-release.yaml
	`,
	'namespace.yaml': block`
		apiVersion: v1
		kind: Namespace
		metadata:
		  name: loki
	`,
	'helm-repository.yaml': block`
		apiVersion: source.toolkit.fluxcd.io/v1
		kind: HelmRepository
		metadata:
		  name: grafana
		spec:
		  interval: 12h
		  url: https://grafana.github.io/helm-charts
	`,
	'helm-release.yaml': block`
		apiVersion: helm.toolkit.fluxcd.io/v2
		kind: HelmRelease
		metadata:
		  name: loki
		spec:
		  interval: 1h
		  timeout: 15m
		  chart:
		    spec:
		      chart: loki
		      version: 6.55.0
		      sourceRef:
		        kind: HelmRepository
		        name: grafana
		  values:
		    deploymentMode: SingleBinary
		    loki:
		      auth_enabled: false
		    singleBinary:
		      replicas: 2
	`,
};

const cluster = block`
	apiVersion: kubeadm.k8s.io/v1beta4
	kind: ClusterConfiguration
	networking:
	  podSubnet: 10.42.0.0/16
	  serviceSubnet: 10.43.0.0/16
`;

/** All components as files of one folder, applied by one Flux Kustomization; two spaces before no dash. */
export function flat(asked: Asked = {}): Record<string, string> {
	return {
		'.dualstack-lint.yaml': `version: 1\nfiles: [kubeadm.yaml]\n${cephBlock(asked)}${asked.more ?? ''}`,
		'kubeadm.yaml': cluster,
		'clusters/lab/infrastructure.yaml': block`
			apiVersion: kustomize.toolkit.fluxcd.io/v1
			kind: Kustomization
			metadata:
			  name: infra-controllers
			  namespace: flux-system
			spec:
			  interval: 1h
			  path: ./infrastructure/controllers
			  prune: true
			  sourceRef:
			    kind: GitRepository
			    name: flux-system
			  wait: true
		`,
		'infrastructure/controllers/kustomization.yaml': block`
			apiVersion: kustomize.config.k8s.io/v1beta1
			kind: Kustomization
			resources:
			- cert-manager.yaml
			- loki.yaml
		`,
		'infrastructure/controllers/cert-manager.yaml': `---\n${flatRelease('cert-manager', 'cert-manager', '1.18.0')}`,
		'infrastructure/controllers/loki.yaml': `---\n${flatRelease('loki', 'loki', '6.40.0')}`,
	};
}

function flatRelease(name: string, namespace: string, version: string): string {
	return block`
		apiVersion: v1
		kind: Namespace
		metadata:
		  name: ${namespace}
		---
		apiVersion: source.toolkit.fluxcd.io/v1
		kind: HelmRepository
		metadata:
		  name: ${name}
		  namespace: ${namespace}
		spec:
		  interval: 24h
		  url: https://charts.example/${name}
		---
		apiVersion: helm.toolkit.fluxcd.io/v2
		kind: HelmRelease
		metadata:
		  name: ${name}
		  namespace: ${namespace}
		spec:
		  interval: 30m
		  chart:
		    spec:
		      chart: ${name}
		      version: "${version}"
		      sourceRef:
		        kind: HelmRepository
		        name: ${name}
		  values: {}
	`;
}

/** A folder and a Flux Kustomization for each component, which gives the namespace to all objects. */
export function nested(asked: Asked = {}): Record<string, string> {
	return {
		'.dualstack-lint.yaml': `version: 1\nfiles: [kubeadm.yaml]\n${cephBlock(asked)}${asked.more ?? ''}`,
		'kubeadm.yaml': cluster,
		'kubernetes/flux/cluster/ks.yaml': block`
			---
			apiVersion: kustomize.toolkit.fluxcd.io/v1
			kind: Kustomization
			metadata:
			  name: cluster-apps
			  namespace: flux-system
			spec:
			  interval: 1h
			  path: ./kubernetes/apps
			  prune: true
			  sourceRef:
			    kind: GitRepository
			    name: flux-system
			    namespace: flux-system
		`,
		...nestedApp('kube-system', 'metrics-server', 'metrics-server', '3.13.0'),
		...nestedApp('loki', 'loki', 'loki', '6.55.0'),
	};
}

function nestedApp(namespace: string, name: string, chart: string, version: string): Record<string, string> {
	const folder = `kubernetes/apps/${namespace}`;
	const schema = '# yaml-language-server: $schema=https://schemas.example';
	return {
		[`${folder}/kustomization.yaml`]: block`
			---
			${schema}/kustomization.json
			apiVersion: kustomize.config.k8s.io/v1beta1
			kind: Kustomization
			namespace: ${namespace}
			resources:
			  - ./namespace.yaml
			  - ./${name}/ks.yaml
		`,
		[`${folder}/namespace.yaml`]: block`
			---
			apiVersion: v1
			kind: Namespace
			metadata:
			  name: ${namespace}
		`,
		[`${folder}/${name}/ks.yaml`]: block`
			---
			${schema}/kustomize.toolkit.fluxcd.io/kustomization_v1.json
			apiVersion: kustomize.toolkit.fluxcd.io/v1
			kind: Kustomization
			metadata:
			  name: ${name}
			spec:
			  interval: 1h
			  path: ./${folder}/${name}/app
			  prune: true
			  sourceRef:
			    kind: GitRepository
			    name: flux-system
			    namespace: flux-system
			  targetNamespace: ${namespace}
		`,
		[`${folder}/${name}/app/kustomization.yaml`]: block`
			---
			${schema}/kustomization.json
			apiVersion: kustomize.config.k8s.io/v1beta1
			kind: Kustomization
			resources:
			  - ./helmrelease.yaml
			  - ./helmrepository.yaml
		`,
		[`${folder}/${name}/app/helmrepository.yaml`]: block`
			---
			apiVersion: source.toolkit.fluxcd.io/v1
			kind: HelmRepository
			metadata:
			  name: ${name}
			spec:
			  interval: 1h
			  url: https://charts.example/${name}
		`,
		[`${folder}/${name}/app/helmrelease.yaml`]: block`
			---
			${schema}/helm.toolkit.fluxcd.io/helmrelease_v2.json
			apiVersion: helm.toolkit.fluxcd.io/v2
			kind: HelmRelease
			metadata:
			  name: ${name}
			spec:
			  interval: 1h
			  chart:
			    spec:
			      chart: ${chart}
			      version: ${version}
			      sourceRef:
			        kind: HelmRepository
			        name: ${name}
			  values:
			    replicas: 1
		`,
	};
}

/** The texts of a repository by path. */
export function textsOf(files: RepoFiles): Record<string, string> {
	return Object.fromEntries(
		files.paths.flatMap((path) => {
			const read = files.read(path);
			return read?.ok ? [[path, read.value]] : [];
		}),
	);
}

/** A repository of texts. */
export const repository = filesFromTexts;
