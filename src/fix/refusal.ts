import type { SourceLocation } from '../repo/location.ts';

/** Why a change is not made here. */
export type RefusalReason =
	/** The text comes from variables, or from a template that another program fills in. */
	| 'variable'
	| 'templated'
	| 'encrypted'
	/** Another program writes the file. */
	| 'generated'
	/** The text stands in another repository. */
	| 'remote'
	/** Others use the text as well and do not want it changed. */
	| 'shared'
	/** Nobody wrote what is to be changed. */
	| 'not-written'
	/** The key or the file is there already. */
	| 'exists'
	/** The text is written in a form that is not edited. */
	| 'form';

/** A change that a person has to make. */
export interface Refusal {
	readonly why: RefusalReason;
	/** The reason with the names in it, to follow a colon. */
	readonly what: string;
	readonly at: SourceLocation | undefined;
}

/** The answer of a step that can refuse. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** An attempt that came to nothing. */
export function refused(why: RefusalReason, what: string, at: SourceLocation | undefined): Attempt<never> {
	return { ok: false, refusal: { why, what, at } };
}
