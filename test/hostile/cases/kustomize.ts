import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canary, configMap, flux, type HostileCase, kubeadm, kustomization, service } from '../case.ts';

const web = { 'web.yaml': service('web'), 'kubeadm.yaml': kubeadm() };

/** What would be read where a path outside or an address is followed. */
const unread = (name: string, resource: string): HostileCase => ({
	name,
	files: { 'kustomization.yaml': kustomization(['web.yaml', resource]), ...web },
	code: 1,
	findings: ['services/dual-stack-service-on-single-stack-cluster web.yaml'],
});

const folders = Array.from({ length: 12 }, (_, i) => `f${i}`);
const ring = folders.map((folder, i): [string, string] => [
	`${folder}/kustomization.yaml`,
	kustomization([`../${folders[(i + 1) % folders.length]}`, 'web.yaml']),
]);
const doubling = Array.from({ length: 30 }, (_, i) => i + 1).flatMap((i): [string, string][] => [
	[`l${i}/kustomization.yaml`, kustomization(['a', 'b'])],
	[`l${i}/a/kustomization.yaml`, kustomization([`../../l${i - 1}`], 'namePrefix: a-\n')],
	[`l${i}/b/kustomization.yaml`, kustomization([`../../l${i - 1}`], 'namePrefix: b-\n')],
]);
const patterns = ['(a*)*b', '(a|a)*b', '(a|aa)+$', '([a-z]+)+!', '(.*)*(.*)*x', '((((a{30}){30}){30}){30})'];
const selecting = patterns
	.map((pattern) => `- target: {name: '${pattern}'}\n  patch: '[{op: add, path: /data/seen, value: "1"}]'\n`)
	.join('');

/** What a kustomization can ask a builder for. */
export const kustomizeCases: readonly HostileCase[] = [
	{
		name: 'kustomizations in a ring',
		files: {
			...Object.fromEntries(ring),
			...Object.fromEntries(folders.map((folder) => [`${folder}/web.yaml`, service(folder)])),
			'kubeadm.yaml': kubeadm(),
		},
		code: 1,
	},
	{
		name: 'a kustomization that names itself',
		files: { 'kustomization.yaml': kustomization(['.', './', '../x', 'web.yaml'], 'components: [.]\n'), ...web },
		code: 1,
	},
	{
		name: 'bases that double at thirty levels',
		files: {
			'l0/kustomization.yaml': kustomization(['web.yaml']),
			'l0/web.yaml': service('web'),
			...Object.fromEntries(doubling),
			'kubeadm.yaml': kubeadm(),
		},
		isLarge: true,
		code: 0,
	},
	{
		name: 'patterns that other matchers never finish',
		files: {
			'kustomization.yaml': kustomization(['a.yaml', 'web.yaml'], `patches:\n${selecting}`),
			'a.yaml': configMap('a'.repeat(200)),
			...web,
		},
		code: 1,
	},
	{
		name: 'a patch that copies an object into itself',
		files: {
			'kustomization.yaml': kustomization(
				['web.yaml'],
				`patches:\n- target: {kind: Service}\n  patch: |\n${Array.from({ length: 40 }, (_, i) => `    - {op: copy, from: /spec, path: /spec/c${i}}\n`).join('')}`,
			),
			...web,
		},
		code: 1,
	},
	unread('a resource from an address of the web', 'https://localhost:9/x.yaml'),
	unread('a resource with a password in its address', `https://user:${canary}@localhost:9/x?ref=main`),
	unread('a resource by git over SSH', 'git@localhost:x/y.git//z?ref=v1'),
	unread('a resource as a file URL', 'file:///etc/passwd'),
	unread('a resource outside of the repository', '../outside/secret.yaml'),
	unread('a resource far outside', '../../../../../../../../etc/passwd'),
	unread('an absolute resource', '/etc/passwd'),
	unread('a resource in a variable of the environment', '$HOME/x.yaml'),
	unread('a resource in the home of somebody', '~/x.yaml'),
	unread('a resource with a NUL in its name', 'a\0b.yaml'),
	{
		name: 'generators that read the machine',
		files: {
			'kustomization.yaml': kustomization(
				['web.yaml'],
				`configMapGenerator:\n- name: a\n  files: [../../outside/secret.yaml, /etc/passwd]\n  envs: [/proc/self/environ]\nsecretGenerator:\n- name: b\n  files: [../outside/secret.yaml]\n  literals: [token=${canary}]\n`,
			),
			...web,
		},
		code: 1,
	},
	{
		name: 'plugins that are programs',
		files: {
			'kustomization.yaml': kustomization(
				['web.yaml'],
				'generators: [plugin.yaml]\ntransformers: [plugin.yaml]\nvalidators: [plugin.yaml]\nhelmCharts: [{name: x, repo: "https://localhost:9", version: 1.0.0}]\nhelmGlobals: {chartHome: /etc}\nopenapi: {path: /etc/passwd}\ncrds: [/etc/passwd]\n',
			),
			'plugin.yaml':
				'apiVersion: x/v1\nkind: X\nmetadata: {name: x, annotations: {config.kubernetes.io/function: "exec: {path: /bin/sh}"}}\n',
			...web,
		},
		code: 1,
	},
	{
		name: 'Kustomizations of Flux that multiply with each build',
		files: {
			'clusters/a/start.yaml': flux('start', './a', '  postBuild: {substitute: {n: "1"}}\n'),
			'a/kustomization.yaml': kustomization(['next.yaml', 'web.yaml']),
			'a/web.yaml': service('web'),
			'a/next.yaml': `${flux('l\\${n}', './a', '  postBuild: {substitute: {n: "\\${n}1"}}\n').replaceAll('\\$', '$')}---\n${flux('r\\${n}', './a', '  postBuild: {substitute: {n: "\\${n}2"}}\n').replaceAll('\\$', '$')}`,
			'kubeadm.yaml': kubeadm(),
		},
		isLarge: true,
		code: 1,
	},
	{
		name: 'variables that grow with each use',
		files: {
			'clusters/a/start.yaml': flux(
				'start',
				'./a',
				`  postBuild:\n    substitute:\n      a: "${'${b}'.repeat(1000)}"\n      b: "${'${c}'.repeat(1000)}"\n      c: "${'x'.repeat(1000)}"\n      __proto__: x\n      constructor: x\n`,
			),
			'a/kustomization.yaml': kustomization(['web.yaml']),
			'a/web.yaml': `${service('web')}---\n${configMap('a', 'data: {v: "${a}${a}", w: "${SECRET_TOKEN}", x: "${__proto__}${constructor}${toString:-z}"}\n')}`,
			'kubeadm.yaml': kubeadm(),
		},
		code: 1,
	},
	{
		name: 'paths of Flux that lead out',
		files: {
			'clusters/a/start.yaml': `${flux('start', '../../../outside')}---\n${flux('second', '/etc')}---\n${flux('third', './a/../../../..')}`,
			...web,
			'kustomization.yaml': kustomization(['web.yaml']),
		},
		code: 0,
		findings: ['flux/unresolved-source clusters/a/start.yaml'],
	},
	{
		name: 'Kustomizations of Flux that wait for each other and apply themselves',
		files: {
			'clusters/a/start.yaml': `${flux('start', './clusters/a', '  dependsOn: [{name: second}, {name: start}]\n')}---\n${flux('second', './clusters/a', '  dependsOn: [{name: start}]\n')}`,
			'clusters/a/web.yaml': service('web'),
			'kubeadm.yaml': kubeadm(),
		},
		code: 1,
		findings: ['flux/dependency-cycle clusters/a/start.yaml'],
	},
	{
		name: 'five thousand files that say nothing',
		files: { 'kustomization.yaml': kustomization(['web.yaml']), ...web },
		make(root) {
			for (let folder = 0; folder < 5; folder++) {
				mkdirSync(join(root, `d${folder}`));
				for (let i = 0; i < 1000; i++) writeFileSync(join(root, `d${folder}/f${i}.yaml`), 'a: 1\n');
			}
		},
		isLarge: true,
		code: 1,
	},
	{
		name: 'a folder inside a folder, two hundred times',
		files: { 'kustomization.yaml': kustomization(['web.yaml', `${'d/'.repeat(200)}`]), ...web },
		make(root) {
			const deep = join(root, 'd/'.repeat(200));
			mkdirSync(deep, { recursive: true });
			writeFileSync(join(deep, 'kustomization.yaml'), kustomization(['web.yaml']));
			writeFileSync(join(deep, 'web.yaml'), service('deep'));
		},
		isLarge: true,
		code: 1,
	},
];
