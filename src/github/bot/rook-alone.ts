import {
	type MigrationOptions,
	type MigrationPlan,
	type PlannedPhase,
	planMigration,
} from '../../migrate/plan-migration.ts';
import type { RepoFiles } from '../../repo/files.ts';
import type { Rule } from '../../rule.ts';

/**
 * The plan with Rook's manifests as they would be on the repository as it is. They are independent of the phases before
 * only where they pass the check without them; and what those phases write must not come along.
 */
export function withRookAlone(
	plan: MigrationPlan,
	files: RepoFiles,
	rules: readonly Rule[],
	options: MigrationOptions,
): MigrationPlan {
	const isPending = ({ name, state, edits }: PlannedPhase) =>
		state.kind === 'to-do' && edits.length > 0 && name !== 'rook';
	const isAffected = ({ phases }: MigrationPlan['clusters'][number]) =>
		phases.some(isPending) && phases.some(({ name, edits }) => name === 'rook' && edits.length > 0);
	if (!plan.clusters.some(isAffected)) return plan;
	const alone = planMigration(files, rules, { ...options, phase: 'rook' });
	const clusters = plan.clusters.map((one) => {
		if (!isAffected(one)) return one;
		const own = alone.ok ? alone.value.clusters.find(({ cluster }) => cluster === one.cluster) : undefined;
		const rook = own?.phases.find(({ name }) => name === 'rook');
		const phases = one.phases.map((phase): PlannedPhase => {
			if (phase.name !== 'rook') return phase;
			if (rook?.state.kind === 'to-do') return rook;
			const state = { kind: 'blocked', reason: 'without the phases before it, it would not pass the check' } as const;
			return { ...phase, state, edits: [], made: [], before: files, after: files };
		});
		return { ...one, phases };
	});
	return { ...plan, clusters };
}
