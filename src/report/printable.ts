/**
 * Characters that a terminal acts on or that hide what stands in a text: control and format
 * characters (writing direction, zero width), line separators, surrogates without a partner.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text from a repository as it may be printed: what a terminal would act on is shown as an escape. */
export function printable(text: string): string {
	return text.replace(unprintable, escapeOf);
}

/** JSON in which every such character is written as an escape, so that it is safe to print and equal once parsed. */
export function printableJson(value: unknown): string {
	const text = JSON.stringify(value, undefined, 2);
	// Outside of strings JSON.stringify writes line breaks, and those stay.
	return `${text.replace(unprintable, (found) => (found === '\n' ? found : unicodeEscapes(found)))}\n`;
}

/** The same on one line. */
export function printableJsonLine(value: unknown): string {
	return `${JSON.stringify(value).replace(unprintable, unicodeEscapes)}\n`;
}

function escapeOf(character: string): string {
	if (character === '\n') return '\\n';
	if (character === '\r') return '\\r';
	if (character === '\t') return '\\t';
	return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function unicodeEscapes(character: string): string {
	return character
		.split('')
		.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.join('');
}

/** The same for a text of several lines: its line breaks stay. */
export function printableLines(text: string): string {
	return text.split('\n').map(printable).join('\n');
}
