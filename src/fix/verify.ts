import type { Diagnostic } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import type { RepoFiles } from '../repo/files.ts';
import type { SourceLocation } from '../repo/location.ts';
import { decidedAt, type Origin, trail } from '../repo/origin.ts';
import { applyEdits } from './apply.ts';
import type { Candidate } from './choose.ts';
import { renderedChanges } from './rendered-changes.ts';
import { byFile, inOrder, movedOffset, type TextEdit } from './text-edit.ts';

/** Why edits are not kept. */
export type Failure =
	/** Findings that are still there. */
	| { readonly why: 'not-removed'; readonly candidates: readonly Candidate[]; readonly what: string }
	/** An error that was not there before. */
	| { readonly why: 'new-error'; readonly what: string }
	/** A cluster receives another value that the fix is not for. */
	| { readonly why: 'side-effect'; readonly what: string }
	/** There is no report of the result. */
	| { readonly why: 'no-report'; readonly what: string };

/** A repository and what was found in it. */
export interface Checked {
	readonly files: RepoFiles;
	readonly report: Report;
}

/** Renders and lints a repository; undefined when that is not possible. */
export type LintAgain = (files: RepoFiles) => Report | undefined;

/**
 * The repository with the candidates applied, rendered and linted again: each has removed its findings, there is no
 * new error, and no cluster receives another value than those that the edits wrote.
 */
export function verify(before: Checked, candidates: readonly Candidate[], lintAgain: LintAgain): Checked | Failure {
	const edits = candidates.flatMap((candidate) => candidate.edits);
	const files = applyEdits(before.files, edits);
	const report = lintAgain(files);
	if (report === undefined) return { why: 'no-report', what: 'the repository can no longer be linted' };
	const editsOf = byFile(edits);
	const moved = (at: SourceLocation) => movedOffset(at.range.start, editsOf.get(at.file) ?? []);
	const stubborn = notRemoved(candidates, before.report, report, moved);
	if (stubborn.length > 0) {
		const [first] = stubborn;
		return { why: 'not-removed', candidates: stubborn, what: `"${first?.title}" does not remove the finding` };
	}
	const added = newError(before.report, report, moved);
	if (added !== undefined) return { why: 'new-error', what: `${added.at.file}: ${added.ruleId}: ${added.message}` };
	const effect = sideEffect(before.report, report, candidates);
	if (effect !== undefined) return { why: 'side-effect', what: effect };
	return { files, report };
}

type Moved = (at: SourceLocation) => number;

function notRemoved(candidates: readonly Candidate[], before: Report, after: Report, moved: Moved): Candidate[] {
	const key = ({ ruleId, cluster, at }: Diagnostic, start: number) => JSON.stringify([ruleId, cluster, at.file, start]);
	const olds = counts(before.diagnostics.map((one) => key(one, moved(one.at))));
	const news = counts(after.diagnostics.map((one) => key(one, one.at.range.start)));
	return candidates.filter(({ diagnostics }) =>
		diagnostics.some((one) => {
			const place = key(one, moved(one.at));
			return (news.get(place) ?? 0) >= (olds.get(place) ?? 0);
		}),
	);
}

function counts(keys: readonly string[]): Map<string, number> {
	const found = new Map<string, number>();
	for (const key of keys) found.set(key, (found.get(key) ?? 0) + 1);
	return found;
}

/** An error of which neither the place nor the words were there before. */
function newError(before: Report, after: Report, moved: Moved): Diagnostic | undefined {
	const isGrave = ({ severity, suppressed }: Diagnostic) => severity === 'error' && suppressed === null;
	const known = new Set(
		before.diagnostics.flatMap((one) => [
			...(one.severity === 'error' ? [placeKey(one, moved(one.at))] : []),
			wordKey(one),
		]),
	);
	return after.diagnostics.find(
		(one) => isGrave(one) && !known.has(placeKey(one, one.at.range.start)) && !known.has(wordKey(one)),
	);
}

function placeKey({ ruleId, cluster, at }: Diagnostic, start: number): string {
	return JSON.stringify(['place', ruleId, cluster, at.file, start]);
}

function wordKey({ ruleId, cluster, message, severity }: Diagnostic): string {
	return JSON.stringify(['words', ruleId, cluster, message, severity]);
}

/** The first value that changes although no edit for that cluster wrote it. */
function sideEffect(before: Report, after: Report, candidates: readonly Candidate[]): string | undefined {
	const olds = new Map(before.rendered.map(({ cluster, resources }) => [cluster, resources]));
	for (const { cluster, resources } of after.rendered) {
		const own = candidates.filter(({ diagnostics }) =>
			diagnostics.some((one) => one.cluster === cluster || one.cluster === null),
		);
		const spans = spansOf(
			candidates.flatMap(({ edits }) => edits),
			own.flatMap(({ edits }) => edits),
		);
		for (const change of renderedChanges(olds.get(cluster) ?? [], resources)) {
			const isMeant = touches(change.before, spans.before) || touches(change.after, spans.after);
			if (!isMeant) return `${change.what} of the cluster ${cluster} changes as well`;
		}
	}
	return undefined;
}

type Spans = ReadonlyMap<string, readonly { readonly start: number; readonly end: number }[]>;

/** Where the own edits are in the old texts and in the new ones, which all edits have made. */
function spansOf(
	all: readonly TextEdit[],
	own: readonly TextEdit[],
): { readonly before: Spans; readonly after: Spans } {
	const mine = new Set(own);
	const before = new Map<string, { start: number; end: number }[]>();
	const after = new Map<string, { start: number; end: number }[]>();
	let file = '';
	let shift = 0;
	for (const edit of inOrder(all)) {
		if (edit.file !== file) [file, shift] = [edit.file, 0];
		const { start, end } = edit.range;
		if (mine.has(edit)) {
			before.set(file, [...(before.get(file) ?? []), { start, end }]);
			after.set(file, [...(after.get(file) ?? []), { start: start + shift, end: start + shift + edit.text.length }]);
		}
		shift += edit.text.length - (end - start);
	}
	return { before, after };
}

function touches(origins: readonly Origin[], spans: Spans): boolean {
	const places = origins.flatMap((origin) => [decidedAt(origin), ...trail(origin).map(({ at }) => at)]);
	return places.some(({ file, range }) =>
		spans.get(file)?.some(({ start, end }) => start <= range.end && range.start <= end),
	);
}
