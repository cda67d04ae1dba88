import { cephSettings } from '../../network/ceph-settings.ts';
import { mapAt } from '../../repo/node.ts';
import { idle, type Phase, type PhaseInput } from '../phase.ts';
import { rookCluster } from '../rook-external-cluster/cluster.ts';
import { rookPlan } from '../rook-external-cluster/plan.ts';

/** Rook connects to a Ceph cluster outside, over IPv6. */
export const rook: Phase = {
	name: 'rook',
	title: 'Connect Rook to the external Ceph cluster',

	plan(input) {
		const ceph = cephBlock(input);
		if (ceph === undefined)
			return idle({ kind: 'skipped', reason: 'the configuration has no block ceph, so no external Ceph is known' });
		const cluster = rookCluster(input.view.input.plan, cephSettings(ceph));
		if (!cluster.ok) return idle({ kind: 'skipped', reason: cluster.reason });
		return rookPlan(input, cluster.value);
	},
};

function cephBlock({ config, view }: PhaseInput) {
	const own =
		config.clusters.find(({ name }) => name === view.cluster) ?? config.clusters.find(({ name }) => name === undefined);
	return mapAt(own?.root, ['ceph']);
}
