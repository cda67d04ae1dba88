import { type Config, configName } from '../repo/config.ts';
import { mapAt } from '../repo/node.ts';
import type { ChangeGroup } from './phase.ts';
import type { Target } from './target.ts';

/** Keeps the seed in the configuration, where proposals were made from one that stands nowhere yet. */
export function keepSeed(seed: string, target: Target, cluster: string, config: Config): ChangeGroup[] {
	if (![target.pod, target.service].some(({ source }) => source === 'proposed')) return [];
	const own = config.clusters.find(({ name }) => name === cluster || name === undefined);
	const root = own?.root ?? mapAt(config.source?.documents[0]);
	const title = 'Keep the seed of the proposed prefixes';
	const otherwise = `migration:\n  seed: "${seed}"`;
	if (root !== undefined)
		return [{ title, otherwise, changes: [{ op: 'add', into: root, key: 'migration', value: { seed } }] }];
	return [
		{ title, otherwise, changes: [{ op: 'create-file', file: configName, text: `version: 1\n\n${otherwise}\n` }] },
	];
}
