import type { AddressPlan } from '../network/plan.ts';
import type { Resource, Unresolved } from '../render/resource.ts';
import type { RepoPath } from '../repo/location.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Everything one run found out. Reporters turn it into text. */
export interface Report {
	readonly clusters: readonly ClusterReport[];
	/** In report order, suppressed ones included. */
	readonly diagnostics: readonly Diagnostic[];
	/** Everything that could not be read, each place once. */
	readonly unresolved: readonly Unresolved[];
	/** Files that were parsed. */
	readonly files: number;
	/** What each cluster receives, those left out of `clusters` included. */
	readonly rendered: readonly RenderedObjects[];
	/** Text of a file, for code frames and positions. */
	readonly textOf: (path: RepoPath) => string;
}

export interface ClusterReport {
	readonly name: string;
	readonly plan: AddressPlan;
}

/** The objects of one cluster. */
export interface RenderedObjects {
	readonly cluster: string;
	readonly resources: readonly Resource[];
}
