import { canary, configMap, type HostileCase, kubeadm, kustomization, service } from '../case.ts';

const start = (resources: readonly string[], more = '') => ({
	'kustomization.yaml': kustomization(['web.yaml', ...resources], more),
	'web.yaml': service('web'),
	'kubeadm.yaml': kubeadm(),
});

const found = ['services/dual-stack-service-on-single-stack-cluster web.yaml'];

/** A Service whose name is printed by each form of a report. */
const printed = (name: string, word: string): HostileCase => ({
	name,
	files: { ...start(['odd.yaml']), 'odd.yaml': service(word) },
	code: 1,
	findings: [...found, 'services/dual-stack-service-on-single-stack-cluster odd.yaml'],
});

/** A pod network that is none. */
const network = (name: string, text: string): HostileCase => ({
	name,
	files: {
		'kubeadm.yaml': kubeadm(text),
		'web.yaml': service('web'),
		'kustomization.yaml': kustomization(['web.yaml']),
	},
	code: 1,
});

/** A configuration. */
const config = (name: string, text: string, code: 0 | 1 | 2 = 2): HostileCase => ({
	name,
	files: { ...start([]), '.dualstack-lint.yaml': text },
	code,
	...(code === 1 ? { findings: found } : {}),
});

const script = (text: string) => ({
	...start([]),
	'bootstrap/init.sh': `#!/bin/bash\nkubeadm init --pod-network-cidr=10.42.0.0/16\n${text}\n`,
});

const pollution = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
const polluted = pollution.map((key) => `${key}: {polluted: "1", ${key}: x}`).join(', ');
const doubled = Array.from({ length: 60 }, (_, i) => `v${i + 1}=$v${i}$v${i}`).join('\n');

/** What a text says. */
export const wordCases: readonly HostileCase[] = [
	printed('a name that is a command of a runner', 'x\n::error file=a,line=1::boo\n::stop-commands::z'),
	printed('a name that is an escaped command of a runner', 'x%0A::set-output name=a::b'),
	printed('a name that is an older command of a runner', 'x\n##[error]boo'),
	printed('a name that is HTML', '<img src=x onerror=alert(1)><script>alert(1)</script>'),
	printed('a name that tells people', '@octo/everyone @octo #1 GH-1 octo/x#1 https://evil.test'),
	printed('a name that is Markdown', '](javascript:alert(1)) ![x](http://localhost:9/y) ``` ~~~ | --- | <!-- '),
	printed('a name that ends XML', ']]></testsuite><x/>'),
	printed('a name that speaks to a terminal', '\u001b[2J\u001b]0;x\u0007\u009b31m\u001b]8;;http://x\u0007y'),
	printed('a name that hides', 'a\u202Eb\u200Bc\u2066d\uFEFFe\u00ADf'),
	{
		name: 'a name that is a template',
		files: { ...start(['odd.yaml']), 'odd.yaml': service('{{7*7}}${7*7}<%= 7 %>#{7}$(id)`id`') },
		code: 1,
		findings: found,
	},
	printed('a name of a hundred thousand letters', 'n'.repeat(100_000)),
	printed('a name of surrogates without a partner', '\\ud800x'),
	{
		name: 'keys of every object, everywhere',
		files: {
			...start(
				['odd.yaml'],
				`commonLabels: {${pollution.map((key) => `${key}: x`).join(', ')}}\npatches: [{path: patch.yaml}]\n`,
			),
			'odd.yaml': `${service('odd', `, ${polluted}`)}---\n${configMap('__proto__', `data: {${pollution.map((key) => `${key}: x`).join(', ')}}\n`)}`,
			'patch.yaml': `apiVersion: v1\nkind: Service\nmetadata: {name: odd, namespace: default, ${polluted}}\n`,
			'kinds.yaml': pollution
				.map((kind) => `apiVersion: ${kind}/v1\nkind: ${kind}\nmetadata: {name: ${kind}}\n`)
				.join('---\n'),
		},
		code: 1,
		findings: found,
	},
	network('a pod network with an octal number', '010.042.0.0/16'),
	network('a pod network with a length of many digits', '10.42.0.0/99999999999999999999'),
	network('a pod network in the digits of another script', '１０.42.0.0/16'),
	network('a pod network in one number', '0x0a2a0000/16'),
	network('a pod network with a zone', 'fe80::1%eth0/64'),
	network('a pod network that is a date', '2026-06-01'),
	network('a pod network that is no number', '.inf'),
	network('a pod network with a line break', '"10.42.0.0/16\\n::error::x"'),
	network('a pod network that is a map', '{__proto__: {a: b}}'),
	config('a configuration with keys of every object', `version: 1\n__proto__: {a: 1}\nconstructor: x\n`),
	config(
		'a configuration with clusters of odd names',
		`version: 1\nrules: {__proto__: "off"}\nclusters: {__proto__: {entryPoints: [.]}, constructor: {}}\n`,
	),
	config(
		'a configuration of braces',
		`version: 1\nignore: ["${'{a,b}'.repeat(40)}", "${'**/'.repeat(200)}*a", "${'*'.repeat(500)}b", "${'+(a|'.repeat(50)}"]\n`,
		1,
	),
	config('a configuration nested without an end', `version: 1\nignore: ${'['.repeat(5000)}\n`),
	config(
		'a configuration that leads out',
		'version: 1\nentryPoints: [../outside, /etc]\nfiles: {kubeadm: ["../outside/*", "/etc/*"]}\n',
	),
	config('a configuration with a number beyond all numbers', 'version: 1e999\nignore: [.nan]\n'),
	{
		name: 'a script of variables that double sixty times',
		files: script(`v0=10.42.0.0/16\n${doubled}\nkubeadm init --pod-network-cidr=$v60`),
		code: 1,
		findings: found,
	},
	{
		name: 'a script of commands inside commands',
		files: script(`x=${'$('.repeat(5000)}id${')'.repeat(5000)}`),
		code: 1,
		findings: found,
	},
	{
		name: 'a script of parentheses that nobody closes',
		files: script(`${'('.repeat(20_000)}\n${'{ '.repeat(20_000)}\n${'if '.repeat(20_000)}`),
		code: 1,
		findings: found,
	},
	{
		name: 'a script of quotes inside each other',
		files: script(`x=${'"$(echo '.repeat(3000)}`),
		code: 1,
		findings: found,
	},
	{
		name: 'a script of texts that do not end',
		files: script('cat <<EOF\n$(cat <<EOF\n'.repeat(500)),
		code: 1,
		findings: found,
	},
	{
		name: 'a script of arithmetic',
		files: script(`x=$((${'('.repeat(5000)}1${')'.repeat(5000)}))\ny=\${${'a:-${'.repeat(3000)}`),
		code: 1,
		findings: found,
	},
	{
		name: 'a script of one megabyte on a line',
		files: script(`kubeadm init ${'--x=y '.repeat(200_000)}`),
		code: 1,
		findings: found,
		isLarge: true,
	},
	{
		name: 'suppressions without a number',
		files: {
			...start([]),
			'web.yaml': `${'# dualstack-lint: ignore[x] -- y (expires=9999-99-99)\n'.repeat(20_000)}${service('web')}`,
		},
		isLarge: true,
		code: 1,
	},
	{
		name: 'secrets of all kinds beside what is found',
		files: {
			...start(['secret.yaml', 'release.yaml', 'rook.yaml']),
			'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: web, namespace: default}\nstringData:\n  token: ${canary}\n  key: {{ ${canary}: x\ndata: {a: ${Buffer.from(canary).toString('base64')}}\n---\n${service('odd')}`,
			'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: cilium, namespace: kube-system}\nspec:\n  values:\n    password: ${canary}\n    ipv6: {enabled: "${canary}"}\n`,
			'rook.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: rook-ceph-mon, namespace: rook-ceph}\nstringData:\n  admin-secret: ${canary}\n  ceph-username: client.admin\n  ceph-secret: ${canary}\n`,
		},
		code: 1,
	},
];
