import { hasKnownKeys } from '../chart-keys.ts';
import { chartVersion } from '../chart-version.ts';
import type { ChartReleaseFact } from '../facts.ts';
import { nameOrigin } from '../pieces.ts';
import type { Reader } from '../reader.ts';

/** Releases of charts whose values are known, for whoever looks for keys that a chart does not have. */
export const chartReleases: Reader = {
	name: 'chart-releases',
	words: /(?:chart|url)["']?:\s*["']?(?:\S{0,100}(?:cilium|rook-ceph|ceph-csi)|[$&*!|>])/,

	*release(release) {
		if (release.chart === undefined || !hasKnownKeys(release.chart)) return;
		const fact: ChartReleaseFact = {
			fact: 'chart-release',
			chart: release.chart,
			version: chartVersion(release),
			values: release.values,
			at: nameOrigin(release.resource.root),
		};
		yield fact;
	},
};
