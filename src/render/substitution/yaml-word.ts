import { goInteger, pointFloat, signedAfterPrefix, yamlFloat } from '../../repo/go-number.ts';
import { exactInteger } from '../../repo/scalar.ts';
import { timestampOf } from '../../repo/timestamp.ts';

/** What plain text means, or why it is no value. */
export type PlainMeaning =
	| { readonly kind: 'null' }
	| { readonly kind: 'bool'; readonly value: boolean }
	| { readonly kind: 'int'; readonly value: number; readonly digits?: string }
	| { readonly kind: 'float'; readonly value: number }
	| { readonly kind: 'string'; readonly value: string }
	| { readonly kind: 'collection' }
	| { readonly kind: 'error'; readonly message: string };

/** Types a word of YAML 1.1 as go-yaml 2 does: `yes` and `on` are booleans, `010` is 8, timestamps stay text. */
export function resolveWord(word: string): PlainMeaning {
	if (word === '' || nulls.has(word)) return { kind: 'null' };
	const bool = booleans.get(word);
	if (bool !== undefined) return { kind: 'bool', value: bool };
	if (notFinite.test(word)) return { kind: 'error', message: `${word} has no form in JSON` };
	if (word.startsWith('.')) return floatOr(pointFloat(word), word);
	if (!/^[-+0-9]/.test(word) || isTimestamp(word)) return { kind: 'string', value: word };
	const digits = word.replaceAll('_', '');
	const integer = goInteger(digits) ?? signedAfterPrefix(digits, 'b');
	return integer === undefined ? floatOr(yamlFloat(digits), word) : { kind: 'int', ...exactInteger(integer) };
}

/** True when the word, written plain, is read as text; timestamps are written in quotes although they stay text. */
export function isPlainWord(word: string): boolean {
	return resolveWord(word).kind === 'string' && !isTimestamp(word) && !base60.test(word);
}

/** Types a word under a tag. Only the core tags type it; any other tag makes it text. */
export function resolveTagged(tag: string | undefined, word: string): PlainMeaning {
	if (tag === undefined) return resolveWord(word);
	const kind = coreTags.get(tag);
	if (kind === undefined) return { kind: 'string', value: word };
	const meaning = resolveWord(word);
	if (kind === 'float' && meaning.kind === 'int') return { kind, value: meaning.value };
	return meaning.kind === kind ? meaning : { kind: 'error', message: `cannot decode ${word} as ${tag}` };
}

const nulls: ReadonlySet<string> = new Set(['~', 'null', 'Null', 'NULL']);
const booleans: ReadonlyMap<string, boolean> = new Map([
	...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
	...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
]);
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const coreTags: ReadonlyMap<string, PlainMeaning['kind']> = new Map([
	['!!int', 'int'],
	['!!float', 'float'],
	['!!bool', 'bool'],
	['!!null', 'null'],
]);

/** `12:30:45`, a number of base 60 that go-yaml reads as text and writes in quotes for the sake of other parsers. */
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

function isTimestamp(word: string): boolean {
	return timestampOf(word) !== undefined;
}

function floatOr(value: number | undefined, word: string): PlainMeaning {
	// JSON has a negative zero, the YAML written from it has not.
	return value === undefined ? { kind: 'string', value: word } : { kind: 'float', value: value + 0 };
}
