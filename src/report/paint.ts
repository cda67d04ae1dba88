import type { Severity } from '../rule.ts';

/** What a piece of a report is, for whoever colours it. */
export type Role = Severity | 'strong' | 'frame' | 'related' | 'faint' | 'good';

/** Colours a piece of text, or leaves it as it is. Never changes its width. */
export type Paint = (role: Role, text: string) => string;

/** No colour. */
export const plain: Paint = (_, text) => text;

/** How text for people is shown. */
export interface TextStyle {
	/** Columns of the terminal. */
	readonly width: number;
	readonly paint: Paint;
	/** Makes the id of a rule a link to what explains it, where the terminal can; never changes its width. */
	readonly link?: (ruleId: string, text: string) => string;
}
