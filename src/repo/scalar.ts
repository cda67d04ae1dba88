import { goInteger, pointFloat, signedAfterPrefix, yamlFloat } from './go-number.ts';
import type { Scalar } from './node.ts';
import { timestampOf } from './timestamp.ts';

/** A typed scalar; `digits` are those of an integer that a JavaScript number cannot hold. */
export interface ResolvedScalar {
	readonly value: Scalar;
	readonly digits?: string;
}

/**
 * What a plain scalar of a source file is after a kustomize build: mostly YAML 1.2, with the octal numbers and
 * timestamps of 1.1 (a timestamp becomes text). Infinity and NaN, which fail a build, stay text.
 */
export function resolveScalar(text: string): ResolvedScalar {
	const word = words.get(text);
	if (word !== undefined) return { value: word };
	const first = text.charCodeAt(0);
	if (text === '' || nulls.has(text)) return { value: null };
	if (first === point) return { value: pointFloat(text) ?? text };
	if (!isDigit(first) && first !== plus && first !== minus) return { value: text };
	const timestamp = timestampOf(text);
	if (timestamp !== undefined) return { value: timestamp };
	const digits = text.replaceAll('_', '');
	const integer = goInteger(digits) ?? signedAfterPrefix(digits, 'bo');
	if (integer !== undefined) return exactInteger(integer);
	const float = yamlFloat(digits);
	// JSON has a negative zero, the YAML written from it has not.
	return { value: float === undefined ? text : float + 0 };
}

/** An integer as a number, with its digits where the number would lose some. */
export function exactInteger(integer: bigint): { readonly value: number; readonly digits?: string } {
	const value = Number(integer);
	const digits = integer.toString();
	return String(value) === digits ? { value } : { value, digits };
}

const words: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['True', true],
	['TRUE', true],
	['false', false],
	['False', false],
	['FALSE', false],
]);
const nulls: ReadonlySet<string> = new Set(['~', 'null', 'Null', 'NULL']);

function isDigit(code: number): boolean {
	return code >= 48 && code <= 57;
}

const plus = 43;
const minus = 45;
const point = 46;
