import { describe } from '../../render/resource.ts';
import { chartVersion } from '../chart-version.ts';
import { declarationsOfCilium } from '../cilium-declarations.ts';
import type { CiliumFact } from '../facts.ts';
import { nameOrigin } from '../pieces.ts';
import type { Reader } from '../reader.ts';

/** Cilium, installed by its chart through a HelmRelease. */
export const cilium: Reader = {
	name: 'cilium',
	words: /(?:chart|url)["']?:\s*["']?(?:\S{0,100}cilium|[$&*!|>])/,

	*release(release) {
		if (release.chart !== 'cilium') return;
		const version = chartVersion(release);
		const fact: CiliumFact = {
			fact: 'cilium',
			source: 'HelmRelease',
			version,
			values: release.values,
			at: nameOrigin(release.resource.root),
			unresolved: release.unresolved,
			partial: false,
		};
		yield fact;
		yield { fact: 'version', product: 'cilium', version, component: describe(release.resource) };
		for (const unresolved of release.unresolved) yield { fact: 'unresolved', unresolved };
		yield* declarationsOfCilium(fact);
	},
};
