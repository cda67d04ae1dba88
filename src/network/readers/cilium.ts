import { describe } from '../../render/resource.ts';
import { nodeAt } from '../../repo/node.ts';
import { chartVersion } from '../chart-version.ts';
import { declarationsOfCilium } from '../cilium-declarations.ts';
import type { CiliumFact } from '../facts.ts';
import { nameOrigin } from '../pieces.ts';
import type { Reader } from '../reader.ts';
import { rke2CiliumValues } from './rke2-cilium.ts';

/** Cilium, installed by its chart through a HelmRelease, or by k3s and RKE2. */
export const cilium: Reader = {
	name: 'cilium',
	words: /(?:chart|url)["']?:\s*["']?(?:\S{0,100}cilium|[$&*!|>])|rke2-cilium/,

	*release(release) {
		const isRke2 = release.chart === 'rke2-cilium';
		if (release.chart !== 'cilium' && !isRke2) return;
		// A HelmChart that k3s is given as a file comes before Flux and whatever Flux installs.
		const { kind, appliedBy } = release.resource;
		const isBootstrap = kind === 'HelmChart' && appliedBy === undefined;
		const version = chartVersion(release);
		const fact: CiliumFact = {
			fact: 'cilium',
			source: isBootstrap ? 'bootstrap' : 'HelmRelease',
			version,
			values: isRke2 ? rke2CiliumValues(release.values) : release.values,
			at: nameOrigin(release.resource.root),
			unresolved: release.unresolved,
			partial: false,
		};
		yield fact;
		const ipv6 = isRke2 ? nodeAt(release.values, ['ipv6', 'enabled']) : undefined;
		if (ipv6?.kind === 'scalar' && ipv6.value === false) {
			const why = 'an IPv6 prefix in cluster-cidr switches it on';
			const setting = 'ipv6.enabled: false';
			yield { fact: 'idle-setting', component: 'rke2-cilium', setting, at: ipv6.origin, why, ofDualStack: true };
		}
		yield { fact: 'version', product: 'cilium', version, component: describe(release.resource) };
		for (const unresolved of release.unresolved) yield { fact: 'unresolved', unresolved };
		yield* declarationsOfCilium(fact);
	},
};
