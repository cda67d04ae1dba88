import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../src/fix/apply.ts';
import { lowerChanges } from '../../src/fix/lower-changes.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { YamlNode } from '../../src/repo/node.ts';
import { parseFile } from '../../src/repo/parse.ts';
import { toJson } from '../../src/repo/to-json.ts';
import { block, type Change } from '../../src/rule.ts';
import { add, append, file, set } from './changed.ts';

function changedAll(text: string, makers: readonly ((root: YamlNode) => Change)[]): string {
	const root = parseFile(file, text).documents[0];
	if (root === undefined) throw new Error('no document');
	const files = filesFromTexts({ [file]: text });
	const lowered = lowerChanges(
		makers.map((make) => make(root)),
		files,
	);
	if (!lowered.ok) return `refused: ${lowered.refusal.why}`;
	const edits = lowered.value.flatMap((one) => one.edits);
	const read = applyEdits(files, edits).read(file);
	return read?.ok ? read.value : '';
}

const values = block`
	ipam:
	  mode: kubernetes
	  operator:
	    pools:
	    - 10.42.0.0/16 # pods
	`;

/** All of them go behind the last line. */
const atTheEnd = [
	append(['ipam', 'operator', 'pools'], '10.43.0.0/16'),
	add(['ipam', 'operator'], 'mask', 24),
	add(['ipam'], 'isFixed', true),
	add([], 'ipv6', { enabled: true }),
];

describe('changes that belong together', () => {
	test('go inside first where several collections end on one line', () => {
		expect(changedAll(values, atTheEnd)).toMatchInlineSnapshot(`
			"ipam:
			  mode: kubernetes
			  operator:
			    pools:
			    - 10.42.0.0/16 # pods
			    - 10.43.0.0/16
			    mask: 24
			  isFixed: true
			ipv6:
			  enabled: true
			"
		`);
	});

	test('come to the same text in whatever order they are given', () => {
		const expected = changedAll(values, atTheEnd);
		fc.assert(
			fc.property(fc.shuffledSubarray(atTheEnd, { minLength: atTheEnd.length }), (shuffled) => {
				expect(changedAll(values, shuffled)).toBe(expected);
			}),
		);
	});

	test('keep their order in one map, and mean the same in any other', () => {
		const makers = [add(['ipam'], 'a', 1), add(['ipam', 'operator'], 'x', 1), add(['ipam'], 'b', 2)];
		const text = changedAll(values, makers);
		expect(text.indexOf('a: 1')).toBeLessThan(text.indexOf('b: 2'));
		const other = changedAll(values, makers.toReversed());
		const meaning = (yaml: string) => parseFile(file, yaml).documents.map((one) => toJson(one));
		expect(meaning(other)).toEqual(meaning(text));
	});

	test('are one addition below a key that is missing', () => {
		const both = changedAll('a: 1\n', [add([], 'ipv6', { enabled: true }), add([], 'ipv6', { cidr: 'fd00::/56' })]);
		expect(both).toBe('a: 1\nipv6:\n  enabled: true\n  cidr: fd00::/56\n');
	});

	test('are refused together when one of them is', () => {
		expect(changedAll(values, [set(['ipam', 'mode'], 'cluster-pool'), add(['ipam'], 'mode', 'x')])).toBe(
			'refused: exists',
		);
		expect(changedAll(values, [set(['ipam', 'mode'], 'a'), set(['ipam', 'mode'], 'b')])).toBe('refused: form');
	});
});
