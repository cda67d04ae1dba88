import type { JsonObject, Shown } from '../case.ts';

/** One check of a component. */
export interface Check {
	/** Rules that speak of the check's subject. */
	readonly rules: readonly string[];
	/**
	 * Rules about what another stage or component does with the same values, and which: the verdict of this check tells
	 * nothing about it, so their errors contradict no acceptance.
	 */
	readonly beyond?: Readonly<Record<string, string>>;
	show(input: JsonObject, release: string | undefined): Shown;
}

/** The checks of one component by the name that cases use. */
export type Checks = Readonly<Record<string, Check>>;
