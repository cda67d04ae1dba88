/** Hands out turns so that nobody waits behind all that somebody else has asked for. */
export interface FairTurns {
	/** The turn of an installation's next job; the lowest goes first. */
	next(installation: number): number;
	/** A job of that turn has begun. */
	taken(installation: number, turn: number): void;
}

/**
 * Start-time fair queueing: a job's turn is one after the last one of its installation, but never before what is being
 * done now. A single job of one installation stands beside the first waiting job of another, however many follow.
 */
export function fairTurns(): FairTurns {
	let now = 0;
	const last = new Map<number, number>();
	return {
		next(installation) {
			const turn = Math.max(now, last.get(installation) ?? 0) + 1;
			last.set(installation, turn);
			return turn;
		},
		taken(installation, turn) {
			now = Math.max(now, turn);
			if ((last.get(installation) ?? 0) <= now) last.delete(installation);
		},
	};
}
