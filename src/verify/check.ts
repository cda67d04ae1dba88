import type { MigrationPhaseName } from '../migrate/phase-names.ts';

/** How far something has come. */
export type State =
	| 'done'
	| 'in-progress'
	| 'to-do'
	/** The cluster has something that neither the repository nor the state before it says. */
	| 'contradicts'
	/** The dump does not show it. */
	| 'unknown'
	/** This cluster does without. */
	| 'not-needed';

/** One thing that can be seen in the cluster. */
export interface Check {
	readonly title: string;
	readonly state: State;
	/** How many of the things counted are as they should be; 0 of 0 where nothing is counted. */
	readonly done: number;
	readonly total: number;
	/** Sentences without names of secrets: what is missing where. */
	readonly details: readonly string[];
	/** The command that shows it. */
	readonly command: string;
	/** True for what was so before the migration too: it can hold a phase up and is no step of it. */
	readonly isHealth?: boolean;
}

/** One phase of the migration and what shows how far it is. */
export interface PhaseState {
	readonly phase: MigrationPhaseName;
	readonly state: State;
	readonly checks: readonly Check[];
}

/** What one of several things is found to be. */
export interface Finding {
	readonly state: 'done' | 'to-do' | 'contradicts' | 'unknown';
	readonly detail?: string;
}

/** Counts what was found of each thing. */
export function counted(title: string, command: string, findings: readonly Finding[]): Check {
	const done = findings.filter(({ state }) => state === 'done').length;
	const details = findings.flatMap(({ detail }) => (detail === undefined ? [] : [detail]));
	return { title, command, state: stateOf(findings), done, total: findings.length, details };
}

function stateOf(findings: readonly Finding[]): State {
	const has = (state: Finding['state']) => findings.some((one) => one.state === state);
	if (findings.length === 0) return 'not-needed';
	if (has('contradicts')) return 'contradicts';
	if (has('to-do')) return has('done') ? 'in-progress' : 'to-do';
	return has('unknown') ? 'unknown' : 'done';
}

/** A check that counts nothing. */
export function single(title: string, command: string, state: State, ...details: readonly string[]): Check {
	return { title, command, state, done: 0, total: 0, details };
}

/** What the checks of a phase come to. */
export function phaseOf(phase: MigrationPhaseName, checks: readonly Check[]): PhaseState {
	const needed = checks.filter(({ state }) => state !== 'not-needed');
	const steps = needed.filter(({ isHealth }) => isHealth !== true);
	return { phase, state: stateOfPhase(needed, steps), checks };
}

function stateOfPhase(needed: readonly Check[], steps: readonly Check[]): State {
	const has = (...states: readonly State[]) => needed.some(({ state }) => states.includes(state));
	if (has('contradicts')) return 'contradicts';
	if (has('in-progress', 'to-do')) {
		const isBegun = steps.some(({ state, done }) => state === 'done' || done > 0);
		return isBegun ? 'in-progress' : 'to-do';
	}
	if (has('unknown')) return 'unknown';
	return steps.length === 0 ? 'not-needed' : 'done';
}

/** The check as one of what was so before. */
export function health(check: Check): Check {
	return { ...check, isHealth: true };
}

/** A check for which nothing was there to look at. */
export function missing(what: string, title: string, command: string): Check {
	return single(title, command, 'unknown', `no ${what} in what was read`);
}
