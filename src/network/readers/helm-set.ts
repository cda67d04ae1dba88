import type { Parsed } from '../../repo/files.ts';
import { originWithin, type ScalarNode, type Step, textOf, type YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { parseScalar } from '../../repo/parse.ts';
import { exactInteger } from '../../repo/scalar.ts';
import { draftOf, hasMark, type ShellText, settled, textPart } from '../../repo/shell/shell-text.ts';

/** The options of Helm that set one or more values in one word. */
export type SetOption = 'set' | 'set-string' | 'set-json' | 'set-literal';

/** One value that an option sets. */
export interface SetValue {
	readonly path: readonly { readonly step: Step; readonly origin: Origin }[];
	readonly value: YamlNode;
}

/** Reads `a.b=c,d[0]={e,f}` as Helm 3 does; a problem where Helm refuses the option or a key is not known. */
export function parseSet(word: ShellText, option: SetOption): Parsed<SetValue[], string> {
	const cursor: Cursor = { word, text: textOf(draftOf(word)), at: 0, escapes: option !== 'set-literal' };
	const values: SetValue[] = [];
	while (cursor.at < cursor.text.length) {
		const path = parsePath(cursor);
		if (!path.ok) return path;
		const value = parseValue(cursor, option);
		if (!value.ok) return value;
		// An empty key at the beginning sets nothing.
		if (path.value[0]?.step !== '') values.push({ path: path.value, value: value.value });
	}
	return { ok: true, value: values };
}

/** Names and indexes in one key. Helm: `MaxNestedNameLevel`. */
const maxLevels = 30;
/** Helm allows 65,536; a list with so many holes is no setting. */
const maxIndex = 1000;

interface Cursor {
	readonly word: ShellText;
	readonly text: string;
	at: number;
	/** A backslash takes the meaning from the next character. */
	readonly escapes: boolean;
}

/** Text up to a stop, without its backslashes. */
interface Run {
	readonly text: string;
	readonly start: number;
	readonly end: number;
	/** Offset of each character in the word. */
	readonly offsets: readonly number[];
	/** The character that ended it; undefined at the end of the word. */
	readonly stop: string | undefined;
}

function runUntil(cursor: Cursor, stops: string): Run {
	const start = cursor.at;
	const offsets: number[] = [];
	let text = '';
	for (let i = start; i < cursor.text.length; i++) {
		const c = cursor.text[i] ?? '';
		if (stops.includes(c)) {
			cursor.at = i + 1;
			return { text, start, end: i, offsets, stop: c };
		}
		if (c === '\\' && cursor.escapes) i++;
		if (i >= cursor.text.length) break;
		offsets.push(i);
		text += cursor.text[i];
	}
	cursor.at = cursor.text.length;
	return { text, start, end: cursor.text.length, offsets, stop: undefined };
}

function parsePath(cursor: Cursor): Parsed<SetValue['path'], string> {
	const path: { step: Step; origin: Origin }[] = [];
	for (;;) {
		const key = runUntil(cursor, cursor.escapes ? '=[,.' : '=[.');
		if (hasMark(key.text)) return refused('a key that is not known');
		if (key.stop === undefined || key.stop === ',') return refused(`key ${JSON.stringify(key.text)} has no value`);
		if (key.text === '' && path.length > 0 && path[0]?.step !== '') return refused('an empty key');
		path.push({ step: key.text, origin: placeOf(cursor, key) });
		let stop: string | undefined = key.stop;
		while (stop === '[') {
			const index = runUntil(cursor, ']');
			const step = /^[+-]?\d{1,9}$/.test(index.text) ? Number(index.text) : -1;
			if (index.stop === undefined || step < 0 || step > maxIndex)
				return refused(`index ${index.text} is not possible`);
			if (path.length > maxLevels) return refused(`more than ${maxLevels} levels`);
			path.push({ step, origin: placeOf(cursor, index) });
			const after = runUntil(cursor, '[.=');
			if (after.text !== '') return refused(`${JSON.stringify(after.text)} after an index`);
			stop = after.stop;
		}
		if (stop === undefined) return refused('an index without a value');
		if (stop === '=') return { ok: true, value: path };
		if (path.length > maxLevels) return refused(`more than ${maxLevels} levels`);
	}
}

function parseValue(cursor: Cursor, option: SetOption): Parsed<YamlNode, string> {
	if (option === 'set-json') return parseJson(cursor);
	if (option === 'set-literal') return { ok: true, value: valueFrom(cursor, runUntil(cursor, ''), option) };
	if (cursor.text[cursor.at] !== '{') return { ok: true, value: valueFrom(cursor, runUntil(cursor, ','), option) };
	const start = cursor.at;
	const items: YamlNode[] = [];
	cursor.at++;
	for (;;) {
		const item = runUntil(cursor, ',}');
		if (item.stop === undefined) return refused("list must terminate with '}'");
		items.push(valueFrom(cursor, item, option));
		if (item.stop === ',') continue;
		const origin = originWithin(draftOf(cursor.word), start, cursor.at);
		if (cursor.text[cursor.at] === ',') cursor.at++;
		return { ok: true, value: { kind: 'seq', items, origin } };
	}
}

/** JSON to the end of the word: several values in one `--set-json` are not told apart. */
function parseJson(cursor: Cursor): Parsed<YamlNode, string> {
	const part = textPart(cursor.word, cursor.at, cursor.text.length);
	cursor.at = cursor.text.length;
	if (part.kind === 'unknown') return { ok: true, value: part };
	if (textOf(part).trim() === '') return { ok: true, value: { ...part, value: null } };
	const { documents, syntaxErrors } = parseScalar(part);
	const [document] = documents;
	return document === undefined || syntaxErrors.length > 0 ? refused('it is no JSON') : { ok: true, value: document };
}

function valueFrom(cursor: Cursor, run: Run, option: SetOption): YamlNode {
	const draft = draftOf(cursor.word);
	const node: ScalarNode = {
		kind: 'scalar',
		...(option === 'set' ? typed(run.text) : { value: run.text }),
		text: (from, to) => {
			const start = run.offsets[from] ?? run.end;
			return originWithin(draft, start, to > from ? (run.offsets[to - 1] ?? run.end - 1) + 1 : start);
		},
		origin: placeOf(cursor, run),
	};
	return cursor.word.kind === 'scalar' ? node : settled(node, cursor.word.holes);
}

/** What Helm makes of a text: booleans, null and integers without a leading zero, else the text. */
function typed(text: string): Pick<ScalarNode, 'value' | 'digits'> {
	const word = words.get(text.toLowerCase());
	if (word !== undefined) return { value: word };
	if (text.toLowerCase() === 'null') return { value: null };
	if (text === '0') return { value: 0 };
	if (!/^[+-]?\d{1,19}$/.test(text) || text.startsWith('0')) return { value: text };
	const integer = BigInt(text.startsWith('+') ? text.slice(1) : text);
	return BigInt.asIntN(64, integer) === integer ? exactInteger(integer) : { value: text };
}

const words: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['false', false],
]);

function placeOf(cursor: Cursor, { start, end }: Run): Origin {
	return originWithin(draftOf(cursor.word), start, end);
}

function refused(problem: string): { readonly ok: false; readonly problem: string } {
	return { ok: false, problem };
}
