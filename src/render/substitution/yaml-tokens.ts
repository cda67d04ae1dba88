/** A piece of YAML that was read: its value and the offset after it. */
interface Token {
	readonly value: string;
	readonly to: number;
}

/** True for a blank or the end of the text: what has to follow `-`, `?` and `:` to be more than text. */
export function isBlankOrEnd(text: string, at: number): boolean {
	return at >= text.length || text[at] === ' ' || text[at] === '\t';
}

/** The offset of the next token on this line; a comment runs to the end. */
export function skipBlanks(text: string, from: number): number {
	let at = from;
	while (text[at] === ' ' || text[at] === '\t') at++;
	return text[at] === '#' ? text.length : at;
}

/** The text from `from` to `to` without blanks at its end. */
export function trimmed(text: string, from: number, to: number): string {
	let end = to;
	while (end > from && isBlankOrEnd(text, end - 1)) end--;
	return text.slice(from, end);
}

/** The quoted text that begins at `from`; a message when it is broken. */
export function readQuoted(text: string, from: number): Token | string {
	return text[from] === "'" ? readSingle(text, from) : readDouble(text, from);
}

function readSingle(text: string, from: number): Token | string {
	for (let at = text.indexOf("'", from + 1); at !== -1; at = text.indexOf("'", at + 2)) {
		if (text[at + 1] !== "'") return { value: text.slice(from + 1, at).replaceAll("''", "'"), to: at + 1 };
	}
	return 'found unexpected end of stream';
}

function readDouble(text: string, from: number): Token | string {
	const pieces: string[] = [];
	for (let at = from + 1; at < text.length; ) {
		const c = text[at] ?? '';
		if (c === '"') return { value: pieces.join(''), to: at + 1 };
		if (c !== '\\') {
			const next = /["\\]/g;
			next.lastIndex = at;
			const to = next.exec(text)?.index ?? text.length;
			pieces.push(text.slice(at, to));
			at = to;
			continue;
		}
		const letter = text[at + 1] ?? '';
		const length = codeLengths.get(letter);
		const plain = escapes.get(letter);
		if (length === undefined) {
			if (plain === undefined) return 'found unknown escape character';
			pieces.push(plain);
			at += 2;
			continue;
		}
		const digits = text.slice(at + 2, at + 2 + length);
		if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) return 'did not find expected hexdecimal number';
		const code = Number.parseInt(digits, 16);
		if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return 'found invalid Unicode character escape code';
		pieces.push(String.fromCodePoint(code));
		at += 2 + length;
	}
	return 'found unexpected end of stream';
}

/** Escapes of YAML 1.1 as go-yaml 2 knows them: `\'` is one, `\/` is not. */
const escapes: ReadonlyMap<string, string> = new Map([
	['0', '\0'],
	['a', '\x07'],
	['b', '\b'],
	['t', '\t'],
	['\t', '\t'],
	['n', '\n'],
	['v', '\v'],
	['f', '\f'],
	['r', '\r'],
	['e', '\x1b'],
	[' ', ' '],
	['"', '"'],
	["'", "'"],
	['\\', '\\'],
	['N', '\x85'],
	['_', '\xa0'],
	['L', '\u2028'],
	['P', '\u2029'],
]);
const codeLengths: ReadonlyMap<string, number> = new Map([
	['x', 2],
	['u', 4],
	['U', 8],
]);

/** What may stand before a node: an anchor and a tag, in any order. */
interface Properties {
	readonly tag: string | undefined;
	readonly isAny: boolean;
	/** The offset of the node. */
	readonly to: number;
}

/** The properties before the node at `from`, if any; a message when they are broken. */
export function readProperties(text: string, from: number): Properties | string {
	let at = skipBlanks(text, from);
	const found = new Map<string, string>();
	for (let c = text.charAt(at); c === '&' || c === '!'; c = text.charAt(at)) {
		const property = readProperty(text, at);
		if (typeof property === 'string') return property;
		if (found.has(c)) return 'did not find expected node content';
		found.set(c, property.value);
		at = skipBlanks(text, property.to);
	}
	return { tag: found.get('!'), isAny: found.size > 0, to: at };
}

/** The anchor or tag that begins at `from`; a message when it is broken. */
function readProperty(text: string, from: number): Token | string {
	const isAnchor = text[from] === '&';
	const pattern = isAnchor ? /&[\w-]+/y : /!(?:<[^>]*>|(?:[\w\-;/?:@&=+$,.!~*'()[\]]|%[0-9a-fA-F]{2})*)/y;
	pattern.lastIndex = from;
	const value = pattern.exec(text)?.[0];
	const to = pattern.lastIndex;
	if (isAnchor) {
		const ends = value !== undefined && (isBlankOrEnd(text, to) || '?:,]}%@`'.includes(text[to] ?? ''));
		return ends ? { value, to } : 'did not find expected alphabetic or numeric character';
	}
	if (value === undefined || value === '!!') return 'did not find expected tag URI';
	if (/^![\w-]+!/.test(value)) return 'found undefined tag handle';
	return isBlankOrEnd(text, to) ? { value, to } : 'did not find expected whitespace or line break';
}
