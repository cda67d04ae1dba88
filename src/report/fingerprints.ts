import { createHash } from 'node:crypto';
import type { Diagnostic } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import { lineAt } from './line-strip.ts';

/**
 * One fingerprint per diagnostic, made of what is said and of the line it is said about: it stays
 * the same when lines above come or go. Equal ones are told apart by their order.
 */
export function contentFingerprints(diagnostics: readonly Diagnostic[], textOf: Report['textOf']): string[] {
	const seen = new Map<string, number>();
	return diagnostics.map(({ ruleId, cluster, message, at }) => {
		const line = lineAt(textOf(at.file), at.range.start).text.trim();
		const content = createHash('sha256').update(JSON.stringify([ruleId, cluster, at.file, line, message]));
		return numbered(content.digest('hex').slice(0, 32), seen);
	});
}

/** Characters of a line that its hash covers. github/codeql-action, src/fingerprints.ts, like all of the algorithm. */
const reach = 100;

/** The factor of the polynomial. */
const factor = 37;

/** What stands for the end of the file. */
const endOfFile = '\uFFFF';

/**
 * Answers the hash of a line, counted from 1, as code scanning computes it for `primaryLocationLineHash`: a
 * polynomial modulo 2^64 over the hundred characters from the line's start, blanks left out, and a number for equal ones.
 */
export function lineHasher(text: string): (line: number) => string {
	const characters = text.replace(/\r\n?/g, '\n').replace(/[ \t]/g, '') + endOfFile;
	const seen = new Map<string, number>();
	const lines: { readonly covered: string; readonly count: number }[] = [];
	for (let start = 0; ; ) {
		const covered = characters.slice(start, start + reach);
		const count = (seen.get(covered) ?? 0) + 1;
		seen.set(covered, count);
		lines.push({ covered, count });
		const next = characters.indexOf('\n', start);
		if (next === -1) break;
		start = next + 1;
	}
	return (line) => {
		const found = lines[line - 1];
		if (found === undefined) throw new Error(`the text has no line ${line}`);
		return `${polynomial(found.covered)}:${found.count}`;
	};
}

/** 64 bits as two halves of 32: a product with the factor stays exact in a number. */
function polynomial(covered: string): string {
	const half = 2 ** 32;
	let high = 0;
	let low = 0;
	for (let i = 0; i < reach; i++) {
		const code = i < covered.length ? covered.charCodeAt(i) : 0;
		const sum = low * factor + code;
		high = (high * factor + Math.floor(sum / half)) % half;
		low = sum % half;
	}
	const digits = low.toString(16);
	return high === 0 ? digits : high.toString(16) + digits.padStart(8, '0');
}

function numbered(name: string, seen: Map<string, number>): string {
	const count = (seen.get(name) ?? 0) + 1;
	seen.set(name, count);
	return `${name}:${count}`;
}
