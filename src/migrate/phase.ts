import type { ClusterView } from '../pipeline.ts';
import type { Config } from '../repo/config.ts';
import type { RepoFiles } from '../repo/files.ts';
import type { RepoPath, SourceLocation } from '../repo/location.ts';
import type { Change } from '../rule.ts';
import type { MigrationPhaseName } from './phase-names.ts';
import type { Target } from './target.ts';

/** Names of the phases; their order is that of `phases/index.ts`. */
export type PhaseName = MigrationPhaseName;

/** One part of the way from IPv4 to dual-stack that is merged and rolled out before the next one begins. */
export interface Phase {
	readonly name: PhaseName;
	/** A line for people. */
	readonly title: string;
	plan(input: PhaseInput): PhasePlan;
}

/** What a phase looks at: the repository as the phases before it leave it. */
export interface PhaseInput {
	readonly files: RepoFiles;
	readonly config: Config;
	/** The cluster as its repository declares it now: plan, rendered objects, sources. */
	readonly view: ClusterView;
	readonly target: Target;
	readonly settings: MigrationSettings;
}

/** What the configuration and the command line ask of a migration. */
export interface MigrationSettings {
	/** False: the cluster stays as it is. */
	readonly enabled: boolean;
	readonly strategy: 'in-place' | 'rebuild';
	/** `namespace/name` of the Services that get both families; `all` for every one of the repository. */
	readonly services: readonly string[] | 'all';
	/** Also IPv6 blocks of load balancer pools and the sessions and announcements that make them reachable. */
	readonly loadBalancer: boolean;
}

export type PhaseState =
	| { readonly kind: 'done' }
	| { readonly kind: 'to-do' }
	/** Something outside of the phase must be settled first. */
	| { readonly kind: 'blocked'; readonly reason: string }
	/** This cluster does not need the phase. */
	| { readonly kind: 'skipped'; readonly reason: string };

/** Changes that are made together or not at all. */
export interface ChangeGroup {
	/** An imperative: `Add the IPv6 pod range to --cluster-cidr`. */
	readonly title: string;
	readonly changes: readonly Change[];
	/** What a person writes, and where, when the text does not let us. */
	readonly otherwise: string;
	/** The same for this cluster alone, where other clusters have the values from the same files. */
	readonly alone?: ChangeGroup | undefined;
}

/** A file that is not there yet. */
export interface NewFile {
	readonly path: RepoPath;
	readonly text: string;
	readonly title: string;
}

/** One thing that an operator does, in this order. */
export interface RunbookStep {
	readonly title: string;
	/** The machine on which, or for which, it is done. */
	readonly node?: string;
	/** Where the commands are typed. */
	readonly on: 'workstation' | 'node';
	readonly commands: readonly string[];
	/** What shows that it worked, before the next step. */
	readonly check?: Check;
	/** The way back from this step alone. */
	readonly back?: string;
}

/** A command, and what it must say. */
export interface Check {
	readonly command: string;
	readonly expect: string;
	/** Typed on the machine itself; otherwise on a workstation. */
	readonly on?: 'node';
}

/** What a person has to write or decide. */
export interface ByHand {
	readonly what: string;
	readonly at?: SourceLocation;
	/** The exact text, where it is known. */
	readonly text?: string;
}

/** What a phase comes to for one repository. */
export interface PhasePlan {
	readonly state: PhaseState;
	readonly changes: readonly ChangeGroup[];
	readonly newFiles: readonly NewFile[];
	readonly preconditions: readonly string[];
	readonly runbook: readonly RunbookStep[];
	readonly checks: readonly Check[];
	readonly rollback: string;
	/** The step behind which reverting is no way back; undefined when there is none. */
	readonly pointOfNoReturn: string | undefined;
	readonly byHand: readonly ByHand[];
}

/** A phase with nothing to do. */
export function idle(state: PhaseState, byHand: readonly ByHand[] = []): PhasePlan {
	return {
		state,
		changes: [],
		newFiles: [],
		preconditions: [],
		runbook: [],
		checks: [],
		rollback: 'Nothing is changed, so there is nothing to take back.',
		pointOfNoReturn: undefined,
		byHand,
	};
}
