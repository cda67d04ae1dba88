import type { TextMap } from '../node.ts';
import { textOf } from '../node.ts';
import type { Assignment, Heredoc, ShellCommand } from './shell.ts';
import { type Holes, type ShellText, shellText, type WeighedText } from './shell-text.ts';

/** What was found in a script so far, and what may still be spent on it. */
export interface Found {
	readonly holes: Holes;
	readonly commands: ShellCommand[];
	readonly heredocs: Heredoc[];
	readonly assignments: Assignment[];
	/** A function that is called twice with the same words says everything once. */
	readonly seen: Set<string>;
	/** Statements and characters that may still be read. */
	readonly left: { statements: number; characters: number };
	/** Texts that were read as scripts of their own, so far. */
	texts: number;
}

/** Statements that are run at most: functions and branches can be run several times. */
const maxStatements = 50_000;
/** Characters that all expansions together may make. */
const maxCharacters = 4_000_000;

/** Nothing found yet. */
export function nothingFound(holes: Holes): Found {
	return {
		holes,
		commands: [],
		heredocs: [],
		assignments: [],
		seen: new Set(),
		left: { statements: maxStatements, characters: maxCharacters },
		texts: 0,
	};
}

/** A span of one of the texts, for telling places apart. */
interface Place {
	readonly id: number;
	readonly pos: number;
	readonly end: number;
	readonly originOf: TextMap;
}

/** Notes a command; answers its words. */
export function noteCommand(
	found: Found,
	weighed: readonly WeighedText[],
	{ id, pos, end, originOf }: Place,
): ShellText[] {
	const words = weighed.map((word) => shellText(word, found.holes));
	if (isNew(found, 'command', id, pos, weighed)) found.commands.push({ words, origin: originOf(pos, end) });
	return words;
}

/** Notes an assignment. */
export function noteAssignment(
	found: Found,
	name: string,
	value: WeighedText,
	{ id, pos, end, originOf }: Place,
): void {
	if (!isNew(found, 'assignment', id, pos, [value])) return;
	found.assignments.push({ name, value: shellText(value, found.holes), nameOrigin: originOf(pos, end) });
}

/** Notes a text that goes into a file, or into a command when there is no target. */
export function noteText(
	found: Found,
	body: WeighedText,
	target: WeighedText | undefined,
	{ id, pos, end, originOf }: Place,
): void {
	const path = target === undefined ? undefined : textOf(target.node).replace(/[\ue000-\uf8ff]/g, '*');
	if (!isNew(found, `text ${path}`, id, pos, [body])) return;
	found.heredocs.push({ target: path, body: shellText(body, found.holes), origin: originOf(pos, end) });
}

function isNew(found: Found, kind: string, id: number, pos: number, words: readonly WeighedText[]): boolean {
	const key = `${kind} ${id} ${pos} ${words.map(({ node }) => textOf(node)).join('\0')}`;
	if (found.seen.has(key)) return false;
	found.seen.add(key);
	return true;
}
