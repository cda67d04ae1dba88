import type { Scalar } from '../repo/node.ts';
import { resolveScalar } from '../repo/scalar.ts';

/** How a string is written. A `plain` one gets quotes when it needs them. */
export type Quoting = 'plain' | 'single' | 'double';

/** A scalar as YAML on one line. `inFlow`: between brackets, where more characters have a meaning. */
export function scalarText(value: Scalar, quoting: Quoting, inFlow: boolean): string {
	if (typeof value !== 'string') return String(value);
	if (quoting === 'plain' && isPlain(value, inFlow)) return value;
	if (quoting === 'single' && !hasEscapes(value)) return `'${value.replaceAll("'", "''")}'`;
	return doubleQuoted(value);
}

/** Text in double quotes. JSON's escapes are YAML's as well (1.2.2, 5.7). */
function doubleQuoted(value: string): string {
	return JSON.stringify(value).replace(unprintable, (character) => {
		const code = character.codePointAt(0) ?? 0;
		return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
	});
}

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu;

function hasEscapes(value: string): boolean {
	return value.search(unprintable) !== -1;
}

/** Words that YAML 1.1 reads as booleans or as a null. */
const words = /^(?:y|yes|n|no|on|off|true|false|null|~)$/i;

/** Text that all readers of YAML take for itself without quotes. */
export function isPlain(value: string, inFlow: boolean): boolean {
	return (
		value !== '' &&
		value.trim() === value &&
		!hasEscapes(value) &&
		!/^(?:[?:,[\]{}#&*!|>'"%@`]|-(?![-a-zA-Z])|---(?:\s|$))/.test(value) &&
		!/:(?:\s|$)|\s#/.test(value) &&
		!(inFlow && /[,[\]{}]|:$/.test(value)) &&
		!words.test(value) &&
		!/^[+-]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?$/.test(value) &&
		!/^[+-]?(?:\.\d|\d[\d_]*\.?[\d_]*(?:e[+-]?\d+)?$|\.(?:inf|nan))/i.test(value) &&
		resolveScalar(value).value === value
	);
}
