import { describe, expect, test } from 'vitest';
import { type FixResult, fixRepository } from '../../src/fix/fix-repository.ts';
import { lintRepository } from '../../src/pipeline.ts';
import type { Resource } from '../../src/render/resource.ts';
import { filesFromTexts, type RepoFiles } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { nodeAt, type ScalarNode, stringAt } from '../../src/repo/node.ts';
import { block, type Change, defineRule, type Finding, type Rule } from '../../src/rule.ts';

/**
 * A Service is a number `n` with the fix that it carries: `to` is the number that the fix writes. Fixes by hand show
 * what no rule of ours does: make things worse, reach elsewhere, not help.
 */
function numbersIn(resources: readonly Resource[]): { name: string; n: ScalarNode; resource: Resource }[] {
	return resources.flatMap((resource) => {
		const n = nodeAt(resource.root, ['metadata', 'annotations', 'n']);
		return resource.kind === 'Service' && n?.kind === 'scalar' ? [{ name: resource.name, n, resource }] : [];
	});
}

const size = ({ value }: ScalarNode) => Number(value);

function fixOf({ resource, n }: ReturnType<typeof numbersIn>[number]): Pick<Finding, 'fix'> {
	const to = stringAt(resource.root, ['metadata', 'annotations', 'to']);
	if (to === undefined) return {};
	const target =
		nodeAt(resource.root, [
			'metadata',
			'annotations',
			stringAt(resource.root, ['metadata', 'annotations', 'at']) ?? 'n',
		]) ?? n;
	const changes: Change[] =
		to === 'broken'
			? [{ op: 'append-text', file: '.dualstack-lint.yaml' as RepoPath, text: 'nonsense: 1\n' }]
			: [{ op: 'set', target: target.origin, value: to }];
	return { fix: { title: `Write ${to}`, applicability: 'safe', changes } };
}

const parts = { title: 'as it says', docs: '', references: [], examples: { valid: [], invalid: [] } };
const rules: readonly Rule[] = [
	defineRule({
		...parts,
		id: 'test/negative',
		severity: 'error',
		*check({ rendered, plan }) {
			for (const one of numbersIn(rendered.resources)) {
				const isElsewhere = one.name.startsWith('only-one') && plan.cluster !== 'one';
				if (size(one.n) < 0 && !isElsewhere)
					yield { at: one.n.origin, message: `${one.name} is negative`, ...fixOf(one) };
			}
		},
	}),
	defineRule({
		...parts,
		id: 'test/large',
		severity: 'error',
		*check({ rendered }) {
			for (const { name, n } of numbersIn(rendered.resources))
				if (size(n) > 100) yield { at: n.origin, message: `${name} is large` };
		},
	}),
	defineRule({
		...parts,
		id: 'test/sum',
		severity: 'error',
		*check({ rendered }) {
			const all = numbersIn(rendered.resources);
			const [first] = all;
			const sum = all.reduce((total, { n }) => total + size(n), 0);
			if (first !== undefined && sum > 150) yield { at: first.n.origin, message: 'too much in all' };
		},
	}),
];

function cluster(name: string): string {
	return block`
		apiVersion: kustomize.toolkit.fluxcd.io/v1
		kind: Kustomization
		metadata: {name: all, namespace: flux-system}
		spec: {interval: 1h, prune: true, path: ./apps/${name}, sourceRef: {kind: GitRepository, name: flux-system}}
		`;
}

function service(name: string, data: Record<string, string>): string {
	const lines = Object.entries(data).map(([key, value]) => `    ${key}: "${value}"\n`);
	return `apiVersion: v1\nkind: Service\nspec: {ipFamilyPolicy: SingleStack}\nmetadata:\n  name: ${name}\n  annotations:\n${lines.join('')}`;
}

const one = { 'clusters/one/all.yaml': cluster('one') };

function fixed(files: RepoFiles): FixResult & { readonly lints: number } {
	let lints = 0;
	const lint = (now: RepoFiles) => {
		lints++;
		const linted = lintRepository(now, rules, { everything: true });
		return linted.ok ? linted.value : undefined;
	};
	const report = lint(files);
	if (report === undefined) throw new Error('no report');
	return { ...fixRepository({ files, report }, 'safe', lint), lints };
}

function numbers(files: RepoFiles): Record<string, string> {
	return Object.fromEntries(
		files.paths.flatMap((path) => {
			const read = files.read(path);
			const match = /name: ([\w-]+)\n {2}annotations:\n {4}n: "([^"]*)"/.exec(read?.ok ? read.value : '');
			return match === null ? [] : [[match[1] ?? '', match[2] ?? '']];
		}),
	);
}

function left({ left: all }: FixResult): string[] {
	return all.map(({ diagnostic, why, what }) => `${diagnostic.message}: ${why}: ${what}`);
}

describe('a fix', () => {
	test.each([
		['makes an error of another rule', { n: '-1', to: '101' }, 'new-error'],
		['does not help', { n: '-1', to: '-2' }, 'not-removed'],
		['is written already', { n: '-1', to: '-1' }, 'form'],
		['changes something else', { n: '-1', to: 'b', at: 'other', other: 'a' }, 'not-removed'],
		['leaves nothing that can be linted', { n: '-1', to: 'broken' }, 'no-report'],
	])('that %s is not made', (_, data, why) => {
		const files = filesFromTexts({
			...one,
			'.dualstack-lint.yaml': 'version: 1\n',
			'apps/one/a.yaml': service('a', data),
		});
		const result = fixed(files);
		expect(result.left.map((finding) => finding.why)).toEqual([why]);
		expect([result.fixed, result.changed, result.files]).toEqual([[], [], files]);
	});

	test('that changes the value of another cluster is not made', () => {
		const base = {
			'clusters/one/all.yaml': cluster('one'),
			'clusters/two/all.yaml': cluster('two'),
			'apps/one/kustomization.yaml': 'resources: [../base]\n',
			'apps/two/kustomization.yaml': 'resources: [../base]\n',
			'apps/base/kustomization.yaml': 'resources: [a.yaml]\n',
		};
		const shared = (name: string) =>
			fixed(filesFromTexts({ ...base, 'apps/base/a.yaml': service(name, { n: '-1', to: '1' }) }));
		expect(left(shared('only-one'))).toMatchInlineSnapshot(`
			[
			  "only-one is negative: side-effect: Service only-one.metadata.annotations.n of the cluster two changes as well",
			]
		`);
		// What is wrong in both is mended in both.
		expect(numbers(shared('both').files)).toEqual({ both: '1' });
	});

	test('that is at fault is found among many that are not, which are all made', () => {
		const names = Array.from({ length: 32 }, (_, i) => `m${String(i).padStart(2, '0')}`);
		const bad = new Set(['m05', 'm23']);
		const files = filesFromTexts({
			...one,
			...Object.fromEntries(
				names.map((name) => [`apps/one/${name}.yaml`, service(name, { n: '-1', to: bad.has(name) ? '101' : '1' })]),
			),
		});
		const result = fixed(files);
		expect(numbers(result.files)).toEqual(Object.fromEntries(names.map((name) => [name, bad.has(name) ? '-1' : '1'])));
		expect(result.fixed).toHaveLength(30);
		expect(left(result)).toMatchInlineSnapshot(`
			[
			  "m05 is negative: new-error: apps/one/m05.yaml: test/large: m05 is large",
			  "m23 is negative: new-error: apps/one/m23.yaml: test/large: m23 is large",
			]
		`);
		// Halving: a few for each that is at fault, not one for each of all.
		expect(result.lints).toBeLessThan(2 * 2 * Math.log2(names.length) + 4);
	});

	test('that does not help is left out at once, without halving', () => {
		const names = Array.from({ length: 32 }, (_, i) => `m${String(i).padStart(2, '0')}`);
		const files = filesFromTexts({
			...one,
			...Object.fromEntries(
				names.map((name, i) => [`apps/one/${name}.yaml`, service(name, { n: '-1', to: i % 2 === 0 ? '-2' : '1' })]),
			),
		});
		const result = fixed(files);
		expect([result.fixed.length, result.left.length]).toEqual([16, 16]);
		expect(result.lints).toBeLessThan(6);
	});

	test('that is an error only together with another one is made as long as it is none', () => {
		const files = filesFromTexts({
			...one,
			'apps/one/a.yaml': service('a', { n: '-1', to: '80' }),
			'apps/one/b.yaml': service('b', { n: '-1', to: '80' }),
		});
		const result = fixed(files);
		expect(Object.values(numbers(result.files)).sort()).toEqual(['-1', '80']);
		expect(result.left.map(({ why }) => why)).toEqual(['new-error']);
	});
});
