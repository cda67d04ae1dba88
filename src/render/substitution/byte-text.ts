import { isUtf8 } from 'node:buffer';

/**
 * Text as Go sees it: one character per byte of its UTF-8, so that lengths and offsets count bytes. ASCII is itself.
 * A string of this kind may end in the middle of a character.
 */
export type ByteText = string;

export function toBytes(text: string): ByteText {
	return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** The text that the bytes spell; undefined when they are not UTF-8. */
export function fromBytes(bytes: ByteText): string | undefined {
	if (isAscii(bytes)) return bytes;
	const raw = Buffer.from(bytes, 'latin1');
	return isUtf8(raw) ? raw.toString('utf8') : undefined;
}

/** UTF-16 units of the characters that begin in these bytes. */
export function utf16Length(bytes: ByteText): number {
	if (isAscii(bytes)) return bytes.length;
	let length = 0;
	for (let i = 0; i < bytes.length; i++) {
		const byte = bytes.charCodeAt(i);
		if (byte < 0x80 || byte >= 0xc0) length += byte >= 0xf0 ? 2 : 1;
	}
	return length;
}

/** The character at `at`: its code point and its width in bytes. A byte that begins no character is U+FFFD, one wide. */
export function runeAt(bytes: ByteText, at: number, end: number): { readonly rune: number; readonly width: number } {
	const lead = bytes.charCodeAt(at);
	const width = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
	if (width === 1) return { rune: lead, width };
	if (width === 0 || at + width > end) return invalid;
	let rune = lead & (0x7f >> width);
	for (let i = at + 1; i < at + width; i++) {
		const byte = bytes.charCodeAt(i);
		if ((byte & 0xc0) !== 0x80) return invalid;
		rune = (rune << 6) | (byte & 0x3f);
	}
	const isOverlong = (width === 3 && rune < 0x800) || (width === 4 && rune < 0x10000);
	return isOverlong || rune > 0x10ffff || (rune >= 0xd800 && rune < 0xe000) ? invalid : { rune, width };
}

const invalid = { rune: 0xfffd, width: 1 };

/** The characters in reverse order; bytes that are no character become U+FFFD. */
export function reversed(bytes: ByteText): ByteText {
	const characters: string[] = [];
	for (let at = 0; at < bytes.length; ) {
		const found = runeAt(bytes, at, bytes.length);
		characters.push(found === invalid ? replacementCharacter : bytes.slice(at, at + found.width));
		at += found.width;
	}
	return characters.reverse().join('');
}

/** U+FFFD in UTF-8. */
const replacementCharacter = '\xef\xbf\xbd';

function isAscii(text: string): boolean {
	return !/[^\0-\x7f]/.test(text);
}
