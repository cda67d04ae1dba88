import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstDifference } from '../../scripts/compare.ts';
import { readKubectlOutput } from '../../scripts/kubectl-output.ts';
import { filesFromDisk } from '../../src/repo/disk.ts';
import { kustomizeVersion, runKustomize } from '../render/case-folder.ts';
import { type BuiltCommand, buildCommand, folderWith, run, type TemporaryFolder } from '../support/command.ts';

const dungeon = resolve(import.meta.dirname, '../../examples/dungeon');

const service = (name: string, type = 'ClusterIP') =>
	`apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: web}\nspec: {type: ${type}, ports: [{port: 80}]}\n`;

const kustomization = (name: string, path: string, namespace = 'flux-system') =>
	`apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {path: ${path}}\n`;

/** Two teams with a Kustomization of the same name. */
const teams = {
	'clusters/east/apps.yaml': [kustomization('apps', './apps', 'red'), kustomization('apps', './more', 'blue')].join(
		'---\n',
	),
	'clusters/east/kustomization.yaml': 'resources: [apps.yaml]\n',
	'apps/web.yaml': service('web'),
	'more/db.yaml': service('db'),
};

const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: cilium, namespace: kube-system}
spec:
  chart: {spec: {chart: cilium}}
  valuesFrom:
    - {kind: ConfigMap, name: base}
    - {kind: Secret, name: token, optional: true}
  values: {ipv6: {enabled: true}}
`;

let command: BuiltCommand;
let repositories: TemporaryFolder;
beforeAll(() => {
	command = buildCommand();
	repositories = folderWith({
		'overlay/base/kustomization.yaml': 'resources: [web.yaml]\n',
		'overlay/base/web.yaml': service('web'),
		'overlay/top/kustomization.yaml':
			'resources: [../base]\npatches:\n  - patch: |\n      apiVersion: v1\n      kind: Service\n      metadata: {name: web, namespace: web}\n      spec: {type: LoadBalancer}\n',
		'plain/web/web.yaml': service('web'),
		'plain/web/more/db.yaml': service('db'),
		'broken/kustomization.yaml': 'resources: [web.yaml, missing.yaml]\nresource: []\n',
		'broken/web.yaml': service('web'),
		'refused/kustomization.yaml': 'resource: []\n',
		...Object.fromEntries(Object.entries(teams).map(([path, text]) => [`teams/${path}`, text])),
		'two/clusters/east/apps.yaml': kustomization('apps', './apps'),
		'two/clusters/west/apps.yaml': kustomization('apps', './apps'),
		'two/apps/web.yaml': service('web'),
		'parents/clusters/east/flux.yaml': [
			kustomization('top', './top'),
			'---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: flux-system}\ndata: {KIND: LoadBalancer}\n',
		].join(''),
		'parents/top/kustomization.yaml':
			'resources: [child.yaml]\npatches:\n  - target: {kind: Kustomization}\n    patch: |\n      - {op: add, path: /spec/targetNamespace, value: shop}\n      - {op: add, path: /spec/postBuild, value: {substituteFrom: [{kind: ConfigMap, name: settings}]}}\n',
		'parents/top/child.yaml': kustomization('apps', './apps'),
		'parents/apps/web.yaml': service('web', '"${KIND}"'),
		'parents/apps/kustomization.yaml': 'resources: [web.yaml, missing.yaml]\n',
		'hidden/secret.yaml':
			'apiVersion: v1\nkind: Secret\nmetadata: {name: token}\nstringData:\n  token: ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]\n  hosts.txt: |\n    web\n    \tdb\n',
		'values/cilium/release.yaml': release,
		'values/cilium/base.yaml':
			'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: base, namespace: kube-system}\ndata:\n  values.yaml: |\n    ipv6:\n      enabled: false\n    k8sServiceHost: "010"\n',
		'values/cilium/repository.yaml':
			'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: cilium, namespace: kube-system}\n',
		'fleet/clusters/east/network.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: infra, namespace: flux-system}
spec: {url: "https://example.com/infra"}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: network, namespace: flux-system}
spec: {path: ./network, sourceRef: {kind: GitRepository, name: infra}}
`,
		'infra/network/web.yaml': service('web'),
		'deep/release.yaml': release
			.replace('name: base}', `name: base, valuesKey: key, targetPath: ${'a.'.repeat(5000)}b}`)
			.concat('---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: base, namespace: kube-system}\ndata: {key: c}\n'),
		'empty/kustomization.yaml': 'resources: []\n',
		'configured/.dualstack-lint.yaml': 'version: 1\nclusterz: []\n',
		'configured/web.yaml': service('web'),
	});
});
afterAll(() => {
	command.remove();
	repositories.remove();
});

const render = (...words: string[]) => run(command.path, ['render', ...words], dungeon);
const renderIn = (repository: string, ...words: string[]) =>
	run(command.path, ['render', ...words], join(repositories.path, repository));

/** Names of the printed objects. */
const names = (out: string) => [...out.matchAll(/^metadata:\n {2}name: (.*)$/gm)].map(([, name]) => name);

describe('a folder', () => {
	test('is built as kustomize builds it, without a root that anything tells', () => {
		const { code, out, err } = renderIn('overlay', 'top');
		expect([code, err]).toEqual([0, '']);
		expect(out).toMatchInlineSnapshot(`
			"---
			apiVersion: v1
			kind: Service
			metadata:
			  name: web
			  namespace: web
			spec:
			  type: LoadBalancer
			  ports:
			    - port: 80
			"
		`);
	});

	test('sees what is beside it when the root is told', () => {
		expect(renderIn('overlay/top', '.')).toMatchObject({ code: 1, out: '' });
		expect(renderIn('overlay/top', '.', '--root', '..').out).toBe(renderIn('overlay', 'top').out);
	});

	test('without a kustomization file is built as Flux does', () => {
		const { code, out, err } = renderIn('plain', 'web');
		expect([code, err, names(out)]).toEqual([0, '', ['db', 'web']]);
	});

	test('comes before a Kustomization of the same name, unless a cluster is named', () => {
		expect(renderIn('parents', 'apps').out).toContain('type: ${KIND}');
		expect(renderIn('parents', 'apps', '--cluster', 'east').out).toContain('type: LoadBalancer');
	});

	test('is printed as far as it goes, and what is wrong is told', () => {
		const { code, out, err } = renderIn('broken', '.');
		expect([code, names(out)]).toEqual([1, ['web']]);
		expect(err).toMatchInlineSnapshot(`
			"warning: kustomization.yaml:1:23: cannot see missing.yaml
			warning: kustomization.yaml:2:1: unknown field "resource" in a kustomization file
			"
		`);
		expect(renderIn('refused', '.')).toMatchObject({ code: 1, out: '' });
	});

	test('that holds nothing is another code', () => {
		const { code, out, err } = renderIn('empty', '.');
		expect([code, out]).toEqual([4, '']);
		expect(err).toContain('nothing to render in ');
	});
});

describe('a Kustomization', () => {
	test('is built from what its parents make of it', () => {
		const { code, out, err } = renderIn('parents', 'flux-system/apps', '--origins');
		expect(code).toBe(0);
		expect(out).toMatchInlineSnapshot(`
			"---
			apiVersion: v1 # apps/web.yaml:1
			kind: Service # apps/web.yaml:2
			metadata:
			  name: web # apps/web.yaml:3
			  namespace: shop # top/kustomization.yaml:5
			spec:
			  type: LoadBalancer # clusters/east/flux.yaml:9
			  ports:
			    - port: 80 # apps/web.yaml:4
			"
		`);
		expect(err).toBe('warning: apps/kustomization.yaml:1:23: cannot see missing.yaml\n');
	});

	test('does not tell of what is wrong with others', () => {
		expect(renderIn('parents', 'top')).toMatchObject({ code: 0, err: '' });
		expect(renderIn('parents').err).toContain('cannot see missing.yaml');
	});

	test('may be the one that Flux starts with', () => {
		expect(names(render('flux-system/flux-system').out)).toContain('infrastructure');
		expect(render('flux-system').out).toBe(render('flux-system/flux-system').out);
	});

	test('may take its objects from another repository', () => {
		expect(renderIn('fleet', 'network')).toMatchObject({ code: 4, out: '' });
		const { code, out } = renderIn('fleet', 'network', '--source', 'flux-system/infra=../infra', '--origins');
		expect(code).toBe(0);
		expect(out).toContain('kind: Service # source:flux-system/infra/network/web.yaml:2');
	});

	test('has its variables filled in', () => {
		const { code, out } = render('configs', '--kind', 'CiliumLoadBalancerIPPool');
		expect(code).toBe(0);
		expect(out).toContain('- cidr: 172.22.30.0/24');
	});
});

test('all that a cluster receives comes in the order of its Kustomizations', () => {
	const { code, out, err } = renderIn('parents');
	expect([code, names(out)]).toEqual([0, ['top', 'settings', 'apps', 'web']]);
	expect(err).not.toBe('');
});

describe('what is refused', () => {
	test.each([
		['dungeon', ['infrastructur'], 'no folder and no Kustomization infrastructur; did you mean infrastructure?'],
		['dungeon', ['flux-system/confgs'], 'did you mean flux-system/configs?'],
		['dungeon', ['README.md'], 'README.md is a file'],
		['dungeon', ['--cluster', 'productoin'], 'did you mean production?'],
		['dungeon', ['--trail', 'metadata.name'], 'several objects have metadata.name: Kustomization flux-system/apps, '],
		['dungeon', ['--trail', 'spec.nothing'], 'no object has spec.nothing'],
		['dungeon', ['--trail', 'spec..name'], 'spec..name is no path from ..name on'],
		['dungeon', ['--trail', ''], 'an empty path leads to no value'],
		['values', ['cilium', '--values', '--trail', 'ipv6.enable'], 'has no ipv6.enable; did you mean enabled?'],
		['plain', ['web', '--name', 'db', '--trail', 'spec.ports.port'], 'the list has 1 items, the first is [0]'],
		['teams', ['apps', '--cluster', 'east'], 'apps may be red/apps of east, blue/apps of east'],
		['two', [], 'there are several clusters: east, west; choose with --cluster'],
		['two', ['flux-system/apps'], 'may be flux-system/apps of east, flux-system/apps of west'],
		['configured', [], 'the configuration cannot be used'],
	])('in %s, %j: %s', (repository, words, message) => {
		const { code, out, err } = repository === 'dungeon' ? render(...words) : renderIn(repository, ...words);
		expect([code, out]).toEqual([2, '']);
		expect(err).toContain(message);
	});

	test.each([
		[['--kind', 'helmrelease'], 'did you mean HelmRelease?'],
		[['--kind', 'Service', '--values'], 'no HelmRelease among'],
	])('nothing to print is another code: %j', (words, message) => {
		const { code, out, err } = render(...words);
		expect([code, out]).toEqual([4, '']);
		expect(err).toContain(message);
	});
});

describe('the origins', () => {
	test('stand behind each scalar', () => {
		const { out } = renderIn('overlay', 'top', '--origins');
		expect(out).toMatchInlineSnapshot(`
			"---
			apiVersion: v1 # base/web.yaml:1
			kind: Service # base/web.yaml:2
			metadata:
			  name: web # base/web.yaml:3
			  namespace: web # base/web.yaml:3
			spec:
			  type: LoadBalancer # top/kustomization.yaml:7
			  ports:
			    - port: 80 # base/web.yaml:4
			"
		`);
	});

	test('stand where a block begins, and beside what is not known', () => {
		const { code, out, err } = renderIn('hidden', '.', '--origins');
		expect([code, err]).toEqual([0, '']);
		expect(out).toMatchInlineSnapshot(`
			"---
			apiVersion: v1 # secret.yaml:1
			kind: Secret # secret.yaml:2
			metadata:
			  name: token # secret.yaml:3
			stringData:
			  token: null # secret.yaml:5, unknown: encrypted, a SOPS value
			  hosts.txt: | # secret.yaml:6
			    web
			    	db
			"
		`);
	});
});

describe('the trail', () => {
	test('shows who set a value, the last one first', () => {
		const { code, out } = renderIn('overlay', 'top', '--trail', 'spec.type');
		expect(code).toBe(0);
		expect(out).toMatchInlineSnapshot(`
			"Service web/web: spec.type

			LoadBalancer

			 --> top/kustomization.yaml:7:20
			  |
			7 |       spec: {type: LoadBalancer}
			  |                    ^^^^^^^^^^^^ written here

			 --> base/web.yaml:4:14
			  |
			4 | spec: {type: ClusterIP, ports: [{port: 80}]}
			  |              --------- replaces the value from here
			"
		`);
	});

	test('goes through the layers of values', () => {
		const { code, out, err } = renderIn('values', 'cilium', '--values', '--trail', 'ipv6.enabled');
		expect([code, err]).toEqual([0, 'warning: cilium/release.yaml:8:7: cannot see key values.yaml of Secret token\n']);
		expect(out).toMatchInlineSnapshot(`
			"HelmRelease kube-system/cilium: ipv6.enabled

			true

			 --> cilium/release.yaml:9:28
			  |
			9 |   values: {ipv6: {enabled: true}}
			  |                            ^^^^ written here

			 --> cilium/base.yaml:7:16
			  |
			7 |       enabled: false
			  |                ----- replaces the value from here
			"
		`);
	});

	test.each(['stringData."hosts.txt"', 'stringData[hosts.txt]', 'stringData["hosts.txt"]', '.stringData["hosts.txt"]'])(
		'%s leads through a key with a dot',
		(path) => {
			expect(renderIn('hidden', '.', '--trail', path).out).toContain('web\n\tdb\n');
		},
	);

	test('leads into lists', () => {
		const { out } = renderIn('overlay', 'top', '--trail', 'spec.ports[0].port');
		expect(out).toMatch(/^Service web\/web: spec\.ports\[0\]\.port\n\n80\n/);
	});
});

test('the values of HelmReleases are printed instead of the objects', () => {
	expect(renderIn('values', 'cilium', '--values').out).toBe(
		'---\n# HelmRelease kube-system/cilium\nipv6:\n  enabled: true\nk8sServiceHost: "010"\n',
	);
});

test('a path of values that Helm refuses changes nothing', () => {
	expect(renderIn('deep', '.', '--values').out).toBe('---\n# HelmRelease kube-system/cilium\nipv6:\n  enabled: true\n');
});

test('the help tells the exit codes', () => {
	const { code, out } = render('--help');
	expect(code).toBe(0);
	expect(out).toContain('  1  printed as far as it goes: kustomize or Flux refuses something\n');
});

const hasKustomize = kustomizeVersion() !== undefined;
if (!hasKustomize) console.log('kubectl is not on the PATH: what render prints is not held against it');

describe.runIf(hasKustomize)('what is printed for', () => {
	const folders = filesFromDisk(dungeon)
		.paths.filter((path) => path.endsWith('/kustomization.yaml'))
		.map((path) => path.slice(0, path.lastIndexOf('/')));
	// What is encrypted is not known here; kubectl passes it on.
	const withoutSecrets = (text: string) => text.replace(/: ENC\[AES256_GCM,.*$/gm, ': null');

	test('the dungeon is many folders', () => {
		expect(folders.length).toBeGreaterThan(10);
	});

	test.each(folders)('%s is what kubectl prints', (folder) => {
		const { out } = render(folder);
		const expected = runKustomize(join(dungeon, folder));
		if (expected === undefined) throw new Error(`kubectl refuses ${folder}`);
		const ours = readKubectlOutput(out);
		const theirs = readKubectlOutput(withoutSecrets(expected));
		expect(ours).toHaveLength(theirs.length);
		expect(firstDifference(ours, theirs)).toBeUndefined();
	});
});
