import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { type FixResult, fixRepository } from '../src/fix/fix-repository.ts';
import type { Diagnostic } from '../src/lint/diagnostic.ts';
import type { Report } from '../src/lint/report.ts';
import { lintRepository } from '../src/pipeline.ts';
import { filesFromTexts, type RepoFiles } from '../src/repo/files.ts';
import { positionFinder } from '../src/repo/location.ts';
import { type Mark, readMarks } from './support/marks.ts';

describe.each(rules.map((rule) => ({ rule, id: rule.id })))('$id', ({ rule }) => {
	test('names at least one valid and one invalid example', () => {
		expect(rule.examples.valid.length).toBeGreaterThan(0);
		expect(rule.examples.invalid.length).toBeGreaterThan(0);
	});

	test.each(rule.examples.invalid)('reports exactly the marks: $name', ({ repo }) => {
		const { texts, marks } = readMarks(repo);
		const report = lintTexts(texts);
		const found = report.diagnostics.filter(({ ruleId }) => ruleId === rule.id);
		expect(found.map((diagnostic) => placed(diagnostic, texts, marks)).sort(byPlace)).toEqual([...marks].sort(byPlace));
	});

	const withFix = rule.examples.invalid.filter(({ fixed }) => fixed !== undefined);
	test.runIf(withFix.length > 0).each(withFix)('is fixed byte for byte: $name', ({ repo, fixed }) => {
		const { texts } = readMarks(repo);
		const result = fixedBy(rule.id, texts);
		expect(textsOf(result.files)).toEqual({ ...texts, ...fixed });
		const again = fixedBy(rule.id, textsOf(result.files));
		expect(again.changed).toEqual([]);
	});

	test.each(rule.examples.invalid)('offers no safe fix that does not hold: $name', ({ repo, fixed }) => {
		const { texts } = readMarks(repo);
		const own = lintTexts(texts).diagnostics.filter(
			({ ruleId, suppressed }) => ruleId === rule.id && suppressed === null,
		);
		const isSafe = own.some(({ fix }) => fix?.applicability === 'safe');
		if (isSafe) expect(fixed, 'an example with a safe fix shows its result').toBeDefined();
		expect(fixedBy(rule.id, texts).left.filter(({ why }) => tried.has(why))).toEqual([]);
	});

	test.each(rule.examples.valid)('is silent, as every rule is: $name', ({ repo }) => {
		const report = lintTexts(readMarks(repo).texts);
		const live = report.diagnostics.filter(({ suppressed }) => suppressed === null);
		expect(live.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
	});
});

/** Between the days on which suppressions of examples expire. */
const today = '2026-01-01';

function lintTexts(texts: Record<string, string>): Report {
	const outcome = lintRepository(withoutUnreadable(filesFromTexts(texts)), rules, { today });
	if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
	return outcome.value;
}

/** A fix that was lowered and did not hold is a mistake of its rule. */
const tried: ReadonlySet<string> = new Set(['not-removed', 'new-error', 'side-effect', 'no-report']);

/** The files after all fixes of one rule. */
function fixedBy(id: string, texts: Record<string, string>): FixResult {
	const again = (files: RepoFiles): Report | undefined => {
		const outcome = lintRepository(withoutUnreadable(files), rules, { today });
		if (!outcome.ok) return undefined;
		const own = (diagnostic: Diagnostic) => (diagnostic.ruleId === id ? diagnostic : { ...diagnostic, fix: undefined });
		return { ...outcome.value, diagnostics: outcome.value.diagnostics.map(own) };
	};
	const files = filesFromTexts(texts);
	const report = again(files);
	if (report === undefined) throw new Error('the example cannot be linted');
	return fixRepository({ files, report }, 'unsafe', again);
}

function textsOf(files: RepoFiles): Record<string, string> {
	return Object.fromEntries(
		files.paths.map((path) => {
			const read = files.read(path);
			return [path, read?.ok ? read.value : ''];
		}),
	);
}

/** A replacement character in an example stands for bytes that are no UTF-8. */
function withoutUnreadable(files: RepoFiles): RepoFiles {
	return {
		...files,
		read(path) {
			const read = files.read(path);
			return read?.ok && read.value.includes('\uFFFD') ? { ok: false, problem: { kind: 'not-utf-8' } } : read;
		},
	};
}

/** The mark that a diagnostic would need; its note is the example's own when the message holds it. */
function placed(diagnostic: Diagnostic, texts: Record<string, string>, marks: readonly Mark[]): Mark {
	const { file, range } = diagnostic.at;
	const text = texts[file] ?? '';
	const position = positionFinder(text);
	const { line, column } = position(range.start);
	const lineEnd = text.indexOf('\n', range.start);
	const end = Math.min(range.end, lineEnd === -1 ? text.length : lineEnd);
	const endColumn = Math.max(position(end).column, column + 1);
	const mark = marks.find((other) => other.file === file && other.line === line && other.column === column);
	const note = mark !== undefined && diagnostic.message.includes(mark.note) ? mark.note : diagnostic.message;
	return { file, line, column, endColumn, note };
}

function byPlace(a: Mark, b: Mark): number {
	return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column || a.note.localeCompare(b.note);
}
