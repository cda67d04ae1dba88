import type { Seal } from './hidden-line.ts';
import { type Marker, readMarker } from './marker.ts';
import type { Wish } from './state.ts';
import type { WantedPull } from './wanted.ts';

/** A pull request of a branch as it is now. */
export interface ExistingPull {
	readonly number: number;
	readonly isOpen: boolean;
	readonly isMerged: boolean;
	readonly body: string | null;
	readonly head: string;
	/** The branch that it is for. */
	readonly base: string;
	readonly author: string;
	readonly isApproved: boolean;
	readonly isQueued: boolean;
	/** False where GitHub says that it conflicts with its base. */
	readonly isMergeable: boolean;
	/** Nothing has happened on it for a month. */
	readonly isIdle: boolean;
}

/** What is done about a wanted pull request. */
export type Decision =
	/** `after`: one that was closed, and whose change was another one. */
	| { readonly do: 'create'; readonly after?: ExistingPull }
	| { readonly do: 'update'; readonly pull: ExistingPull; readonly marker: Marker }
	/** The branch is where it should be; only what is written about it is behind. */
	| { readonly do: 'settle'; readonly pull: ExistingPull; readonly marker: Marker }
	/** A person asked for it again. */
	| { readonly do: 'reopen'; readonly pull: ExistingPull; readonly marker: Marker }
	/** Nothing would differ, or nobody may touch it now. */
	| { readonly do: 'leave'; readonly pull: ExistingPull; readonly why: string; readonly marker?: Marker }
	/** A person has written to the branch. */
	| { readonly do: 'edited'; readonly pull: ExistingPull }
	/** A person has closed it. */
	| { readonly do: 'closed'; readonly pull: ExistingPull };

/** Who we are, and what persons have asked for. */
export interface Circumstances {
	readonly login: string;
	/** The branch that pull requests are for. */
	readonly base: string;
	readonly seal?: Seal | undefined;
	readonly wishes?: ReadonlySet<Wish>;
}

/** Decides from the pull requests of the branch, the newest first. */
export function decide(
	wanted: WantedPull,
	existing: readonly ExistingPull[],
	{ login, base, seal, wishes = new Set() }: Circumstances,
): Decision {
	const ours = oursOf(existing, login, seal);
	const open = existing.find(({ isOpen }) => isOpen);
	const foreign = open !== undefined && !ours.some(({ pull }) => pull === open) ? open : undefined;
	if (foreign !== undefined) return { do: 'leave', pull: foreign, why: 'it is not ours' };
	const [newest] = ours;
	if (newest === undefined || newest.pull.isMerged) return { do: 'create' };
	const { pull, marker } = newest;
	if (!pull.isOpen) {
		if (wishes.has('reopen') || wishes.has('recreate')) return { do: 'reopen', pull, marker };
		if (marker.isEmpty === true) return { do: 'create' };
		return marker.change === wanted.change ? { do: 'closed', pull } : { do: 'create', after: pull };
	}
	const isEdited = pull.head !== marker.head && pull.head !== marker.next;
	if (pull.isQueued) return { do: 'leave', pull, why: 'it is in the merge queue' };
	if (isEdited) return wishes.has('discard') ? { do: 'update', pull, marker } : { do: 'edited', pull };
	if (pull.base !== base) return { do: 'leave', pull, why: 'a person has given it another base' };
	const isAsked = wishes.has('rebase') || wishes.has('recreate');
	// What was announced and never done says nothing about the branch.
	const isSame = marker.change === wanted.change && (marker.next === null || pull.head === marker.next);
	if (isSame && pull.head === marker.next) return { do: 'settle', pull, marker };
	if (isAsked) return { do: 'update', pull, marker };
	if (isSame && pull.isMergeable) return { do: 'leave', pull, why: 'nothing would differ', marker };
	if (pull.isApproved && pull.isMergeable) return { do: 'leave', pull, why: 'it is approved' };
	if (pull.isIdle) return { do: 'leave', pull, why: 'nothing has happened on it for a month' };
	return { do: 'update', pull, marker };
}

/** Pull requests that we have made: by us, with a whole marker. Titles and branches say nothing about it. */
export function oursOf(existing: readonly ExistingPull[], login: string, seal: Seal | undefined) {
	return existing.flatMap((pull) => {
		const marker = pull.author === login ? readMarker(pull.body, seal) : undefined;
		return marker === undefined ? [] : [{ pull, marker }];
	});
}
