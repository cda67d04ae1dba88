import { groupOf } from '../../render/resource.ts';
import { type MapNode, stringAt } from '../../repo/node.ts';
import { nameOrigin } from '../pieces.ts';
import type { Reader } from '../reader.ts';

/** Objects in a cluster that show which distribution it is: settings of charts that come with it, plans for its upgrade. */
export const distributionSigns: Reader = {
	name: 'distribution-signs',
	words: /HelmChartConfig|upgrade\.cattle\.io|TalosUpgrade|autopilot\.k0sproject\.io/,

	*document({ root, source, resource }) {
		if (source === 'config-map') return;
		const name = distributionShownBy(root);
		const by = resource?.appliedBy === undefined ? 'file' : 'applied';
		if (name !== undefined) yield { fact: 'distribution', name, by, at: nameOrigin(root) };
	},
};

function distributionShownBy(root: MapNode): string | undefined {
	const kind = stringAt(root, ['kind']);
	switch (groupOf({ apiVersion: stringAt(root, ['apiVersion']) ?? '' })) {
		case 'helm.cattle.io':
			if (kind !== 'HelmChartConfig') return undefined;
			return stringAt(root, ['metadata', 'name'])?.startsWith('rke2-') === true ? 'RKE2' : 'k3s';
		case 'upgrade.cattle.io':
			return upgradeOf(stringAt(root, ['spec', 'upgrade', 'image']) ?? '');
		case 'tuppr.home-operations.com':
			return kind === 'TalosUpgrade' ? 'Talos' : undefined;
		case 'autopilot.k0sproject.io':
			return kind === 'Plan' ? 'k0s' : undefined;
		default:
			return undefined;
	}
}

/** The image that upgrades a node. rancher/system-upgrade-controller, `examples`. */
function upgradeOf(image: string): string | undefined {
	if (/(?:^|\/)k3s-upgrade(?:[:@]|$)/.test(image)) return 'k3s';
	if (/(?:^|\/)rke2-upgrade(?:[:@]|$)/.test(image)) return 'RKE2';
	return /(?:^|\/)siderolabs\/(?:talosctl|installer)(?:[:@]|$)/.test(image) ? 'Talos' : undefined;
}
