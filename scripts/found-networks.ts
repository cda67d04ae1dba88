import { lintRepository } from '../src/pipeline.ts';
import type { RepoFiles } from '../src/repo/files.ts';

/** What is found of one cluster's pod and service networks: prefixes with who names them, `10.42.0.0/16 (Cilium, k3s)`. */
export interface FoundNetworks {
	readonly cluster: string;
	readonly pod: string;
	readonly service: string;
}

/** A network of which nobody says anything. */
export const notFound = '—';

/** The networks of each cluster of a repository; none for a repository with nothing to read. */
export function foundNetworks(files: RepoFiles): FoundNetworks[] {
	const outcome = lintRepository(files, []);
	if (!outcome.ok) return [];
	return outcome.value.clusters.map(({ name, plan }) => {
		const of = (role: 'pod' | 'service') => {
			const by = new Map<string, Set<string>>();
			for (const one of plan.declarations.filter((declaration) => declaration.role === role)) {
				const component = one.standing === 'default' ? `default of ${one.component}` : one.component;
				for (const { cidr } of one.prefixes) {
					if (cidr !== undefined) by.set(cidr, (by.get(cidr) ?? new Set()).add(component));
				}
			}
			const shown = [...by].map(([cidr, components]) => `${cidr} (${[...components].sort().join(', ')})`);
			return shown.length === 0 ? notFound : shown.sort().join(', ');
		};
		return { cluster: name, pod: of('pod'), service: of('service') };
	});
}
