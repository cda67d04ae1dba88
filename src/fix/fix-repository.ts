import type { Diagnostic } from '../lint/diagnostic.ts';
import { positionFinder, type RepoPath } from '../repo/location.ts';
import { samePlace } from '../repo/origin.ts';
import { type Candidate, choose } from './choose.ts';
import { type FixLevel, fixEdits } from './fix-edits.ts';
import type { Attempt, Refusal } from './refusal.ts';
import { movedOffset, type TextEdit } from './text-edit.ts';
import { type Checked, type Failure, type LintAgain, verify } from './verify.ts';

/** A finding whose fix is not made, and why. */
export interface LeftFinding {
	readonly diagnostic: Diagnostic;
	readonly why: Refusal['why'] | Failure['why'] | 'unsafe' | 'display-only';
	/** The reason with the names in it. */
	readonly what: string;
}

/** A finding that is gone because of its own fix. */
export interface FixedFinding {
	readonly diagnostic: Diagnostic;
	/** Its line before the round that removed it, from 1. */
	readonly line: number;
}

/** What became of a repository. */
export interface FixResult extends Checked {
	readonly fixed: readonly FixedFinding[];
	/** The findings that have a fix and are still there. */
	readonly left: readonly LeftFinding[];
	/** Files that differ from before. */
	readonly changed: readonly RepoPath[];
}

/** Rounds of fixes: one fix can make room for another. More than a few means that two rules disagree. */
const mostRounds = 10;

/** Times that a repository is linted again before what is left is left. */
const mostLints = 400;

/** Makes the fixes of a report, round after round until nothing changes any more; each is verified. */
export function fixRepository(start: Checked, level: FixLevel, lintAgain: LintAgain): FixResult {
	const state: State = { now: start, fixed: [], failed: [], lints: mostLints, changed: new Set(), lintAgain };
	for (let round = 0; round < mostRounds; round++) {
		const candidates = state.now.report.diagnostics.flatMap((diagnostic) => {
			const candidate = candidateFor(diagnostic, state, level);
			return candidate?.ok ? [candidate.value] : [];
		});
		const before = state.fixed.length;
		make(choose(candidates), state);
		if (state.fixed.length === before) break;
	}
	const { now, fixed, changed } = state;
	return { ...now, fixed, left: leftIn(state, level), changed: [...changed] };
}

interface State {
	now: Checked;
	readonly fixed: FixedFinding[];
	/** Fixes that were tried in vain. */
	failed: { readonly diagnostic: Diagnostic; readonly failure: Failure }[];
	lints: number;
	readonly changed: Set<RepoPath>;
	readonly lintAgain: LintAgain;
}

/** The fix of a finding in text; undefined when it has none or one that was tried in vain. */
function candidateFor(diagnostic: Diagnostic, state: State, level: FixLevel): Attempt<Candidate> | undefined {
	const { fix, suppressed } = diagnostic;
	if (fix === undefined || suppressed !== null || !isAllowed(diagnostic, level)) return undefined;
	if (failureOf(diagnostic, state) !== undefined) return undefined;
	const edits = fixEdits(diagnostic.at, fix, state.now.files, level);
	if (!edits.ok) return edits;
	return { ok: true, value: { title: fix.title, edits: edits.value, diagnostics: [diagnostic] } };
}

function isAllowed({ fix }: Diagnostic, level: FixLevel): boolean {
	return fix?.applicability === 'safe' || (level === 'unsafe' && fix?.applicability === 'unsafe');
}

function failureOf(diagnostic: Diagnostic, { failed }: State): Failure | undefined {
	return failed.find(
		({ diagnostic: other }) =>
			other.ruleId === diagnostic.ruleId &&
			other.cluster === diagnostic.cluster &&
			other.fix?.title === diagnostic.fix?.title &&
			samePlace(other.at, diagnostic.at),
	)?.failure;
}

/** Makes candidates that do not overlap. When together they do not hold, those at fault are found by halving. */
function make(candidates: readonly Candidate[], state: State): void {
	const open: (readonly Candidate[])[] = [candidates];
	const kept: Candidate[] = [];
	const base = state.now;
	for (let group = open.pop(); group !== undefined && state.lints > 0; group = open.pop()) {
		if (group.length === 0) continue;
		state.lints--;
		const result = verify(base, [...kept, ...group], state.lintAgain);
		if (!('why' in result)) {
			kept.push(...group);
			state.now = result;
			continue;
		}
		const stubborn = result.why === 'not-removed' ? group.filter((one) => result.candidates.includes(one)) : [];
		const guilty = group.length === 1 ? group : stubborn;
		for (const { diagnostics } of guilty)
			for (const diagnostic of diagnostics) state.failed.push({ diagnostic, failure: result });
		const rest = group.filter((one) => !guilty.includes(one));
		const half = guilty.length > 0 ? rest.length : Math.ceil(rest.length / 2);
		open.push(rest.slice(half), rest.slice(0, half));
	}
	const edits = kept.flatMap((candidate) => candidate.edits);
	for (const { diagnostics } of kept)
		for (const diagnostic of diagnostics) {
			const { file, range } = diagnostic.at;
			state.fixed.push({ diagnostic, line: positionFinder(base.report.textOf(file))(range.start).line });
		}
	for (const { file } of edits) state.changed.add(file);
	state.failed = state.failed.map(({ diagnostic, failure }) => ({ failure, diagnostic: moved(diagnostic, edits) }));
}

/** A finding at its place in the new text. */
function moved(diagnostic: Diagnostic, edits: readonly TextEdit[]): Diagnostic {
	const { file, range } = diagnostic.at;
	const own = edits.filter((edit) => edit.file === file);
	if (own.length === 0) return diagnostic;
	const at = { file, range: { start: movedOffset(range.start, own), end: movedOffset(range.end, own) } };
	return { ...diagnostic, at };
}

function leftIn(state: State, level: FixLevel): LeftFinding[] {
	return state.now.report.diagnostics.flatMap((diagnostic): LeftFinding[] => {
		if (diagnostic.fix === undefined || diagnostic.suppressed !== null) return [];
		const { applicability } = diagnostic.fix;
		if (applicability === 'display-only')
			return [{ diagnostic, why: 'display-only', what: 'only a person can tell what is meant' }];
		const failure = failureOf(diagnostic, state);
		if (failure !== undefined) return [{ diagnostic, why: failure.why, what: failure.what }];
		const candidate = candidateFor(
			diagnostic,
			state,
			level === 'safe' && applicability === 'unsafe' ? 'unsafe' : level,
		);
		if (candidate !== undefined && !candidate.ok) return [{ diagnostic, ...candidate.refusal }];
		if (applicability === 'unsafe' && level === 'safe')
			return [{ diagnostic, why: 'unsafe', what: '--fix=unsafe makes it; look at the result' }];
		return [{ diagnostic, why: 'no-report', what: 'another fix came first; run it again' }];
	});
}
