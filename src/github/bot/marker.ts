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
}

const pattern = /^<!-- dualstack-lint migration (\{[^\n]{1,2000}\}) -->$/m;

/** The line of a marker. Two hyphens would end the comment early. */
export function printMarker(marker: Marker): string {
	return `<!-- dualstack-lint migration ${JSON.stringify(marker).replaceAll('-', '\\u002d')} -->`;
}

/** The marker in a text; undefined where there is none that is whole. */
export function readMarker(text: string | null | undefined): Marker | undefined {
	const [, json] = pattern.exec(text ?? '') ?? [];
	if (json === undefined) return undefined;
	let read: unknown;
	try {
		read = JSON.parse(json);
	} catch {
		return undefined;
	}
	if (typeof read !== 'object' || read === null) return undefined;
	const given = new Map<string, unknown>(Object.entries(read));
	const [cluster, phase, head, change] = ['cluster', 'phase', 'head', 'change'].map((key) => given.get(key));
	const next = given.get('next') ?? null;
	if (typeof cluster !== 'string' || typeof phase !== 'string') return undefined;
	if (typeof head !== 'string' || typeof change !== 'string') return undefined;
	return typeof next === 'string' || next === null ? { cluster, phase, head, next, change } : undefined;
}
