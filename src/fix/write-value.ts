import type { Writable } from '../rule.ts';
import { type Quoting, scalarText } from './write-scalar.ts';

/** The habits of the text around a place. */
export interface WritingStyle {
	/** Columns that a map inside a map moves to the right. */
	readonly step: number;
	/** Columns between a key and the dashes of its list: 0 or `step`. */
	readonly listStep: number;
	readonly quoting: Quoting;
	/** Keys and texts in double quotes, collections in brackets. */
	readonly isJson: boolean;
}

/** An entry in block style, its first line without indentation. `column` is where the key stands. */
export function blockEntry(key: string, value: Writable, column: number, style: WritingStyle): string[] {
	const name = `${keyText(key, style, false)}:`;
	if (!isFilled(value)) return [`${name} ${flowText(value, style)}`];
	const inner = isList(value) ? column + style.listStep : column + style.step;
	return [name, ...blockLines(value, inner, style)];
}

/** A filled collection in block style, all lines indented. */
export function blockLines(value: Writable, column: number, style: WritingStyle): string[] {
	const pad = ' '.repeat(column);
	if (isList(value)) {
		return value.flatMap((item) => blockItem(item, column, style).map((line, i) => (i === 0 ? `${pad}${line}` : line)));
	}
	if (!isMap(value)) return [`${pad}${scalarText(value, style.quoting, false)}`];
	return Object.entries(value).flatMap(([key, inner]) =>
		blockEntry(key, inner, column, style).map((line, i) => (i === 0 ? `${pad}${line}` : line)),
	);
}

/** An item of a list in block style, its first line without indentation. `column` is where the dash stands. */
export function blockItem(value: Writable, column: number, style: WritingStyle): string[] {
	if (!isFilled(value)) return [`- ${flowText(value, style)}`];
	const [first = '', ...rest] = blockLines(value, column + 2, style);
	return [`- ${first.slice(column + 2)}`, ...rest];
}

/** A value on one line, collections in brackets. */
export function flowText(value: Writable, style: WritingStyle, inFlow = false): string {
	if (isList(value)) return `[${value.map((item) => flowText(item, style, true)).join(', ')}]`;
	if (!isMap(value)) return scalarText(value, style.isJson ? 'double' : style.quoting, inFlow);
	return `{${Object.entries(value)
		.map(([key, inner]) => flowEntry(key, inner, style))
		.join(', ')}}`;
}

/** An entry between braces. */
export function flowEntry(key: string, value: Writable, style: WritingStyle): string {
	return `${keyText(key, style, true)}: ${flowText(value, style, true)}`;
}

function keyText(key: string, { isJson }: WritingStyle, inFlow: boolean): string {
	return scalarText(key, isJson ? 'double' : 'plain', inFlow);
}

/** True for a list or map that holds something. */
export function isFilled(value: Writable): boolean {
	return isList(value) ? value.length > 0 : isMap(value) && Object.keys(value).length > 0;
}

export function isList(value: Writable): value is readonly Writable[] {
	return Array.isArray(value);
}

export function isMap(value: Writable): value is { readonly [key: string]: Writable } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
