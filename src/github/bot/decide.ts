import { type Marker, readMarker } from './marker.ts';
import type { WantedPull } from './wanted.ts';

/** A pull request of a branch as it is now. */
export interface ExistingPull {
	readonly number: number;
	readonly isOpen: boolean;
	readonly isMerged: boolean;
	readonly body: string | null;
	readonly head: string;
	readonly author: string;
	readonly isApproved: boolean;
	readonly isQueued: boolean;
	/** False where GitHub says that it conflicts with its base. */
	readonly isMergeable: boolean;
}

/** What is done about a wanted pull request. */
export type Decision =
	| { readonly do: 'create' }
	| { readonly do: 'update'; readonly pull: ExistingPull; readonly marker: Marker }
	/** Nothing would differ, or nobody may touch it now. */
	| { readonly do: 'leave'; readonly pull: ExistingPull; readonly why: string }
	/** A person has written to the branch. */
	| { readonly do: 'edited'; readonly pull: ExistingPull }
	/** A person has closed it. */
	| { readonly do: 'closed'; readonly pull: ExistingPull };

/** Decides from the pull requests of the branch, the newest first; `login` is who we are. */
export function decide(wanted: WantedPull, existing: readonly ExistingPull[], login: string): Decision {
	const ours = existing.flatMap((pull) => {
		const marker = pull.author === login ? readMarker(pull.body) : undefined;
		return marker === undefined ? [] : [{ pull, marker }];
	});
	const open = existing.find(({ isOpen }) => isOpen);
	const foreign = open !== undefined && !ours.some(({ pull }) => pull === open) ? open : undefined;
	if (foreign !== undefined) return { do: 'leave', pull: foreign, why: 'it is not ours' };
	const [newest] = ours;
	if (newest === undefined || newest.pull.isMerged) return { do: 'create' };
	const { pull, marker } = newest;
	if (!pull.isOpen) return marker.change === wanted.change ? { do: 'closed', pull } : { do: 'create' };
	if (pull.head !== marker.head && pull.head !== marker.next) return { do: 'edited', pull };
	if (pull.isQueued) return { do: 'leave', pull, why: 'it is in the merge queue' };
	const isSame = marker.change === wanted.change && pull.head === marker.head;
	if (isSame && pull.isMergeable) return { do: 'leave', pull, why: 'nothing would differ' };
	if (pull.isApproved && pull.isMergeable) return { do: 'leave', pull, why: 'it is approved' };
	return { do: 'update', pull, marker };
}
