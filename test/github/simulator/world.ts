import { type GitObjects, gitObjects } from './git-objects.ts';
import type { Json, JsonObject } from './json.ts';

export interface Comment {
	readonly id: number;
	readonly user: string;
	body: string;
	readonly reactions: string[];
}

/** An issue, or the half of a pull request that is one. */
export interface Issue {
	readonly number: number;
	readonly id: number;
	readonly user: string;
	title: string;
	body: string;
	state: 'open' | 'closed';
	readonly labels: Set<string>;
	readonly assignees: Set<string>;
	readonly comments: Comment[];
	readonly reactions: string[];
	/** When something last happened on it; without it just now. */
	updated?: string;
	/** When it was opened. */
	created: string;
}

export interface ReviewComment {
	readonly id: number;
	readonly user: string;
	readonly path: string;
	readonly line: number;
	readonly startLine: number | undefined;
	readonly commit: string;
	readonly review: number;
	body: string;
	isResolved: boolean;
	/** Its line is no longer in the difference: GitHub takes no suggestion from it. */
	isOutdated?: boolean;
}

export interface Review {
	readonly id: number;
	readonly user: string;
	readonly body: string;
	readonly event: string;
	readonly commit: string;
}

export interface Pull {
	readonly issue: Issue;
	readonly head: { readonly repository: Repository; readonly ref: string; sha: string };
	baseRef: string;
	isDraft: boolean;
	mergedAs: string | undefined;
	/** Answers that still say that GitHub does not know yet whether it can be merged. */
	undecided: number;
	isQueued: boolean;
	readonly reviewers: Set<string>;
	readonly reviews: Review[];
	readonly reviewComments: ReviewComment[];
}

export interface Repository {
	readonly id: number;
	owner: string;
	name: string;
	defaultBranch: string;
	isArchived: boolean;
	readonly fork: boolean;
	/** `refs/heads/main` → commit. */
	readonly refs: Map<string, string>;
	readonly issues: Map<number, Issue>;
	readonly pulls: Map<number, Pull>;
	/** Login → permission. */
	readonly people: Map<string, 'admin' | 'write' | 'read'>;
	/** Paths that `export-ignore` keeps out of archives. */
	readonly unexported: Set<string>;
	/** A rule lets no branch be moved but forwards. */
	forbidsForce?: boolean;
}

export interface CheckRun {
	readonly id: number;
	readonly repository: Repository;
	readonly headSha: string;
	readonly name: string;
	fields: JsonObject;
	readonly annotations: JsonObject[];
	/** Buttons. */
	actions: readonly JsonObject[];
}

export interface Installation {
	readonly id: number;
	readonly account: string;
	readonly repositories: Set<Repository>;
	/** What was granted. */
	permissions: Readonly<Record<string, 'read' | 'write'>>;
}

export interface Delivery {
	readonly id: number;
	readonly guid: string;
	readonly event: string;
	readonly payload: JsonObject;
	readonly isRedelivery: boolean;
	status: number;
}

/** Something happened that GitHub would tell the App. */
export interface Happening {
	readonly event: string;
	readonly repository: Repository;
	readonly payload: JsonObject;
}

/** One call of the API. */
export interface Call {
	readonly operation: string;
	readonly method: string;
	readonly path: string;
	readonly status: number;
	readonly body: Json;
}

/** All that the simulated GitHub knows. */
export interface World {
	readonly git: GitObjects;
	readonly app: { readonly id: number; readonly slug: string };
	readonly repositories: Map<number, Repository>;
	readonly installations: Map<number, Installation>;
	/** Token → the installation or person that it stands for. */
	readonly tokens: Map<string, { readonly installation?: number; readonly login: string; expires: number }>;
	readonly checkRuns: Map<number, CheckRun>;
	readonly deliveries: Delivery[];
	/** What was not delivered yet, oldest first. */
	readonly happenings: Happening[];
	readonly calls: Call[];
	/** Requests and answers that GitHub's description does not allow. */
	readonly violations: string[];
	/** Where archives and pages are; set when the server listens. */
	url: string;
	nextId(): number;
	now(): string;
}

export function newWorld(): World {
	let id = 1000;
	const epoch = Date.parse('2026-06-01T08:00:00Z');
	return {
		git: gitObjects(),
		app: { id: 7, slug: 'dualstack-lint' },
		repositories: new Map(),
		installations: new Map(),
		tokens: new Map(),
		checkRuns: new Map(),
		deliveries: [],
		happenings: [],
		calls: [],
		violations: [],
		url: 'http://localhost',
		nextId: () => ++id,
		// Time goes on by a second with each thing made, so that histories are the same in each run.
		now: () => new Date(epoch + id * 1000).toISOString().replace('.000', ''),
	};
}

export const botLogin = (world: World): string => `${world.app.slug}[bot]`;

/** A request that GitHub refuses. */
export class Refused extends Error {
	readonly status: number;
	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}
