import type { UnknownReason } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { RenderProblem, Unresolved } from '../resource.ts';

/** Collects what one folder's rendering has to tell besides its objects. */
export interface Notes {
	readonly problems: RenderProblem[];
	readonly unresolved: Unresolved[];
}

export function newNotes(): Notes {
	return { problems: [], unresolved: [] };
}

/** Notes what kustomize would refuse. */
export function refuse(notes: Notes, message: string, at: Origin): void {
	notes.problems.push({ message, at });
}

/** Notes what could not be read. */
export function leaveOpen(notes: Notes, why: UnknownReason, what: string, at: Origin): void {
	notes.unresolved.push({ why, what, at });
}
