import { createHash } from 'node:crypto';
import { printHidden, readHidden, type Seal } from './hidden-line.ts';

/** What a person may ask of a pull request; it is forgotten once it is done. */
export const wishes = ['rebase', 'recreate', 'reopen', 'discard'] as const;
export type Wish = (typeof wishes)[number];

/** What the dashboard remembers between runs. All else is read from GitHub each time. */
export interface BotState {
	/** Nothing is opened and nothing is written to branches. */
	readonly isPaused: boolean;
	/** Phases of which a person says that they are done on the cluster, as `phaseKey` names them. */
	readonly passed: ReadonlySet<string>;
	/** `<wish> <phase key>`. */
	readonly wishes: ReadonlySet<string>;
	/** Comments whose command was carried out, the newest last. */
	readonly handled: readonly number[];
}

export const freshState: BotState = { isPaused: false, passed: new Set(), wishes: new Set(), handled: [] };

/** A phase of a cluster in a few letters that need no escaping. */
export function phaseKey(cluster: string, phase: string): string {
	return `${createHash('sha256').update(cluster).digest('hex').slice(0, 8)}.${phase}`;
}

/** Comments that are remembered: a delivery comes again within days. */
const mostHandled = 100;

export function printState({ isPaused, passed, wishes: asked, handled }: BotState, seal: Seal | undefined): string {
	const value = {
		isPaused,
		passed: [...passed].sort(),
		wishes: [...asked].sort(),
		handled: handled.slice(-mostHandled),
	};
	return printHidden('dashboard', { version: 1, ...value }, seal);
}

/** The state in a dashboard's text; undefined where it is no dashboard of ours. */
export function readState(text: string | null | undefined, seal: Seal | undefined): BotState | undefined {
	const given = readHidden('dashboard', text, seal);
	if (given === undefined) return undefined;
	const texts = (name: string): string[] => {
		const list = given.get(name);
		return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
	};
	const handled = given.get('handled');
	return {
		isPaused: given.get('isPaused') === true,
		passed: new Set(texts('passed')),
		wishes: new Set(texts('wishes')),
		handled: Array.isArray(handled) ? handled.filter((one) => typeof one === 'number') : [],
	};
}

/** What is asked of a phase. */
export function wishesFor(state: BotState, key: string): ReadonlySet<Wish> {
	return new Set(
		wishes.filter((wish) => state.wishes.has(`${wish} ${key}`) || state.wishes.has(`${wish} *${key.slice(8)}`)),
	);
}
