import { configMap, type HostileCase, kubeadm, kustomization, service } from '../case.ts';

/** A file that is read because of the Service in it. */
const reached = (text: string) => ({
	'kustomization.yaml': kustomization(['bomb.yaml']),
	'bomb.yaml': `${service('web')}---\n${text}`,
	'kubeadm.yaml': kubeadm(),
});

const refused = { code: 1, findings: ['flux/yaml-syntax bomb.yaml'] } as const;

/** What the linter reads to its end, however long it is. */
const large = { code: 1, isLarge: true, silent: ['flux/yaml-syntax bomb.yaml'] } as const;

const levels = 'abcdefghij';
const laughs = [...levels].map((name, i) => {
	const before = levels[i - 1];
	return `  ${name}: &${name} [${Array.from({ length: 10 }, () => (before === undefined ? 'ha' : `*${before}`)).join(', ')}]\n`;
});
const merges = [...levels].map((name, i) => {
	const before = levels[i - 1];
	const keys =
		before === undefined ? 'k: v' : `<<: [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}], ${name}: 1`;
	return `  ${name}: &${name} {${keys}}\n`;
});
const long = 'x'.repeat(1000);

/** What a text does to a parser. */
export const parsingCases: readonly HostileCase[] = [
	{ name: 'aliases that double ten times ten times', files: reached(`data:\n${laughs.join('')}`), ...refused },
	{
		name: 'one long list that many aliases name',
		files: reached(`data:\n  a: &a [${'x, '.repeat(5000)}]\n  b: [${'*a, '.repeat(5000)}]\n`),
		...refused,
	},
	{ name: 'an alias inside of its own anchor', files: reached('a: &a\n  b: *a\nc: &c [*c]\n'), ...refused },
	{ name: 'merge keys that double ten times', files: reached(configMap('a', `data:\n${merges.join('')}`)), ...refused },
	{
		name: 'a hundred thousand anchors',
		files: reached(`a:\n${Array.from({ length: 100_000 }, (_, i) => `- &a${i} x\n`).join('')}`),
		...large,
	},
	{ name: 'brackets ten thousand deep', files: reached('['.repeat(10_000) + ']'.repeat(10_000)), ...refused },
	{
		name: 'two texts that end a process in which nothing was parsed before',
		files: {
			...reached('['.repeat(1000) + ']'.repeat(1000)),
			'second.yaml': `${service('db')}---\n${'['.repeat(3000)}${']'.repeat(3000)}`,
			'kustomization.yaml': kustomization(['bomb.yaml', 'second.yaml']),
		},
		code: 1,
		findings: ['flux/yaml-syntax bomb.yaml', 'flux/yaml-syntax second.yaml'],
	},
	{ name: 'braces that nobody closes', files: reached('{a: '.repeat(100_000)), ...refused },
	{ name: 'lists of lists on one line', files: reached('- '.repeat(100_000)), ...refused },
	{ name: 'complex keys of complex keys', files: reached('? '.repeat(100_000)), ...refused },
	{
		name: 'maps inside each other by indentation',
		files: reached(Array.from({ length: 1500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')),
		...refused,
	},
	{ name: 'fifty thousand documents', files: reached('---\na: 1\n'.repeat(50_000)), ...large },
	{
		name: 'fifty thousand keys',
		files: reached(configMap('a', `data:\n${Array.from({ length: 50_000 }, (_, i) => `  k${i}: v\n`).join('')}`)),
		...large,
	},
	{
		name: 'the same key three thousand times',
		files: reached(configMap('a', `data:\n${'  k: v\n'.repeat(3000)}`)),
		...large,
		findings: ['flux/duplicate-key bomb.yaml'],
	},
	{
		name: 'a value of ten megabytes on one line',
		files: reached(configMap('a', `data: {v: ${'x'.repeat(10_000_000)}}\n`)),
		...large,
	},
	{ name: 'a comment of ten megabytes', files: reached(`${configMap('a')}# ${'x '.repeat(5_000_000)}\n`), ...large },
	{
		name: 'a file that is larger than any manifest',
		files: reached('a'.repeat(17 * 2 ** 20)),
		code: 0,
		findings: ['flux/unreadable-file bomb.yaml'],
	},
	{
		name: 'a block of a million lines',
		files: reached(configMap('a', `data:\n  v: |\n${'    x\n'.repeat(1_000_000)}`)),
		...large,
	},
	{
		name: 'a quoted text that is folded a hundred thousand times',
		files: reached(configMap('a', `data: {v: "${'a\n\n '.repeat(100_000)}"}\n`)),
		...large,
	},
	{ name: 'quotes that nobody closes', files: reached(`a: "${'b: "\n'.repeat(500)}`), ...refused, isLarge: true },
	{
		name: 'tags that make objects of programs',
		files: reached(
			configMap('a', 'data: {v: !!js/function "function(){}", w: !!python/object/apply:os.system [id]}\n'),
		),
		code: 1,
		silent: ['flux/unreadable-file bomb.yaml'],
	},
	{
		name: 'directives and a tag of a hundred thousand letters',
		files: reached(`%YAML 1.2\n%TAG ! tag:${long.repeat(100)}\n---\n${configMap('a')}`),
		code: 1,
	},
	{
		name: 'ten thousand keys of the same name in kubeadm',
		files: { 'kubeadm.yaml': `${kubeadm()}${'  podSubnet: 10.1.0.0/16\n'.repeat(10_000)}` },
		code: 0,
		isLarge: true,
		findings: ['flux/duplicate-key kubeadm.yaml'],
	},
	{
		name: 'a list of fifty thousand networks',
		files: {
			'kubeadm.yaml': kubeadm(Array.from({ length: 50_000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`).join(',')),
		},
		code: 0,
		findings: ['flux/unresolved-source kubeadm.yaml'],
	},
	{ name: 'a network of one megabyte', files: { 'kubeadm.yaml': kubeadm(`${'1'.repeat(1_000_000)}/8`) }, code: 1 },
];
