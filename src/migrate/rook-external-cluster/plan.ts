import type { PhaseInput, PhasePlan } from '../phase.ts';
import type { RookCluster } from './cluster.ts';
import { objectAt } from './edits.ts';
import { hostNetworkChanges } from './host-network.ts';
import { monitorChanges } from './monitors.ts';

/** Everything that the repository lacks for Rook to connect, and what is left to a person. */
export function rookPlan({ view, files }: PhaseInput, cluster: RookCluster): PhasePlan {
	const { rendered } = view.input;
	const monitors = objectAt(rendered, 'ConfigMap', 'rook-ceph-mon-endpoints', cluster.clusterNamespace);
	const parts = [
		...(monitors === undefined ? [] : [monitorChanges(monitors, cluster)]),
		hostNetworkChanges(cluster, rendered, files),
	];
	const changes = parts.flatMap(({ groups }) => groups);
	const byHand = parts.flatMap((part) => part.byHand);
	return {
		state: changes.length + byHand.length === 0 ? { kind: 'done' } : { kind: 'to-do' },
		changes,
		newFiles: [],
		preconditions: [],
		runbook: [],
		checks: [],
		rollback: 'Revert the commit.',
		pointOfNoReturn: undefined,
		byHand,
	};
}
