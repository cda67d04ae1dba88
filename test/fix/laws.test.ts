import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { lowerChange } from '../../src/fix/lower-change.ts';
import { edited, movedOffset } from '../../src/fix/text-edit.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import { parseFile } from '../../src/repo/parse.ts';
import { toJson } from '../../src/repo/to-json.ts';
import type { Writable } from '../../src/rule.ts';
import { file } from './changed.ts';
import { changesOf, meant, undone } from './meaning.ts';

const word = fc.constantFrom(
	'web',
	'fd00:10::/56',
	'10.42.0.0/16',
	'yes',
	'1',
	'a b',
	"it's",
	'"',
	'x: y',
	'#',
	'',
	'$V',
	'fd00::',
	'\t',
	'ä',
);
const leaf: fc.Arbitrary<Writable> = fc.oneof(word, fc.boolean(), fc.integer({ min: 0, max: 128 }));
const { value: tree } = fc.letrec<{ value: Writable }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3, withCrossShrink: true },
		leaf,
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd-e', 'f.g/h'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
	),
}));

const style = fc.record({
	indent: fc.constantFrom(2, 4),
	indentSeq: fc.boolean(),
	defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_SINGLE' as const, 'QUOTE_DOUBLE' as const),
	flow: fc.boolean(),
	newline: fc.constantFrom('\n', '\r\n'),
	isCut: fc.boolean(),
	mark: fc.constantFrom('', '\uFEFF'),
});

function printed(
	value: Writable,
	{
		indent,
		indentSeq,
		defaultStringType,
		flow,
		newline,
		isCut,
		mark,
	}: typeof style extends fc.Arbitrary<infer T> ? T : never,
): string {
	const text = stringify(value, {
		indent,
		indentSeq,
		defaultStringType,
		lineWidth: 0,
		...(flow ? { collectionStyle: 'flow' as const } : {}),
	});
	return mark + (isCut ? text.trimEnd() : text).replaceAll('\n', newline);
}

describe('whatever is changed, in whatever style it is written', () => {
	test('only that changes, and taking the edits back gives the old bytes', () => {
		let made = 0;
		let all = 0;
		fc.assert(
			fc.property(tree, style, tree, fc.oneof(word, fc.boolean(), fc.nat({ max: 99 })), (value, how, added, scalar) => {
				const text = printed(value, how);
				const source = parseFile(file, text);
				const root = source.documents[0];
				if (root === undefined || source.syntaxErrors.length > 0) return;
				for (const change of changesOf(root, added, scalar)) {
					all++;
					const lowered = lowerChange(change, filesFromTexts({ [file]: text }));
					if (!lowered.ok) continue;
					made++;
					const { edits } = lowered.value;
					const after = edited(text, edits);
					const again = parseFile(file, after);
					expect(again.syntaxErrors).toEqual([]);
					const now = again.documents[0];
					expect(now === undefined ? null : toJson(now), `${JSON.stringify(text)} → ${JSON.stringify(after)}`).toEqual(
						meant(root, change),
					);
					expect(edited(after, undone(edits, text))).toBe(text);
				}
			}),
			{ numRuns: 400 },
		);
		// A change that is refused proves nothing.
		expect(made / all).toBeGreaterThan(0.9);
	});

	test('an offset outside of the edits stays at its character', () => {
		const text = 'abcdefghij';
		const span = fc.tuple(fc.nat(10), fc.nat(10), fc.string({ maxLength: 3 }));
		fc.assert(
			fc.property(span, ([a, b, added]) => {
				const range = { start: Math.min(a, b), end: Math.max(a, b) };
				const edits = [{ file, range, text: added }];
				const after = edited(text, edits);
				for (let i = 0; i < text.length; i++) {
					if (i >= range.start && i < range.end) continue;
					expect(after[movedOffset(i, edits)]).toBe(text[i]);
				}
			}),
		);
	});
});
