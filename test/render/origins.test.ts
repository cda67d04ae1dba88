import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Injected, renderFolder } from '../../src/render/kustomize/kustomize.ts';
import { filesFromDisk } from '../../src/repo/disk.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { nodeAt, originWithin, type ScalarNode, type Step, textOf } from '../../src/repo/node.ts';
import { decidedAt, type Origin, trail } from '../../src/repo/origin.ts';
import { parseFile } from '../../src/repo/parse.ts';
import { openSources } from '../../src/repo/sources.ts';
import { toJson } from '../../src/repo/to-json.ts';
import { block } from '../../src/rule.ts';
import { scalarsOf } from '../support/scalars.ts';

function render(texts: Record<string, string>, folder = '', injected?: Injected) {
	const rendered = renderFolder(openSources(filesFromTexts(texts)), folder as RepoPath, injected);
	const slice = (at: ReturnType<typeof decidedAt>): string =>
		`${at.file}: ${(texts[at.file] ?? '').slice(at.range.start, at.range.end)}`;
	const scalar = (kind: string, ...path: Step[]): ScalarNode => {
		const node = nodeAt(rendered.resources.find((one) => one.kind === kind)?.root, path);
		if (node?.kind !== 'scalar') throw new Error(`no scalar at ${kind} ${path.join('.')}`);
		return node;
	};
	return {
		rendered,
		scalar,
		decided: (kind: string, ...path: Step[]) => slice(decidedAt(scalar(kind, ...path).origin)),
		part: (node: ScalarNode, start: number, end: number) => slice(decidedAt(originWithin(node, start, end))),
		told: (origin: Origin) => trail(origin).map(({ at, note }) => `${note} | ${slice(at)}`),
	};
}

const cilium = block`
	apiVersion: helm.toolkit.fluxcd.io/v2
	kind: HelmRelease
	metadata: {name: cilium}
	spec:
	  values:
	    ipv4NativeRoutingCIDR: 10.42.0.0/16
	    ipv6: {enabled: false}
	    devices: [eth0]
`;

describe('a value is decided', () => {
	test('by the last overlay, and the ones before are told', () => {
		const { decided, scalar, told } = render(
			{
				'base/kustomization.yaml': 'resources: [cilium.yaml]\n',
				'base/cilium.yaml': cilium,
				'middle/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
				'middle/patch.yaml': block`
					apiVersion: helm.toolkit.fluxcd.io/v2
					kind: HelmRelease
					metadata: {name: cilium}
					spec: {values: {ipv4NativeRoutingCIDR: 10.43.0.0/16, ipv6: {enabled: true}}}
				`,
				'top/kustomization.yaml': block`
					resources: [../middle]
					patches:
					- patch: |
					    apiVersion: helm.toolkit.fluxcd.io/v2
					    kind: HelmRelease
					    metadata: {name: cilium}
					    spec:
					      values:
					        ipv4NativeRoutingCIDR: 10.44.0.0/16
				`,
			},
			'top',
		);
		expect(decided('HelmRelease', 'spec', 'values', 'ipv4NativeRoutingCIDR')).toBe(
			'top/kustomization.yaml: 10.44.0.0/16',
		);
		expect(decided('HelmRelease', 'spec', 'values', 'ipv6', 'enabled')).toBe('middle/patch.yaml: true');
		expect(decided('HelmRelease', 'spec', 'values', 'devices', 0)).toBe('base/cilium.yaml: eth0');
		expect(told(scalar('HelmRelease', 'spec', 'values', 'ipv4NativeRoutingCIDR').origin)).toEqual([
			'written here | top/kustomization.yaml: 10.44.0.0/16',
			'replaces the value from here | middle/patch.yaml: 10.43.0.0/16',
			'replaces the value from here | base/cilium.yaml: 10.42.0.0/16',
		]);
	});

	test('by the operation of a JSON patch, inline or in a file', () => {
		const { decided, scalar, told } = render({
			'kustomization.yaml': block`
				resources: [cilium.yaml]
				patches:
				- target: {kind: HelmRelease}
				  patch: |-
				    - op: replace
				      path: /spec/values/ipv4NativeRoutingCIDR
				      value: 10.43.0.0/16
				- target: {kind: HelmRelease}
				  path: patch.json
			`,
			'patch.json': '[{"op": "add", "path": "/spec/values/devices/-", "value": "eth1"}]\n',
			'cilium.yaml': cilium,
		});
		expect(decided('HelmRelease', 'spec', 'values', 'ipv4NativeRoutingCIDR')).toBe('kustomization.yaml: 10.43.0.0/16');
		expect(decided('HelmRelease', 'spec', 'values', 'devices', 1)).toBe('patch.json: "eth1"');
		expect(told(scalar('HelmRelease', 'spec', 'values', 'ipv4NativeRoutingCIDR').origin)).toEqual([
			'written here | kustomization.yaml: 10.43.0.0/16',
			'replaces the value from here | cilium.yaml: 10.42.0.0/16',
		]);
	});

	test('by a component', () => {
		const { decided } = render({
			'kustomization.yaml': 'resources: [cilium.yaml]\ncomponents: [dual]\n',
			'cilium.yaml': cilium,
			'dual/kustomization.yaml': block`
				apiVersion: kustomize.config.k8s.io/v1alpha1
				kind: Component
				patches:
				- target: {kind: HelmRelease, name: cil.*}
				  patch: |-
				    kind: HelmRelease
				    metadata: {name: any}
				    spec: {values: {ipv6: {enabled: true}}}
			`,
		});
		expect(decided('HelmRelease', 'spec', 'values', 'ipv6', 'enabled')).toBe('dual/kustomization.yaml: true');
	});

	test('by the source of a replacement, part by part', () => {
		const { decided, scalar, told, part } = render({
			'kustomization.yaml': block`
				resources: [all.yaml]
				replacements:
				- source: {kind: ConfigMap, name: settings, fieldPath: data.v6}
				  targets:
				  - select: {kind: Thing}
				    fieldPaths: [spec.whole]
				  - select: {kind: Thing}
				    fieldPaths: [spec.both]
				    options: {delimiter: ",", index: 1}
			`,
			'all.yaml': block`
				apiVersion: v1
				kind: ConfigMap
				metadata: {name: settings}
				data: {v6: "fd00:10::/56"}
				---
				apiVersion: example.com/v1
				kind: Thing
				metadata: {name: a}
				spec: {whole: x, both: "10.42.0.0/16,y"}
			`,
		});
		expect(decided('Thing', 'spec', 'whole')).toBe('all.yaml: "fd00:10::/56"');
		expect(told(scalar('Thing', 'spec', 'whole').origin)).toEqual([
			'written here | all.yaml: "fd00:10::/56"',
			'put in place here | kustomization.yaml: spec.whole',
			'replaces the value from here | all.yaml: x',
		]);
		const both = scalar('Thing', 'spec', 'both');
		expect(both.value).toBe('10.42.0.0/16,fd00:10::/56');
		expect(part(both, 0, 12)).toBe('all.yaml: 10.42.0.0/16');
		expect(part(both, 13, 25)).toBe('all.yaml: fd00:10::/56');
	});

	test('by the file or the literal of a generator, down to the character', () => {
		const values = 'ipam:\n  operator:\n    clusterPoolIPv4PodCIDRList: [10.42.0.0/16]\n';
		const { scalar, decided, told, part } = render({
			'kustomization.yaml': block`
				configMapGenerator:
				- name: values
				  files: [values.yaml=conf/cilium.yaml]
				  literals: ["cidr='10.42.0.0/16'"]
				  envs: [conf/settings.env]
			`,
			'conf/cilium.yaml': values,
			'conf/settings.env': '# pods\nPOD_CIDR=10.42.0.0/16\r\n',
		});
		const file = scalar('ConfigMap', 'data', 'values.yaml');
		expect(file.value).toBe(values);
		const at = values.indexOf('10.42');
		expect(part(file, at, at + 12)).toBe('conf/cilium.yaml: 10.42.0.0/16');
		expect(told(file.origin).map((line) => line.split(':')[0])).toEqual([
			'written here | conf/cilium.yaml',
			'put in place here | kustomization.yaml',
		]);
		expect(decided('ConfigMap', 'data', 'cidr')).toBe('kustomization.yaml: 10.42.0.0/16');
		expect(decided('ConfigMap', 'data', 'POD_CIDR')).toBe('conf/settings.env: 10.42.0.0/16');
		expect(scalar('ConfigMap', 'data', 'POD_CIDR').value).toBe('10.42.0.0/16');
	});

	test('by the kustomization file for namespaces, and the place before is told', () => {
		const { decided, scalar, told } = render({
			'kustomization.yaml': 'namespace: kube-system\nresources: [cilium.yaml, a.yaml]\n',
			'cilium.yaml': cilium,
			'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: old}\n',
		});
		expect(decided('HelmRelease', 'metadata', 'namespace')).toBe('kustomization.yaml: kube-system');
		expect(told(scalar('ConfigMap', 'metadata', 'namespace').origin)).toEqual([
			'written here | kustomization.yaml: kube-system',
			'put in place here | kustomization.yaml: namespace',
			'replaces the value from here | a.yaml: old',
		]);
	});

	test('at the anchor of an alias and of a merge key, through patches too', () => {
		const { decided, scalar, told } = render({
			'kustomization.yaml': 'resources: [a.yaml]\npatches: [{path: patch.yaml}]\n',
			'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {cidr: x, kept: &k v, same: *k}\n',
			'patch.yaml': block`
				apiVersion: v1
				kind: ConfigMap
				metadata: {name: a}
				data:
				  first: &cidr 10.42.0.0/16
				  cidr: *cidr
				other: &base {net: fd00::/56}
				merged: {<<: *base}
			`,
		});
		expect(decided('ConfigMap', 'data', 'cidr')).toBe('patch.yaml: 10.42.0.0/16');
		expect(decided('ConfigMap', 'data', 'same')).toBe('a.yaml: v');
		expect(decided('ConfigMap', 'merged', 'net')).toBe('patch.yaml: fd00::/56');
		expect(told(scalar('ConfigMap', 'data', 'cidr').origin)).toEqual([
			'written here | patch.yaml: 10.42.0.0/16',
			'used here through an alias | patch.yaml: *cidr',
			'replaces the value from here | a.yaml: x',
		]);
	});

	test('inside a list that is merged by key', () => {
		const { decided } = render({
			'kustomization.yaml': 'resources: [a.yaml]\npatches: [{path: patch.yaml}]\n',
			'a.yaml': block`
				apiVersion: v1
				kind: Pod
				metadata: {name: a}
				spec: {containers: [{name: a, image: a, env: [{name: V4, value: 10.42.0.0/16}, {name: V6, value: none}]}]}
			`,
			'patch.yaml': block`
				apiVersion: v1
				kind: Pod
				metadata: {name: a}
				spec: {containers: [{name: a, env: [{name: V6, value: fd00::/56}]}]}
			`,
		});
		const env = ['spec', 'containers', 0, 'env'] as const;
		expect(decided('Pod', ...env, 0, 'value')).toBe('patch.yaml: fd00::/56');
		expect(decided('Pod', ...env, 1, 'value')).toBe('a.yaml: 10.42.0.0/16');
		expect(decided('Pod', 'spec', 'containers', 0, 'image')).toBe('a.yaml: a');
	});

	test('by patches that a Flux Kustomization brings, inside its own block of text', () => {
		const text = block`
			spec:
			  targetNamespace: kube-system
			  patches:
			  - target: {kind: HelmRelease}
			    patch: |
			      - op: add
			        path: /spec/values/ipv6NativeRoutingCIDR
			        value: fd00:10::/56
			  - patch: |
			      apiVersion: helm.toolkit.fluxcd.io/v2
			      kind: HelmRelease
			      metadata: {name: cilium}
			      spec: {values: {ipv6: {enabled: true}}}
		`;
		const spec = nodeAt(parseFile('ks.yaml' as RepoPath, text).documents[0], ['spec']);
		const patches = nodeAt(spec, ['patches']);
		const targetNamespace = nodeAt(spec, ['targetNamespace']);
		if (patches === undefined || targetNamespace === undefined) throw new Error('the text has both');
		const { decided, rendered } = render({ 'ks.yaml': text, 'app/cilium.yaml': cilium }, 'app', {
			patches,
			targetNamespace,
		});
		expect(rendered.problems).toEqual([]);
		expect(decided('HelmRelease', 'spec', 'values', 'ipv6NativeRoutingCIDR')).toBe('ks.yaml: fd00:10::/56');
		expect(decided('HelmRelease', 'spec', 'values', 'ipv6', 'enabled')).toBe('ks.yaml: true');
		expect(decided('HelmRelease', 'metadata', 'namespace')).toBe('ks.yaml: kube-system');
	});
});

describe('what is not known', () => {
	const encrypted = 'ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]';

	test('moves along through patches and generators', () => {
		const { rendered } = render({
			'kustomization.yaml': block`
				resources: [a.yaml]
				namespace: home
				secretGenerator: [{name: s, files: [secret.sops.yaml]}]
				patches:
				- target: {kind: ConfigMap}
				  patch: |-
				    - {op: copy, from: /data/hidden, path: /data/copied}
			`,
			'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {hidden: "${encrypted}"}\n`,
			'secret.sops.yaml': `a: ${encrypted}\nsops: {mac: "${encrypted}"}\n`,
		});
		const at = (kind: string, ...path: Step[]) =>
			nodeAt(rendered.resources.find((one) => one.kind === kind)?.root, path);
		expect(at('ConfigMap', 'data', 'copied')).toMatchObject({ kind: 'unknown', why: 'encrypted' });
		expect(at('Secret', 'data', 'secret.sops.yaml')).toMatchObject({ kind: 'unknown', why: 'encrypted' });
		expect(rendered.problems).toEqual([]);
	});

	test('is told with its place, and the rest is kept', () => {
		const { rendered } = render(
			{
				'apps/kustomization.yaml': block`
				resources:
				- https://example.com/crds.yaml
				- github.com/example/base//deploy?ref=v1
				- git@example.com:house/base.git
				- oci://example.com/base
				- missing.yaml
				- ../../outside
				- /etc/passwd
				- a.yaml
				components: [../none]
				helmCharts: [{name: x}]
				transformers: [{name: y}]
				configMapGenerator: [{name: g, files: [none.txt], literals: [a=b]}]
			`,
				'apps/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
			},
			'apps',
		);
		expect(rendered.resources.map(({ name }) => name.split('-')[0])).toEqual(['a', 'g']);
		expect(rendered.unresolved.map(({ why, what }) => `${why}: ${what}`)).toEqual([
			'remote: https://example.com/crds.yaml',
			'remote: github.com/example/base//deploy?ref=v1',
			'remote: git@example.com:house/base.git',
			'remote: oci://example.com/base',
			'missing: missing.yaml',
			'remote: ../../outside, outside the repository',
			'remote: /etc/passwd, outside the repository',
			'missing: none.txt',
			'remote: the objects of a Helm chart',
			'missing: ../none',
		]);
	});
});

const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));
const archives = existsSync(corpus) ? readdirSync(corpus).filter((name) => name.endsWith('.tar.gz')) : [];
if (archives.length === 0) console.log('the corpus of repositories is not there: positions are not checked in it');

describe.runIf(archives.length > 0)('in real repositories', () => {
	test.each(archives)('%s the text at the place of each scalar reads as its value', { timeout: 120_000 }, (archive) => {
		const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
		try {
			spawnSync('tar', ['-xzf', join(corpus, archive), '-C', folder]);
			const files = filesFromDisk(folder);
			const wrong: string[] = [];
			for (const path of files.paths.filter((one) => /\.ya?ml$/.test(one))) {
				const read = files.read(path);
				if (read?.ok) wrong.push(...misplaced(path, read.value));
			}
			expect(wrong).toEqual([]);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});

/** Scalars whose text, where they say they stand, does not read as their value. */
function misplaced(path: RepoPath, text: string): string[] {
	const file = parseFile(path, text);
	if (file.syntaxErrors.length > 0) return [];
	return file.documents.flatMap(scalarsOf).flatMap((node) => {
		// A missing value stands where its key does.
		if (node.origin.kind !== 'written' || node.source === '') return [];
		const { range } = decidedAt(node.origin);
		const here = text.slice(range.start, range.end);
		const isRight = /^[|>]/.test(here) ? hasLinesInPlace(text, node, here) : readsAs(here, node);
		return isRight ? [] : [`${path}:${range.start}: ${JSON.stringify(here.slice(0, 60))}`];
	});
}

function readsAs(here: string, node: ScalarNode): boolean {
	const { value } = node;
	if (here === String(value) || here === `"${value}"` || here === `'${value}'`) return true;
	const [again] = parseFile('' as RepoPath, here).documents;
	return (again === undefined ? null : toJson(again)) === value;
}

function hasLinesInPlace(text: string, node: ScalarNode, here: string): boolean {
	if (here.startsWith('>')) return true;
	return [...textOf(node).matchAll(/[^\n]+/g)].every((line) => {
		const { range } = decidedAt(originWithin(node, line.index, line.index + line[0].length));
		return text.slice(range.start, range.end) === line[0];
	});
}
