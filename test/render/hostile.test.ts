import { expect, test } from 'vitest';
import { renderFolder } from '../../src/render/kustomize/kustomize.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { openSources } from '../../src/repo/sources.ts';

function render(texts: Record<string, string>, folder = '') {
	const { resources, problems } = renderFolder(openSources(filesFromTexts(texts)), folder as RepoPath);
	return { count: resources.length, problems: problems.map(({ message }) => message) };
}

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {v: x}\n';

test('folders that are inside each other end, from wherever one starts', () => {
	const texts: Record<string, string> = {};
	const all = Array.from({ length: 12 }, (_, i) => `f${i}`);
	for (const folder of all) {
		const others = all.filter((other) => other !== folder).map((other) => `../${other}`);
		texts[`${folder}/kustomization.yaml`] = `resources: [a.yaml, ${others.join(', ')}]\n`;
		texts[`${folder}/a.yaml`] = configMap.replace('name: a', `name: ${folder}`);
	}
	for (const folder of all) {
		const { count, problems } = render(texts, folder);
		expect(count).toBe(12);
		expect(problems.length).toBeLessThan(1000);
		expect(problems.some((message) => message.endsWith('is inside itself'))).toBe(true);
	}
});

test('a component that holds itself ends', () => {
	const texts = {
		'kustomization.yaml': 'components: [c]\n',
		'c/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncomponents: [., ../c]\n',
	};
	expect(render(texts).problems).toEqual(['c is inside itself', 'c is inside itself']);
});

test('a folder that many levels name twice each is read once', () => {
	const texts: Record<string, string> = { 'l0/kustomization.yaml': 'resources: [a.yaml]\n', 'l0/a.yaml': configMap };
	for (let i = 1; i <= 60; i++) texts[`l${i}/kustomization.yaml`] = `resources: [../l${i - 1}, ../l${i - 1}/.]\n`;
	const { count, problems } = render(texts, 'l60');
	expect(count).toBe(1);
	expect(problems).toHaveLength(60);
});

test('overlays that double their objects at each level stop at a limit', () => {
	const texts: Record<string, string> = { 'l0/kustomization.yaml': 'resources: [a.yaml]\n', 'l0/a.yaml': configMap };
	for (let i = 1; i <= 40; i++) {
		texts[`l${i}/kustomization.yaml`] = `resources: [a, b]\n`;
		texts[`l${i}/a/kustomization.yaml`] = `resources: [../../l${i - 1}]\nnamePrefix: a-\n`;
		texts[`l${i}/b/kustomization.yaml`] = `resources: [../../l${i - 1}]\nnamePrefix: b-\n`;
	}
	const { count, problems } = render(texts, 'l40');
	expect(count).toBeLessThanOrEqual(100_000);
	expect(problems).toContain('too many objects are put together');
}, 60_000);

test('folders may be deep, but not endlessly', () => {
	const texts: Record<string, string> = { 'kustomization.yaml': 'resources: [x]\n' };
	let folder = 'x';
	for (let i = 0; i < 300; i++) {
		texts[`${folder}/kustomization.yaml`] = 'resources: [x]\n';
		folder += '/x';
	}
	expect(render(texts).problems).toContain('more than 100 folders inside each other');
});

test('a JSON patch that copies an object into itself again and again stops', () => {
	const copies = Array.from({ length: 40 }, (_, i) => `    - {op: copy, from: /data, path: /data/c${i}}`).join('\n');
	const { problems } = render({
		'kustomization.yaml': `resources: [a.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: |-\n${copies}\n`,
		'a.yaml': configMap,
	});
	expect(problems).toEqual(['the patch fails on ConfigMap a: the object grows too large']);
});

test('replacements that copy an object into itself, or a text behind itself, stop', () => {
	const one = `- source: {kind: ConfigMap, fieldPath: data}\n  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.a, data.b], options: {create: true}}]\n`;
	const two = `- source: {kind: ConfigMap, fieldPath: data.v}\n  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.v], options: {delimiter: ",", index: -1}}]\n`;
	for (const replacement of [one, two]) {
		const texts = {
			'kustomization.yaml': `resources: [a.yaml]\nreplacements:\n${replacement.repeat(60)}`,
			'a.yaml': configMap,
		};
		expect(render(texts).count).toBe(1);
	}
});

test('patterns that would make other matchers run for ever are matched at once', () => {
	const name = 'a'.repeat(200);
	const patch = (pattern: string): string =>
		`- target: {name: '${pattern}'}\n  patch: |-\n    - {op: add, path: /data/seen, value: "1"}\n`;
	const patterns = [
		'(a*)*b',
		'(a|a)*b',
		'(a|aa)+$',
		'([a-z]+)+!',
		'(.*)*(.*)*x',
		'a{1000}',
		'((((a{30}){30}){30}){30})',
	];
	const { count, problems } = render({
		'kustomization.yaml': `resources: [a.yaml]\npatches:\n${patterns.map(patch).join('')}`,
		'a.yaml': configMap.replace('name: a', `name: ${name}`),
	});
	expect(count).toBe(1);
	expect(problems).toEqual(['"((((a{30}){30}){30}){30})" is no regular expression that is understood here']);
});

test('keys that other programs mistake are ordinary keys', () => {
	const odd =
		'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n__proto__: {polluted: true}\nconstructor: {prototype: 1}\n';
	const { count, problems } = render({
		'kustomization.yaml': 'resources: [a.yaml]\npatches: [{path: a.yaml}]\ncommonLabels: {__proto__: "x"}\n',
		'a.yaml': odd,
	});
	expect({ count, problems }).toEqual({ count: 1, problems: [] });
	expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('a long list with keys is merged in reasonable time', () => {
	const env = Array.from({ length: 20_000 }, (_, i) => `{name: V${i}, value: x}`).join(', ');
	const pod = (list: string): string =>
		`apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, env: [${list}]}]}\n`;
	const texts = {
		'kustomization.yaml': 'resources: [a.yaml]\npatches: [{path: b.yaml}]\n',
		'a.yaml': pod(env),
		'b.yaml': pod(env),
	};
	expect(render(texts)).toEqual({ count: 1, problems: ['a list of more than 1000 items is not merged'] });
});
