import type { ClusterView } from '../pipeline.ts';
import type { Config } from '../repo/config.ts';
import { itemsAt, nodeAt, stringAt, textOf } from '../repo/node.ts';
import { isSeed } from './allocate.ts';
import type { MigrationSettings } from './phase.ts';

/** What the command line may ask for instead of the configuration. */
export interface Asked {
	readonly strategy?: MigrationSettings['strategy'];
}

/** What the configuration of a cluster says about its migration; the command line wins. */
export function settingsFrom(
	{ cluster }: ClusterView,
	config: Config,
	asked: Asked,
): { readonly settings: MigrationSettings; readonly seed: string | undefined } {
	const own =
		config.clusters.find(({ name }) => name === cluster) ?? config.clusters.find(({ name }) => name === undefined);
	const migration = nodeAt(own?.root, ['migration']);
	const services = nodeAt(migration, ['services']);
	const strategy = asked.strategy ?? stringAt(migration, ['strategy']);
	const loadBalancer = nodeAt(migration, ['loadBalancer']);
	const enabled = nodeAt(migration, ['enabled']);
	const seed = stringAt(migration, ['seed']);
	return {
		settings: {
			enabled: !(enabled?.kind === 'scalar' && enabled.value === false),
			strategy: strategy === 'rebuild' ? 'rebuild' : 'in-place',
			services:
				services?.kind === 'scalar' && textOf(services) === 'all'
					? 'all'
					: itemsAt(services).flatMap((item) => (item.kind === 'scalar' ? [textOf(item)] : [])),
			loadBalancer: loadBalancer?.kind === 'scalar' && loadBalancer.value === true,
		},
		seed: seed !== undefined && isSeed(seed) ? seed : undefined,
	};
}
