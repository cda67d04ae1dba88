import { createHash } from 'node:crypto';
import { changedTexts } from '../../fix/apply.ts';
import type { ClusterMigration, MigrationPlan, PlannedPhase } from '../../migrate/plan-migration.ts';
import type { RepoPath } from '../../repo/location.ts';
import { cutBody } from './cut-body.ts';
import { phaseBody } from './phase-body.ts';
import { phaseKey } from './state.ts';

/** A pull request that should be open. */
export interface WantedPull {
	readonly cluster: string;
	readonly phase: string;
	readonly branch: string;
	readonly title: string;
	/** Without the marker. */
	readonly body: string;
	/** Path → text, in the order of the paths. */
	readonly texts: ReadonlyMap<RepoPath, string>;
	/** Equal for the same paths and texts. */
	readonly change: string;
}

/** What comes next in a cluster and cannot be a pull request: a person says that it is done by asking for what follows. */
export interface Gate {
	readonly cluster: string;
	/** The phase that is done on the machines alone. */
	readonly gate: string;
	readonly next: string;
}

/** Everything that we write lies below this. */
export const branchFolder = 'dualstack-lint';

/** How far the clusters are, for who waits for them. */
export interface Progress {
	/** Phases whose pull request was merged, as `phaseKey` names them. */
	readonly merged: ReadonlySet<string>;
	/** Phases of which a person says that they are done on the cluster. */
	readonly passed: ReadonlySet<string>;
}

/** The pull requests that a plan asks for now: the first phase with something to change, and Rook's beside it. */
export function wantedPulls(
	plan: MigrationPlan,
	asked: string | undefined,
	progress?: Progress,
): { readonly pulls: readonly WantedPull[]; readonly gates: readonly Gate[] } {
	const pulls: WantedPull[] = [];
	const gates: Gate[] = [];
	for (const cluster of plan.clusters) {
		if (cluster.blocked.length > 0) continue;
		let gate: string | undefined;
		let isTaken = false;
		for (const phase of cluster.phases) {
			const isAsked = asked === phase.name || (phase.name === 'rook' && isRookFree(cluster, progress));
			if (asked !== undefined && asked !== phase.name) continue;
			if (progress !== undefined && isGateOf(cluster, phase, progress)) gate ??= phase.name;
			if (phase.state.kind !== 'to-do') {
				if (progress !== undefined && phase.state.kind === 'blocked' && !isAsked) isTaken = true;
				continue;
			}
			if (isTaken && !isAsked) continue;
			if (phase.edits.length === 0) gate ??= progress === undefined ? phase.name : gate;
			else if (gate !== undefined && !isAsked) {
				gates.push({ cluster: cluster.cluster, gate, next: phase.name });
				isTaken = true;
			} else {
				pulls.push(wantedPull(cluster, phase, plan.clusters.length > 1));
				if (phase.name !== 'rook') isTaken = true;
			}
		}
	}
	return { pulls, gates };
}

/** True for what a person has to do on the machines, and has not said to be done. */
function isGateOf({ cluster }: ClusterMigration, { name, state, edits }: PlannedPhase, progress: Progress): boolean {
	const key = phaseKey(cluster, name);
	if (name === 'rook' || progress.passed.has(key)) return false;
	return progress.merged.has(key) || (state.kind === 'to-do' && edits.length === 0);
}

/** False while Cilium's change is merged, and not yet said to be done: what Rook lacks then may follow from it. */
function isRookFree({ cluster }: ClusterMigration, progress: Progress | undefined): boolean {
	const key = phaseKey(cluster, 'cilium');
	return progress === undefined || !progress.merged.has(key) || progress.passed.has(key);
}

/** Where the change of a phase lies. */
export function branchOf(cluster: string, phase: string, isOneOfMany: boolean): string {
	return [branchFolder, ...(isOneOfMany ? [slugOf(cluster)] : []), phase].join('/');
}

/** Letters that mean nothing to Markdown, Git or GitHub, where `GH-1` is an issue; different names stay different. */
function slugOf(cluster: string): string {
	const slug = cluster
		.replace(/[^\w-]+/g, '-')
		.replace(/gh-(?=\d)/gi, 'gh_')
		.slice(0, 80);
	return slug === cluster ? slug : `${slug}-${phaseKey(cluster, '').slice(0, 8)}`;
}

function wantedPull({ cluster }: ClusterMigration, phase: PlannedPhase, isOneOfMany: boolean): WantedPull {
	const texts = textsOf(phase);
	const title = isOneOfMany ? `${phase.title} (${slugOf(cluster)})` : phase.title;
	return {
		cluster,
		phase: phase.name,
		branch: branchOf(cluster, phase.name, isOneOfMany),
		title: title.slice(0, 200),
		body: cutBody(phaseBody(cluster, phase)),
		texts,
		change: changeOf(texts),
	};
}

/** Equal for the same paths and texts. */
export function changeOf(texts: ReadonlyMap<RepoPath, string>): string {
	return createHash('sha256')
		.update(JSON.stringify([...texts]))
		.digest('hex');
}

function textsOf({ edits, before, after }: PlannedPhase): Map<RepoPath, string> {
	const paths = edits.map(({ file }) => file);
	return changedTexts(paths, before, after);
}
