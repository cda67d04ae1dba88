import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderFolder } from '../../src/render/kustomize/kustomize.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { entriesOf, nodeAt } from '../../src/repo/node.ts';
import { decidedAt, trail } from '../../src/repo/origin.ts';
import { openSources } from '../../src/repo/sources.ts';
import { toJson } from '../../src/repo/to-json.ts';

type Values = Readonly<Record<string, number>>;

const object = (values: Values) =>
	`apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: web}\nspec: ${JSON.stringify(values)}\n`;

/** The value and the trail of each field of `spec`, with these patches of `base` in force. */
function specOf(base: Values, patches: ReadonlyMap<string, string>) {
	const lines = [...patches.keys()].map((name) => `  - {path: ${name}, target: {kind: Thing}}\n`);
	const files = {
		'kustomization.yaml': `resources: [base.yaml]\n${lines.length > 0 ? `patches:\n${lines.join('')}` : ''}`,
		'base.yaml': object(base),
		...Object.fromEntries(patches),
	};
	const { resources, problems } = renderFolder(openSources(filesFromTexts(files)), '' as RepoPath);
	expect(problems).toEqual([]);
	const spec = entriesOf(nodeAt(resources[0]?.root, ['spec']));
	return new Map(
		spec.map(([key, { value }]) => [
			key,
			{ value: toJson(value), by: decidedAt(value.origin).file, trail: trail(value.origin).map(({ at }) => at.file) },
		]),
	);
}

const values = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 2 }), {
	noNullPrototype: true,
});
const merge = values.map(object);
const json = fc
	.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), value: fc.integer({ min: 0, max: 2 }) }), {
		minLength: 1,
	})
	.map((operations) =>
		JSON.stringify(operations.map(({ key, value }) => ({ op: 'add', path: `/spec/${key}`, value }))),
	);

test('without the patch that decides a value, the value or its trail is another one', () => {
	let decidedByPatches = 0;
	fc.assert(
		fc.property(values, fc.array(fc.oneof(merge, json), { minLength: 1, maxLength: 4 }), (base, texts) => {
			const patches = new Map(texts.map((text, i) => [`patch-${i}.yaml`, text]));
			for (const [key, decided] of specOf(base, patches)) {
				if (!patches.has(decided.by)) continue;
				decidedByPatches++;
				const others = new Map([...patches].filter(([name]) => name !== decided.by));
				expect(specOf(base, others).get(key)).not.toEqual(decided);
			}
		}),
		{ numRuns: 300 },
	);
	expect(decidedByPatches).toBeGreaterThan(100);
});
