import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { firstDifference } from '../../scripts/compare.ts';
import { readKubectlOutput } from '../../scripts/kubectl-output.ts';
import { renderFolder } from '../../src/render/kustomize/kustomize.ts';
import { toPlain } from '../../src/render/to-plain.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { openSources } from '../../src/repo/sources.ts';
import { caseFiles, caseNames, inputHash, kustomizeVersion, readRecording, runKustomize } from './case-folder.ts';

const cases = fileURLToPath(new URL('cases/', import.meta.url));
const names = caseNames(cases);
const refused = names.filter((name) => name.endsWith('-refused'));

function render(name: string) {
	const rendered = renderFolder(openSources(caseFiles(cases + name)), '' as RepoPath);
	return {
		objects: rendered.resources.map(({ root }) => toPlain(root)),
		problems: rendered.problems.map(({ message }) => message),
		unresolved: rendered.unresolved.map(({ what }) => what),
	};
}

describe('a recording', () => {
	test.each(names)('of %s is that of the present input', (name) => {
		expect(readRecording(cases + name)?.input).toBe(inputHash(caseFiles(cases + name)));
	});
});

describe('the objects that kustomize was recorded to make', () => {
	test.each(names.filter((name) => !refused.includes(name)))('of %s are made here too', (name) => {
		const { objects, problems, unresolved } = render(name);
		const text = readRecording(cases + name)?.text;
		expect({ problems, unresolved }).toEqual({ problems: [], unresolved: [] });
		expect(firstDifference(objects, readKubectlOutput(text ?? ''))).toBeUndefined();
	});
});

/** What is told of the cases that kustomize refuses. */
const refusals: ReadonlyMap<string, readonly string[]> = new Map([
	[
		'anchors-of-another-document-refused',
		['this is not YAML: alias *name has no anchor before it', 'this Secret has no name'],
	],
	['component-as-resource-refused', ['more is a component, not a resource']],
	['generate-merge-nothing-refused', ['there is no ConfigMap a to merge']],
	['generate-twice-refused', ['ConfigMap a is there already']],
	['json-index-refused', ['the patch fails on Thing a: add /spec/3: the list has 1 items']],
	['json-missing-parent-refused', ['the patch fails on Thing a: add /spec/a/b: nothing stands at a']],
	['json-remove-missing-refused', ['the patch fails on Thing a: remove /spec/a: nothing stands there']],
	['json-test-fails-refused', ['the patch fails on Thing a: test /spec/a: the value is another']],
	['json-without-target-refused', ['a JSON patch needs a target']],
	['labels-of-another-type-refused', ['the label flag is no text']],
	['merge-kind-of-node-refused', ['the patch has a list where the object has a map']],
	['namespace-twice-refused', ['the namespace home makes ConfigMap home/a twice']],
	['patch-no-patch-refused', ['this is no patch: this object has no kind']],
	['patch-several-with-target-refused', ['several patches in one entry cannot share a target']],
	['patch-without-match-refused', ['no object matches the patch ConfigMap b']],
	['replacements-of-another-type-refused', ['spec.number of Thing a would be of another type']],
	['replacements-without-field-refused', ['ConfigMap a has no data.x.y to write']],
	['replacements-without-source-refused', ['nothing is selected as the source']],
	['replicas-of-nothing-refused', ['nothing with replicas is named web']],
	['resources-cycle-refused', ['the root folder is inside itself']],
	['resources-no-name-refused', ['this ConfigMap has no name']],
	['resources-twice-refused', ['ConfigMap default/a would be there twice']],
	['unknown-field-refused', ['unknown field "resource" in a kustomization file']],
	[
		'wrong-version-refused',
		['the apiVersion of a Kustomization is kustomize.config.k8s.io/v1beta1, not kustomize.config.k8s.io/v1'],
	],
]);

describe('what kustomize was recorded to refuse', () => {
	test.each(refused)('is told for %s', (name) => {
		expect(readRecording(cases + name)?.text).toBeUndefined();
		expect(render(name).problems).toEqual(refusals.get(name));
	});
});

const live = kustomizeVersion();
const [, major = 0, minor = 0] = /^v(\d+)\.(\d+)\./.exec(live ?? '')?.map(Number) ?? [];
const isLive = major > 5 || (major === 5 && minor >= 5);
if (!isLive) console.log('kubectl with kustomize 5.5 or newer is not on the PATH: only recordings are compared');

describe.runIf(isLive)('the kustomize at hand', () => {
	test.each(names)('agrees on %s', (name) => {
		const text = runKustomize(cases + name);
		if (text === undefined) expect(render(name).problems).not.toEqual([]);
		else expect(firstDifference(render(name).objects, readKubectlOutput(text))).toBeUndefined();
	});
});
