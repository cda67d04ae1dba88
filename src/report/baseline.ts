import { createHash } from 'node:crypto';
import type { Diagnostic } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import { byText, type Parsed } from '../repo/files.ts';
import { lineAt } from './line-strip.ts';
import { printableJson } from './printable.ts';

/** Findings that were there when somebody drew a line under them. */
export interface Baseline {
	readonly entries: readonly BaselineEntry[];
}

/** Equal findings of one file: the same rule, cluster, message and line of text, wherever that line stands. */
export interface BaselineEntry {
	readonly rule: string;
	readonly file: string;
	readonly message: string;
	/** 128 bits of a hash over all that makes two findings equal, in hexadecimal. */
	readonly fingerprint: string;
	readonly count: number;
}

/** The live findings of a report as a baseline, in an order that keeps differences small. */
export function baselineOf({ diagnostics, textOf }: Pick<Report, 'diagnostics' | 'textOf'>): Baseline {
	const entries = new Map<string, BaselineEntry>();
	for (const diagnostic of diagnostics) {
		if (diagnostic.suppressed !== null) continue;
		const { ruleId, message, at } = diagnostic;
		const fingerprint = fingerprintOf(diagnostic, textOf);
		const count = (entries.get(fingerprint)?.count ?? 0) + 1;
		entries.set(fingerprint, { rule: ruleId, file: at.file, message, fingerprint, count });
	}
	const inOrder = [...entries.values()].sort(
		(a, b) => byText(a.file, b.file) || byText(a.rule, b.rule) || byText(a.fingerprint, b.fingerprint),
	);
	return { entries: inOrder };
}

/** The diagnostics, those of the baseline marked, and of each entry how many findings are no longer there. */
export function withoutKnown(
	{ diagnostics, textOf }: Pick<Report, 'diagnostics' | 'textOf'>,
	{ entries }: Baseline,
	suppressed: NonNullable<Diagnostic['suppressed']>,
): { readonly diagnostics: readonly Diagnostic[]; readonly stale: readonly BaselineEntry[] } {
	const left = new Map(entries.map((entry) => [entry.fingerprint, entry.count]));
	const marked = diagnostics.map((diagnostic) => {
		if (diagnostic.suppressed !== null) return diagnostic;
		const fingerprint = fingerprintOf(diagnostic, textOf);
		const count = left.get(fingerprint) ?? 0;
		if (count === 0) return diagnostic;
		left.set(fingerprint, count - 1);
		return { ...diagnostic, suppressed };
	});
	const stale = entries.flatMap((entry) => {
		const count = left.get(entry.fingerprint) ?? 0;
		return count > 0 ? [{ ...entry, count }] : [];
	});
	return { diagnostics: marked, stale };
}

/** The baseline without findings that are no longer there. */
export function withoutGone({ entries }: Baseline, gone: readonly BaselineEntry[]): Baseline {
	const less = new Map(gone.map(({ fingerprint, count }) => [fingerprint, count]));
	return {
		entries: entries.flatMap((entry) => {
			const count = entry.count - (less.get(entry.fingerprint) ?? 0);
			return count > 0 ? [{ ...entry, count }] : [];
		}),
	};
}

function fingerprintOf({ ruleId, cluster, message, at }: Diagnostic, textOf: Report['textOf']): string {
	const line = lineAt(textOf(at.file), at.range.start).text.trim();
	const content = JSON.stringify([ruleId, cluster, at.file, line, message]);
	return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

/** The text of a baseline file, version 1. */
export function printBaseline({ entries }: Baseline): string {
	return printableJson({ version: 1, findings: entries });
}

/** Reads a baseline file; the problem is a sentence without the file's name. */
export function readBaseline(text: string): Parsed<Baseline, string> {
	let read: unknown;
	try {
		read = JSON.parse(text);
	} catch {
		return { ok: false, problem: 'is no JSON' };
	}
	if (!isRecord(read) || !Array.isArray(read['findings'])) return { ok: false, problem: 'is no baseline' };
	if (read['version'] !== 1) return { ok: false, problem: 'has another version than 1' };
	const entries = read['findings'].filter(isEntry);
	const strange = read['findings'].length - entries.length;
	return strange === 0
		? { ok: true, value: { entries } }
		: { ok: false, problem: 'holds entries that are no findings' };
}

function isEntry(value: unknown): value is BaselineEntry {
	if (!isRecord(value)) return false;
	const texts = ['rule', 'file', 'message', 'fingerprint'].every((key) => typeof value[key] === 'string');
	return texts && Number.isSafeInteger(value['count']) && Number(value['count']) > 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
