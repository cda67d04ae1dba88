/**
 * The integer that Go's `strconv` reads with base 0 into 64 bits, signed or, without a sign, unsigned.
 * Prefixes are `0x`, `0o`, `0b` and `0` (octal) in either case; undefined for anything else.
 */
export function goInteger(text: string): bigint | undefined {
	for (const [pattern, prefix] of integerForms) {
		const match = pattern.exec(text);
		if (match !== null) return within64Bits(match[1] ?? '', prefix, match[2] ?? '');
	}
	return undefined;
}

/** The integer of a prefix followed by a sign (`0b-11`), which go-yaml reads although nobody writes it. */
export function signedAfterPrefix(text: string, letters: 'b' | 'bo'): bigint | undefined {
	const match = /^0([bo])([-+])([0-7]+)$/.exec(text);
	const letter = match?.[1] ?? '';
	const digits = match?.[3] ?? '';
	if (match === null || !letters.includes(letter) || (letter === 'b' && /[2-7]/.test(digits))) return undefined;
	return within64Bits(match[2] ?? '', letter === 'b' ? '0b' : '0o', digits);
}

/** The float of a YAML number with an optional sign, point and exponent; undefined when it is too large for 64 bits. */
export function yamlFloat(text: string): number | undefined {
	return /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(text) ? finite(text) : undefined;
}

/** The float of a text that begins with a point: there go-yaml lets single underscores stand between digits. */
export function pointFloat(text: string): number | undefined {
	const isFloat = /^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?$/.test(text);
	return isFloat ? finite(text.replaceAll('_', '')) : undefined;
}

function finite(text: string): number | undefined {
	const value = Number(text);
	return Number.isFinite(value) ? value : undefined;
}

const integerForms: readonly (readonly [RegExp, string])[] = [
	[/^([-+]?)([1-9][0-9]*)$/, ''],
	[/^([-+]?)0([0-7]*)$/, '0o'],
	[/^([-+]?)0[oO]([0-7]+)$/, '0o'],
	[/^([-+]?)0[xX]([0-9a-fA-F]+)$/, '0x'],
	[/^([-+]?)0[bB]([01]+)$/, '0b'],
];

function within64Bits(sign: string, prefix: string, digits: string): bigint | undefined {
	const significant = digits.replace(/^0+/, '');
	if (significant === '') return 0n;
	// 64 binary digits are the longest that fit; more would only cost time.
	if (significant.length > 64) return undefined;
	const magnitude = BigInt(prefix + significant);
	if (sign === '-') return magnitude <= 2n ** 63n ? -magnitude : undefined;
	return magnitude < (sign === '+' ? 2n ** 63n : 2n ** 64n) ? magnitude : undefined;
}
