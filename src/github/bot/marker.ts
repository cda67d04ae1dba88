import { printHidden, readHidden, type Seal } from './hidden-line.ts';

/** What a pull request of ours remembers, in a line that nobody sees. */
export interface Marker {
	readonly cluster: string;
	readonly phase: string;
	/** The commit that we last wrote to the branch: another one is somebody else's. */
	readonly head: string;
	/** The commit that the branch was about to be moved to, should the process have ended in between. */
	readonly next: string | null;
	/** What our change writes: paths and contents. */
	readonly change: string;
	/** Labels, assignees and reviewers are still to be given. */
	readonly isBare?: boolean;
	/** We closed it ourselves, because nothing was left to change: it stays closed for nobody's wish. */
	readonly isEmpty?: boolean;
}

/** The line of a marker. */
export function printMarker(marker: Marker, seal?: Seal): string {
	return printHidden('migration', { version: 1, ...marker }, seal);
}

/** The marker in a text; undefined where there is none that is whole. */
export function readMarker(text: string | null | undefined, seal?: Seal): Marker | undefined {
	const given = readHidden('migration', text, seal);
	if (given === undefined) return undefined;
	const [cluster, phase, head, change] = ['cluster', 'phase', 'head', 'change'].map((key) => given.get(key));
	const next = given.get('next') ?? null;
	if (typeof cluster !== 'string' || typeof phase !== 'string') return undefined;
	if (typeof head !== 'string' || typeof change !== 'string') return undefined;
	if (typeof next !== 'string' && next !== null) return undefined;
	return {
		cluster,
		phase,
		head,
		next,
		change,
		...(given.get('isBare') === true && { isBare: true }),
		...(given.get('isEmpty') === true && { isEmpty: true }),
	};
}
