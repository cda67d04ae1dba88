import { type GitHub, reasonOf, statusOf } from '../client.ts';
import { carryOut, closeEmpty, type Outcome } from './carry-out.ts';
import { decide, oursOf } from './decide.ts';
import type { Ground } from './ground.ts';
import type { Marker } from './marker.ts';
import { onboardingPhase } from './onboarding.ts';
import type { KnownPull } from './own-issues.ts';
import type { PlannedTree } from './planned.ts';
import { headsOf, pullsOf } from './read-pulls.ts';
import { type BotState, phaseKey, wishesFor } from './state.ts';
import { branchOf, type Gate, type WantedPull, wantedPulls } from './wanted.ts';

/** Pull requests of ours that are open at a time, and new ones within an hour: more would be work, not help. */
const mostOpen = 3;
const mostNew = 2;
const hour = 3_600_000;

/** What keeping pull requests needs. */
interface Work {
	readonly github: GitHub;
	readonly ground: Ground;
	readonly login: string;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly signal: AbortSignal | undefined;
}

interface Kept {
	readonly outcomes: readonly Outcome[];
	readonly gates: readonly Gate[];
	readonly merged: ReadonlySet<string>;
	readonly problem: string | undefined;
}

/** Keeps the pull requests that a plan asks for, and closes those that nothing is left of. */
export async function keepPulls(
	work: Work,
	{ plan, onboarding, consent }: PlannedTree,
	state: BotState,
	known: readonly KnownPull[],
): Promise<Kept> {
	const merged = new Set(
		known.flatMap(({ isMerged, marker }) => (isMerged ? [phaseKey(marker.cluster, marker.phase)] : [])),
	);
	const none = { outcomes: [], gates: [], merged, problem: undefined };
	if (plan === undefined || state.isPaused) return none;
	const { pulls, gates } =
		onboarding !== undefined
			? { pulls: [onboarding], gates: [] }
			: consent === 'given'
				? wantedPulls(plan, undefined, { merged, passed: state.passed })
				: { pulls: [], gates: [] };
	const outcomes: Outcome[] = [];
	try {
		let open = known.filter(({ isOpen }) => isOpen).length;
		let fresh = known.filter(({ opened }) => work.now() - opened < hour).length;
		for (const wanted of pulls) {
			work.signal?.throwIfAborted();
			const isKnown = known.some((one) => one.isOpen && isOf(one.marker, wanted));
			const outcome = await keepPull(work, wanted, state, isKnown ? undefined : waits(open, fresh));
			if (outcome.what === 'opened') {
				open++;
				fresh++;
			}
			outcomes.push(outcome);
		}
		const isOver = (marker: Marker) => {
			if (pulls.some((wanted) => isOf(marker, wanted))) return false;
			if (marker.phase === onboardingPhase) return true;
			const cluster = plan.clusters.find((one) => one.cluster === marker.cluster);
			const phase = cluster?.phases.find((one) => one.name === marker.phase);
			return (
				onboarding === undefined &&
				(phase === undefined || phase.state.kind !== 'to-do') &&
				phase?.state.kind !== 'blocked'
			);
		};
		for (const { marker } of known.filter((one) => one.isOpen && isOver(one.marker))) {
			work.signal?.throwIfAborted();
			outcomes.push(...(await closePulls(work, marker, plan.clusters.length > 1)));
		}
	} catch (error) {
		if (statusOf(error) !== 403 || !(error instanceof Error) || !/not accessible/.test(error.message)) throw error;
		return { outcomes, gates, merged, problem: `${reasonOf(error)}.` };
	}
	return { outcomes, gates, merged, problem: undefined };
}

/** Why nothing new is opened; undefined where it may be. */
function waits(open: number, fresh: number): string | undefined {
	if (open >= mostOpen) return `waits: ${mostOpen} pull requests are open, and no more at a time`;
	if (fresh >= mostNew) return `waits: ${mostNew} pull requests were opened within an hour, and no more in one`;
	return undefined;
}

const isOf = (marker: Marker, { cluster, phase }: WantedPull) => marker.cluster === cluster && marker.phase === phase;

async function keepPull(
	work: Work,
	wanted: WantedPull,
	state: BotState,
	waiting: string | undefined,
): Promise<Outcome> {
	const { github, ground, login, now } = work;
	const { seal, branch: base } = ground;
	const existing = await pullsOf(github, ground, wanted.branch, now());
	const key = phaseKey(wanted.cluster, wanted.phase);
	const decision = decide(wanted, existing, { login, base, seal, wishes: wishesFor(state, key) });
	if (decision.do === 'create' && waiting !== undefined)
		return { cluster: wanted.cluster, phase: wanted.phase, number: undefined, what: waiting };
	return carryOut(github, ground, wanted, decision, headsOf(existing, login, seal));
}

async function closePulls(
	{ github, ground, login, now }: Work,
	{ cluster, phase }: Marker,
	isOneOfMany: boolean,
): Promise<Outcome[]> {
	const branch = branchOf(cluster, phase, isOneOfMany && phase !== onboardingPhase);
	const ours = oursOf(await pullsOf(github, ground, branch, now()), login, ground.seal);
	const outcomes: Outcome[] = [];
	for (const { pull, marker } of ours) {
		if (!pull.isOpen || pull.isQueued) continue;
		await closeEmpty(github, ground, branch, pull, marker);
		outcomes.push({ cluster, phase, number: pull.number, what: 'closed: nothing is left to change' });
	}
	return outcomes;
}
