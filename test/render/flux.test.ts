import { describe, expect, test } from 'vitest';
import { renderClusters } from '../../src/render/flux/clusters.ts';
import { helmRelease, isHelmRelease } from '../../src/render/helm/helm-release.ts';
import { readConfig } from '../../src/repo/config.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import { nodeAt, type Step } from '../../src/repo/node.ts';
import { decidedAt, trail } from '../../src/repo/origin.ts';
import { openSources } from '../../src/repo/sources.ts';
import { toJson } from '../../src/repo/to-json.ts';
import { block } from '../../src/rule.ts';

function render(texts: Record<string, string>) {
	const files = filesFromTexts(texts);
	const config = readConfig(files);
	if (!config.ok) throw new Error(JSON.stringify(config.problem));
	const clusters = renderClusters(openSources(files), config.value);
	const [cluster] = clusters;
	if (cluster === undefined) throw new Error('no cluster');
	const textAt = (at: { file: string; range: { start: number; end: number } }) =>
		`${at.file}: ${(texts[at.file] ?? '').slice(at.range.start, at.range.end)}`;
	return {
		clusters,
		cluster,
		names: cluster.resources.map(({ kind, name, namespace }) => `${kind} ${namespace ?? '-'}/${name}`),
		value(kind: string, name: string, path: readonly Step[]) {
			const resource = cluster.resources.find((one) => one.kind === kind && one.name === name);
			const node = nodeAt(resource?.root, path);
			if (node === undefined) return undefined;
			return {
				value: node.kind === 'unknown' ? `unknown: ${node.why}, ${node.what}` : toJson(node),
				decided: textAt(decidedAt(node.origin)),
				trail: trail(node.origin).map(({ at, note }) => `${note}: ${textAt(at)}`),
			};
		},
	};
}

/** The Kustomization that `flux bootstrap` writes, with its own path. */
const sync = block`
	apiVersion: source.toolkit.fluxcd.io/v1
	kind: GitRepository
	metadata: {name: flux-system, namespace: flux-system}
	spec: {url: "ssh://git@git.example/house/cluster"}
	---
	apiVersion: kustomize.toolkit.fluxcd.io/v1
	kind: Kustomization
	metadata: {name: flux-system, namespace: flux-system}
	spec:
	  path: ./clusters/home
	  sourceRef: {kind: GitRepository, name: flux-system}
`;

function kustomization(name: string, spec: string): string {
	return block`
		apiVersion: kustomize.toolkit.fluxcd.io/v1
		kind: Kustomization
		metadata: {name: ${name}, namespace: flux-system}
		spec: ${spec}
	`;
}

const settings = block`
	apiVersion: v1
	kind: ConfigMap
	metadata: {name: settings, namespace: flux-system}
	data: {POD_CIDR: 10.42.0.0/16, MASK: "24", EMPTY: ""}
`;

const pool = block`
	apiVersion: cilium.io/v2
	kind: CiliumLoadBalancerIPPool
	metadata: {name: lan}
	spec:
	  cidr: "\${POD_CIDR}"
	  mask: "\${MASK}"
	  range: "from \${POD_CIDR} on"
	  fallback: \${NOTHING:=10.0.0.0/8}
`;

describe('Flux Kustomizations', () => {
	test('are followed from the entry point to a fixed point', () => {
		const { clusters, names } = render({
			'clusters/home/flux-system/gotk-sync.yaml': sync,
			'clusters/home/apps.yaml': kustomization('apps', '{path: ./apps}'),
			'apps/one/ks.yaml': kustomization('one', '{path: ./apps/one/app}'),
			'apps/one/kustomization.yaml': 'resources: [ks.yaml]\n',
			'apps/one/app/pool.yaml': pool,
			'dead/pool.yaml': pool,
		});
		expect(clusters.map(({ name }) => name)).toEqual(['home']);
		expect(names).toEqual([
			'Kustomization flux-system/apps',
			'GitRepository flux-system/flux-system',
			'Kustomization flux-system/flux-system',
			'Kustomization flux-system/one',
			'CiliumLoadBalancerIPPool -/lan',
		]);
	});

	test('take their variables from ConfigMaps that others render later', () => {
		const { value } = render({
			'clusters/home/flux-system/gotk-sync.yaml': sync,
			'clusters/home/apps.yaml': kustomization(
				'apps',
				'{path: ./apps, postBuild: {substituteFrom: [{kind: ConfigMap, name: settings}]}}',
			),
			'clusters/home/vars.yaml': kustomization('vars', '{path: ./vars}'),
			'apps/pool.yaml': pool,
			'vars/settings.yaml': settings,
		});
		expect(value('CiliumLoadBalancerIPPool', 'lan', ['spec', 'cidr'])).toMatchInlineSnapshot(`
			{
			  "decided": "vars/settings.yaml: 10.42.0.0/16",
			  "trail": [
			    "written here: vars/settings.yaml: 10.42.0.0/16",
			    "substituted here: apps/pool.yaml: "\${POD_CIDR}"",
			  ],
			  "value": "10.42.0.0/16",
			}
		`);
		expect(value('CiliumLoadBalancerIPPool', 'lan', ['spec', 'mask'])?.value).toBe(24);
		expect(value('CiliumLoadBalancerIPPool', 'lan', ['spec', 'range'])).toMatchInlineSnapshot(`
			{
			  "decided": "apps/pool.yaml: "from \${POD_CIDR} on"",
			  "trail": [
			    "written here: apps/pool.yaml: "from \${POD_CIDR} on"",
			    "a variable is defined here: vars/settings.yaml: 10.42.0.0/16",
			  ],
			  "value": "from 10.42.0.0/16 on",
			}
		`);
		expect(value('CiliumLoadBalancerIPPool', 'lan', ['spec', 'fallback'])?.value).toBe('10.0.0.0/8');
	});

	test('take variables that come out of themselves, as they do after the first apply', () => {
		const { value, cluster } = render({
			'clusters/home/flux-system/gotk-sync.yaml': sync,
			'clusters/home/apps.yaml': kustomization(
				'apps',
				'{path: ./apps, postBuild: {substituteFrom: [{kind: ConfigMap, name: settings}]}}',
			),
			'apps/pool.yaml': pool,
			'apps/settings.yaml': settings,
		});
		expect(value('CiliumLoadBalancerIPPool', 'lan', ['spec', 'cidr'])?.value).toBe('10.42.0.0/16');
		expect(cluster.unresolved).toEqual([]);
	});

	test('leave values unknown that a missing Secret could decide', () => {
		const { value, cluster } = render({
			'clusters/home/flux-system/gotk-sync.yaml': sync,
			'clusters/home/apps.yaml': kustomization(
				'apps',
				'{path: ./apps, postBuild: {substitute: {MASK: "20"}, substituteFrom: [{kind: Secret, name: secrets}]}}',
			),
			'apps/pool.yaml': pool,
		});
		expect(value('CiliumLoadBalancerIPPool', 'lan', ['spec', 'cidr'])?.value).toBe(
			'unknown: missing, the variable POD_CIDR',
		);
		expect(value('CiliumLoadBalancerIPPool', 'lan', ['spec', 'mask'])?.value).toBe(20);
		expect(cluster.unresolved.map(({ what }) => what)).toEqual(['Secret secrets, which variables come from']);
	});

	test('patch and complete their children, who are read from the rendered result', () => {
		const { value, names } = render({
			'clusters/home/flux-system/gotk-sync.yaml': sync,
			'clusters/home/apps.yaml': block`
				apiVersion: kustomize.toolkit.fluxcd.io/v1
				kind: Kustomization
				metadata: {name: apps, namespace: flux-system}
				spec:
				  path: ./apps
				  patches:
				    - target: {group: kustomize.toolkit.fluxcd.io, kind: Kustomization}
				      patch: |
				        apiVersion: kustomize.toolkit.fluxcd.io/v1
				        kind: Kustomization
				        metadata: {name: all}
				        spec:
				          postBuild:
				            substitute: {POD_CIDR: 10.99.0.0/16}
			`,
			'apps/one/ks.yaml': kustomization('one', '{path: ./apps/one/app}'),
			'apps/one/kustomization.yaml': 'resources: [ks.yaml]\n',
			'apps/one/app/pool.yaml': pool,
		});
		expect(names).toContain('CiliumLoadBalancerIPPool -/lan');
		expect(value('CiliumLoadBalancerIPPool', 'lan', ['spec', 'cidr'])).toMatchInlineSnapshot(`
			{
			  "decided": "clusters/home/apps.yaml: 10.99.0.0/16",
			  "trail": [
			    "written here: clusters/home/apps.yaml: 10.99.0.0/16",
			    "substituted here: apps/one/app/pool.yaml: "\${POD_CIDR}"",
			  ],
			  "value": "10.99.0.0/16",
			}
		`);
	});

	test('of another repository are unresolved, and so are missing folders', () => {
		const { cluster } = render({
			'clusters/home/flux-system/gotk-sync.yaml': sync,
			'clusters/home/other.yaml': block`
				apiVersion: source.toolkit.fluxcd.io/v1
				kind: GitRepository
				metadata: {name: other, namespace: flux-system}
				spec: {url: "https://git.example/house/other"}
				---
				${kustomization('other', '{path: ./apps, sourceRef: {kind: GitRepository, name: other}}').replaceAll('\n', '\n\t\t\t\t')}
			`,
			'clusters/home/gone.yaml': kustomization('gone', '{path: ./gone}'),
			'apps/pool.yaml': pool,
		});
		expect(cluster.unresolved.map(({ why, what }) => `${why}: ${what}`)).toEqual([
			'missing: the folder ./gone',
			'remote: GitRepository flux-system/other',
		]);
	});

	test('that another parent renders under the entry path itself do not run for ever', () => {
		const { names } = render({
			'clusters/home/flux-system/gotk-sync.yaml': sync,
			'clusters/home/again.yaml': kustomization('again', '{path: ./clusters/home, namePrefix: a-}'),
		});
		expect(names.length).toBeLessThan(10_000);
	});
});

describe('HelmRelease values', () => {
	const release = block`
		apiVersion: helm.toolkit.fluxcd.io/v2
		kind: HelmRelease
		metadata: {name: cilium, namespace: kube-system}
		spec:
		  chart: {spec: {chart: cilium, version: 1.18.2}}
		  valuesFrom:
		    - {kind: ConfigMap, name: cilium-values}
		    - {kind: Secret, name: token, valuesKey: token, targetPath: hubble.token}
		  values:
		    ipv6: {enabled: true}
	`;
	const repo = {
		'clusters/home/flux-system/gotk-sync.yaml': sync,
		'clusters/home/cilium/kustomization.yaml': block`
			namespace: kube-system
			resources: [release.yaml]
			configMapGenerator:
			  - name: cilium-values
			    files: [values.yaml=values.yaml]
			generatorOptions: {disableNameSuffixHash: true}
		`,
		'clusters/home/cilium/release.yaml': release,
		'clusters/home/cilium/values.yaml': block`
			ipv4NativeRoutingCIDR: 10.42.0.0/16
			ipv6: {enabled: false, extra: 1}
		`,
	};

	test('merge in the order of Flux, inline values last, and keep the place that decides', () => {
		const { cluster } = render(repo);
		const resource = cluster.resources.find(isHelmRelease);
		if (resource === undefined) throw new Error('no release');
		const read = helmRelease(resource, cluster.find);
		if (read === undefined) throw new Error('no values');
		expect(toJson(read.values)).toEqual({
			ipv4NativeRoutingCIDR: '10.42.0.0/16',
			ipv6: { enabled: true, extra: 1 },
		});
		const cidr = nodeAt(read.values, ['ipv4NativeRoutingCIDR']);
		expect(cidr && decidedAt(cidr.origin)).toEqual({
			file: 'clusters/home/cilium/values.yaml',
			range: { start: 23, end: 35 },
		});
		const enabled = nodeAt(read.values, ['ipv6', 'enabled']);
		expect(enabled && decidedAt(enabled.origin).file).toBe('clusters/home/cilium/release.yaml');
		expect(read.unresolved.map(({ what }) => what)).toEqual(['key token of Secret token']);
		expect([read.chart, read.version && toJson(read.version)]).toEqual(['cilium', '1.18.2']);
	});
});

describe('entry points', () => {
	const ks = kustomization('cluster-apps', '{path: ./kubernetes/apps}');

	test.each([
		['a FluxInstance', { 'a.yaml': 'kind: FluxInstance\nspec: {sync: {path: kubernetes/flux}}\n' }],
		['values of flux-instance', { 'a.yaml': 'instance:\n  sync:\n    path: kubernetes/flux\n' }],
		[
			'the HelmRelease of flux-instance',
			{ 'a.yaml': 'kind: HelmRelease\nspec: {values: {instance: {sync: {path: ./kubernetes/flux}}}}\n' },
		],
		['a Kustomization that no other reaches', {}],
	])('are found in %s', (_, extra) => {
		const { clusters, names } = render({
			...extra,
			'kubernetes/flux/apps.yaml': ks,
			'kubernetes/apps/pool.yaml': pool,
		});
		expect(clusters).toHaveLength(1);
		expect(names).toContain('CiliumLoadBalancerIPPool -/lan');
	});

	test('of several clusters are several plans, named after their folders', () => {
		const { clusters } = render({
			'clusters/a/flux-system/gotk-sync.yaml': sync.replace('clusters/home', 'clusters/a'),
			'clusters/b/flux-system/gotk-sync.yaml': sync.replace('clusters/home', 'clusters/b'),
		});
		expect(clusters.map(({ name }) => name)).toEqual(['a', 'b']);
	});

	test('may lie below the folder that the artifact is made of', () => {
		const { names } = render({
			'a.yaml': 'kind: FluxInstance\nspec: {sync: {path: clusters/main}}\n',
			'kubernetes/clusters/main/apps.yaml': kustomization('apps', '{path: ./apps}'),
			'kubernetes/apps/pool.yaml': pool,
		});
		expect(names).toContain('CiliumLoadBalancerIPPool -/lan');
	});
});
