import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { substitute, type VariableValue } from '../../src/render/substitution/envsubst.ts';

interface Case {
	readonly template: string;
	readonly variables: Readonly<Record<string, string>>;
	readonly text?: string;
	readonly error?: string;
}
const recorded = new URL('./envsubst-cases.json', import.meta.url);
const cases: readonly Case[] = JSON.parse(readFileSync(recorded, 'utf8')).cases;

function lookupIn(variables: Readonly<Record<string, VariableValue>>): (name: string) => VariableValue {
	const map = new Map(Object.entries(variables));
	return (name) => map.get(name);
}

/** The text, or the message of the problem. */
function outcome(template: string, variables: Readonly<Record<string, VariableValue>>): string {
	const result = substitute(template, lookupIn(variables));
	return result.ok ? result.value.text : result.problem.message;
}

describe('a template', () => {
	test.each(cases.filter(({ error }) => error === undefined))('$template becomes what Flux makes of it', (one) => {
		expect(outcome(one.template, one.variables)).toBe(one.text);
	});

	test.each(cases.filter(({ error }) => error !== undefined))('$template fails as it does in Flux: $error', (one) => {
		// Flux goes on with the broken bytes and fails when it reads them as YAML.
		const message = one.error === 'not UTF-8' ? 'a character is cut apart' : one.error;
		expect(outcome(one.template, one.variables)).toBe(message);
	});

	test('with every $ doubled comes out as it went in', () => {
		const text = fc.string({ unit: fc.constantFrom('$', '{', '}', 'A', ':', '=', '/', 'é', '\n'), maxLength: 30 });
		fc.assert(
			fc.property(text, (t) => {
				expect(outcome(t.replaceAll('$', '$$$$'), { A: 'x' })).toBe(t);
			}),
		);
	});
});

describe('a problem', () => {
	test.each([
		['a ${A', 2],
		['a ${A} ${A b}', 7],
		['${A:=x ${B[0]}}', 7],
		['a ${E:0:1}', 2],
	])('in %s points at the expression', (template, at) => {
		const result = substitute(template, lookupIn({ A: '', E: 'é' }));
		expect(result.ok ? undefined : result.problem.at).toBe(at);
	});
});

describe('segments', () => {
	const variables = { POD: '10.42.0.0/16', UNI: 'é€😀', EMPTY: '' };

	/** Each segment as `template text -> result text (variables)`. */
	function shown(template: string): string[] {
		const result = substitute(template, lookupIn(variables));
		if (!result.ok) throw new Error(result.problem.message);
		const { text, segments } = result.value;
		return segments.map((s) => {
			const names = s.variables.length === 0 ? '' : ` (${s.variables.join(', ')})`;
			return `${template.slice(s.from, s.to)} -> ${text.slice(s.start, s.end)}${names}`;
		});
	}

	test('tell variables from literal text', () => {
		expect(shown('a ${POD}, b')).toEqual(['a  -> a ', '${POD} -> 10.42.0.0/16 (POD)', ', b -> , b']);
	});

	test('show a variable that gives nothing', () => {
		expect(shown('a${NONE}b')).toEqual(['a -> a', '${NONE} ->  (NONE)', 'b -> b']);
		expect(shown('${NONE:=}')).toEqual(['${NONE:=} ->  (NONE)']);
	});

	test('count a default as text of the template', () => {
		expect(shown('x${EMPTY:=10.42.0.0/16}')).toEqual(['x -> x', '10.42.0.0/16 -> 10.42.0.0/16']);
		expect(shown('${NONE:=a ${POD:-b} c}')).toEqual(['a  -> a ', '${POD:-b} -> 10.42.0.0/16 (POD)', ' c ->  c']);
	});

	test('name every variable that takes part', () => {
		expect(shown('${POD/${NONE:=10}/${EMPTY}}')).toEqual(['${POD/${NONE:=10}/${EMPTY}} -> .42.0.0/16 (POD, EMPTY)']);
	});

	test('leave out the $ that an escape loses', () => {
		expect(shown('a$${POD}')).toEqual(['a -> a', '${POD} -> ${POD}']);
	});

	test('count UTF-16 units', () => {
		expect(shown('😀${UNI}é${UNI:5}')).toEqual(['😀 -> 😀', '${UNI} -> é€😀 (UNI)', 'é -> é', '${UNI:5} -> 😀 (UNI)']);
	});

	test('cover the result without gaps, and literal ones copy the template', () => {
		const part = fc.constantFrom(
			'a',
			'$',
			'😀',
			'${POD}',
			'${UNI:2}',
			'${NONE:=d$${POD}}',
			'$${',
			'}',
			'${EMPTY}',
			'\n',
		);
		fc.assert(
			fc.property(fc.array(part), (parts) => {
				const template = parts.join('');
				const result = substitute(template, lookupIn(variables));
				if (!result.ok) return;
				const { text, segments } = result.value;
				let end = 0;
				for (const segment of segments) {
					expect(segment.start).toBe(end);
					end = segment.end;
					if (segment.variables.length > 0) continue;
					expect(text.slice(segment.start, segment.end)).toBe(template.slice(segment.from, segment.to));
				}
				expect(end).toBe(text.length);
			}),
		);
	});
});

describe('an unknown variable', () => {
	test.each([
		['${SECRET}', ['SECRET'], '${SECRET}'],
		['a ${SECRET}:${PORT}', ['SECRET'], 'a ${SECRET}:6443'],
		['${SECRET:=default}', ['SECRET'], '${SECRET:=default}'],
		['${#SECRET}', ['SECRET'], '${#SECRET}'],
		['${SECRET%%.*}', ['SECRET'], '${SECRET%%.*}'],
		['${PORT:=${SECRET}}', [], '6443'],
		['${NONE:=${SECRET}}', ['SECRET'], '${SECRET}'],
		['${PORT/6/${SECRET}}', ['SECRET'], '${PORT/6/${SECRET}}'],
		['${PORT:${SECRET}}', ['SECRET'], '${PORT:${SECRET}}'],
		['${SECRET}${OTHER}${SECRET}', ['SECRET', 'OTHER'], '${SECRET}${OTHER}${SECRET}'],
		['$${SECRET}', [], '${SECRET}'],
	])('in %s is unknown where it decides the text', (template, unknown, text) => {
		const result = substitute(template, lookupIn({ SECRET: null, OTHER: null, PORT: '6443' }));
		expect(result).toMatchObject({ ok: true, value: { text, unknown } });
	});
});

describe('hostile input', () => {
	test('nested beyond reason is refused', () => {
		const nested = (levels: number) => '${A:='.repeat(levels) + '}'.repeat(levels);
		expect(outcome(nested(64), {})).toBe('');
		expect(outcome(nested(65), {})).toBe('nested more than 64 levels deep');
		expect(outcome('${A:='.repeat(100_000), {})).toBe('nested more than 64 levels deep');
	});

	const long = 'a'.repeat(100_000);
	test.each([
		['${A//a/${A}}', 'a value that grows'],
		['${A//a/${A//a/${A//a/${A}}}}', 'a value that grows at each level'],
		['${A}'.repeat(1000), 'many long values'],
		['${#A}'.repeat(1000), 'many long values of which little stays'],
		[`\${A##${'*a'.repeat(5000)}b}`, 'a pattern with many stars'],
		['${A#*b}', 'a pattern that fits nowhere'],
		['${A#*[b-z]}', 'a set that fits nowhere'],
	])('%s is given up', (template) => {
		expect(outcome(template, { A: long })).toBe('the substitution takes too much work');
	});

	test('of great length without variables is only copied', () => {
		const template = '$${x} $ } { '.repeat(200_000);
		expect(outcome(template, {})).toBe(template.replaceAll('$$', '$'));
	});

	test('names a variable like a property of every object', () => {
		expect(outcome('${__proto__}${constructor}${toString}', {})).toBe('');
	});
});
