import type { RepoPath } from '../../repo/location.ts';
import { booleanAt, mapAt, stringAt } from '../../repo/node.ts';
import type { PhaseInput } from '../phase.ts';
import { joined } from './repository.ts';

/** The block `conventions:` of the configuration: where files go and how they are called, where neighbours do not show it. */
export interface Conventions {
	readonly operatorFolder: RepoPath | undefined;
	readonly storageFolder: RepoPath | undefined;
	readonly overlayFolder: RepoPath | undefined;
	readonly fluxFolder: RepoPath | undefined;
	readonly fileNames: 'kebab' | 'lower' | undefined;
	readonly comments: boolean | undefined;
}

/** What the configuration of the cluster says. */
export function conventionsOf({ config, view }: PhaseInput): Conventions {
	const own =
		config.clusters.find(({ name }) => name === view.cluster) ?? config.clusters.find(({ name }) => name === undefined);
	const block = mapAt(own?.root, ['conventions']);
	const folder = (key: string) => {
		const text = stringAt(block, [key]);
		return text === undefined ? undefined : joined(text);
	};
	const fileNames = stringAt(block, ['fileNames']);
	return {
		operatorFolder: folder('operatorFolder'),
		storageFolder: folder('storageFolder'),
		overlayFolder: folder('overlayFolder'),
		fluxFolder: folder('fluxFolder'),
		fileNames: fileNames === 'kebab' || fileNames === 'lower' ? fileNames : undefined,
		comments: booleanAt(block, ['comments']),
	};
}
