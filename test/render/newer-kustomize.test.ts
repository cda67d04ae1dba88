import { expect, test } from 'vitest';
import { renderFolder } from '../../src/render/kustomize/kustomize.ts';
import { toPlain } from '../../src/render/to-plain.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { nodeAt } from '../../src/repo/node.ts';
import { openSources } from '../../src/repo/sources.ts';
import { block } from '../../src/rule.ts';

// Flux has kustomize v5.8.1, and kubectl, which the recordings come from, v5.5.0. This is what only the newer one does.

function render(texts: Record<string, string>) {
	const { resources, problems, unresolved } = renderFolder(openSources(filesFromTexts(texts)), '' as RepoPath);
	return {
		objects: resources.map(({ root }) => toPlain(root)),
		problems: problems.map(({ message }) => message),
		unresolved: unresolved.map(({ what }) => what),
	};
}

const things = block`
	apiVersion: example.com/v1
	kind: Thing
	metadata: {name: web-1}
	spec: {host: x}
	---
	apiVersion: example.com/v1
	kind: Thing
	metadata: {name: web-2}
	spec: {host: x}
	---
	apiVersion: example.com/v1
	kind: Thing
	metadata: {name: db}
	spec: {host: x}
`;

test('selectors of replacements are regular expressions', () => {
	const { objects, problems } = render({
		'kustomization.yaml': block`
			resources: [a.yaml]
			replacements:
			- sourceValue: fd00::1
			  targets:
			  - select: {kind: Thing, name: "web-.*|db"}
			    reject: [{name: ".*-2"}]
			    fieldPaths: [spec.host]
		`,
		'a.yaml': things,
	});
	expect(problems).toEqual([]);
	expect(objects).toMatchObject([
		{ spec: { host: 'fd00::1' } },
		{ spec: { host: 'x' } },
		{ spec: { host: 'fd00::1' } },
	]);
});

test('a replacement inside a text leaves the text unknown, whatever it is then', () => {
	const texts = {
		'kustomization.yaml': block`
			resources: [a.yaml]
			replacements:
			- source: {kind: ConfigMap, name: a, fieldPath: data.cidr}
			  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.values\\.yaml.ipam.cidr]}]
		`,
		'a.yaml': block`
			apiVersion: v1
			kind: ConfigMap
			metadata: {name: a}
			data:
			  cidr: 10.42.0.0/16
			  values.yaml: |
			    ipam: {cidr: x}
		`,
	};
	const { problems, unresolved } = render(texts);
	expect({ problems, unresolved }).toEqual({
		problems: [],
		unresolved: ['data.values\\.yaml.ipam.cidr of ConfigMap a, inside a text'],
	});
	const [resource] = renderFolder(openSources(filesFromTexts(texts)), '' as RepoPath).resources;
	expect(nodeAt(resource?.root, ['data', 'values.yaml'])).toMatchObject({ kind: 'unknown', why: 'templated' });
});

test('a patch that holds nothing but comments does nothing', () => {
	const { objects, problems } = render({
		'kustomization.yaml':
			'resources: [a.yaml]\npatches:\n- path: patch.yaml\n- target: {kind: Thing}\n  path: patch.yaml\n',
		'patch.yaml': '# nothing yet\n',
		'a.yaml': things,
	});
	expect(problems).toEqual([]);
	expect(objects).toHaveLength(3);
});

test('one file of patches may delete several objects', () => {
	const gone = (name: string): string =>
		`apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: ${name}}\n$patch: delete\n`;
	const { objects, problems } = render({
		'kustomization.yaml': 'resources: [a.yaml]\npatches: [{path: patch.yaml}]\n',
		'patch.yaml': `${gone('web-1')}---\n${gone('db')}`,
		'a.yaml': things,
	});
	expect(problems).toEqual([]);
	expect(objects).toMatchObject([{ metadata: { name: 'web-2' } }]);
});

test('images of volumes are images', () => {
	const { objects } = render({
		'kustomization.yaml': 'resources: [a.yaml]\nimages: [{name: data, newTag: v2}]\n',
		'a.yaml':
			'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {volumes: [{name: v, image: {reference: "data:v1"}}]}\n',
	});
	expect(objects).toMatchObject([{ spec: { volumes: [{ image: { reference: 'data:v2' } }] } }]);
});
