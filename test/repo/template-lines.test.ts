import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutBlocks } from '../../src/repo/template-lines.ts';

test.each([
	['a: 1\n{% if x %}\nb: 2\n{% endif %}\nc: 3\n', 'a: 1\n          \n    \n           \nc: 3\n'],
	['{%- for i in x -%}\n- {{ i }}\n{%- endfor %}\n', '                  \n         \n             \n'],
	['{% set x = 1 %}\na: 1\n', '               \na: 1\n'],
	['a: {{ b }}\n- {{ "c" }} # d\n', 'a: "{ b }"\n- "{ \'c\' }" # d\n'],
	['a: {{ b }}/24\n', 'a: {{ b }}/24\n'],
	['a: "{{ b }}"\n', 'a: "{{ b }}"\n'],
	['{% if x %}\r\na: 1\r\n{% endif %}\r\n', '          \r\n    \r\n           \r\n'],
])('%j is %j whatever is filled in', (text, rest) => {
	expect(withoutBlocks(text)).toBe(rest);
});

test.each(['{% if x %}\na: 1\n', '{% endif %}\n'])('%j says nothing', (text) => {
	expect(withoutBlocks(text)).toBeUndefined();
});

test('every place stays where it is', () => {
	const piece = fc.constantFrom(
		'{% if x %}',
		'{% endif %}',
		'{{ a }}',
		'a: ',
		'- ',
		'\n',
		'\r\n',
		' ',
		'"',
		'\\',
		'}}',
	);
	fc.assert(
		fc.property(fc.array(piece), (pieces) => {
			const text = pieces.join('');
			const rest = withoutBlocks(text);
			if (rest === undefined) return;
			expect(rest).toHaveLength(text.length);
			expect(rest.replace(/[^\r\n]/g, '')).toBe(text.replace(/[^\r\n]/g, ''));
		}),
	);
});
