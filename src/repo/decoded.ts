import { isUtf8 } from 'node:buffer';
import type { FileProblem, Parsed } from './files.ts';

/** The text that a file's bytes spell. */
export function decoded(bytes: Buffer): Parsed<string, FileProblem> {
	const text = bytes.toString('utf8');
	// A replacement character is what decoding makes of other bytes; it may also be meant.
	if (!text.includes('\uFFFD') || isUtf8(bytes)) return { ok: true, value: text };
	return { ok: false, problem: { kind: 'not-utf-8' } };
}
