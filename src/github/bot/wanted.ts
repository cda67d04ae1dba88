import { createHash } from 'node:crypto';
import type { ClusterMigration, MigrationPlan, PlannedPhase } from '../../migrate/plan-migration.ts';
import { byText } from '../../repo/files.ts';
import type { RepoPath } from '../../repo/location.ts';
import { markdownText } from '../../report/markdown-text.ts';
import { phaseMarkdown } from '../../report/migration-report.ts';

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

/** Characters of a body: https://docs.github.com/rest/pulls/pulls. Room for the marker is left. */
const longestBody = 60_000;

/** The pull requests that a plan asks for now: the first phase with something to change, and Rook's beside it. */
export function wantedPulls(
	plan: MigrationPlan,
	asked: string | undefined,
): { readonly pulls: readonly WantedPull[]; readonly gates: readonly Gate[] } {
	const pulls: WantedPull[] = [];
	const gates: Gate[] = [];
	for (const cluster of plan.clusters) {
		if (cluster.blocked.length > 0) continue;
		let gate: string | undefined;
		let isTaken = false;
		for (const phase of cluster.phases) {
			const isAsked = asked === phase.name || phase.name === 'rook';
			if (asked !== undefined && asked !== phase.name) continue;
			if (phase.state.kind !== 'to-do' || (isTaken && !isAsked)) continue;
			if (phase.edits.length === 0) gate ??= phase.name;
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

function wantedPull({ cluster }: ClusterMigration, phase: PlannedPhase, isOneOfMany: boolean): WantedPull {
	const slug = cluster.replace(/[^\w-]+/g, '-').slice(0, 80);
	const texts = textsOf(phase);
	const title = isOneOfMany ? `${phase.title} (${cluster})` : phase.title;
	const head = `This is the phase **${phase.name}** of the way of ${markdownText(cluster)} from IPv4 to dual-stack.`;
	const body = `${head}\n\n${phaseMarkdown(phase)}`;
	return {
		cluster,
		phase: phase.name,
		branch: [branchFolder, ...(isOneOfMany ? [slug] : []), phase.name].join('/'),
		title: title.slice(0, 200),
		body:
			body.length <= longestBody ? body : `${cutAtLine(body, longestBody)}\n\nThe rest: \`dualstack-lint migrate\`.`,
		texts,
		change: createHash('sha256')
			.update(JSON.stringify([...texts]))
			.digest('hex'),
	};
}

/** A block of code that is cut in two would swallow what follows: the cut comes before one. */
function cutAtLine(text: string, length: number): string {
	const cut = text.slice(0, text.lastIndexOf('\n', length));
	const fences = [...cut.matchAll(/^ *`{3,}/gm)];
	const last = fences.at(-1);
	return fences.length % 2 === 1 && last !== undefined ? cut.slice(0, last.index) : cut;
}

function textsOf({ edits, before, after }: PlannedPhase): Map<RepoPath, string> {
	const paths = [...new Set(edits.map(({ file }) => file))].sort(byText);
	return new Map(
		paths.flatMap((path): [RepoPath, string][] => {
			const [old, now] = [before.read(path), after.read(path)];
			return now?.ok && !(old?.ok && old.value === now.value) ? [[path, now.value]] : [];
		}),
	);
}
