import type { Function as FunctionNode, Statement, Word } from 'unbash';
import type { TextMap } from '../node.ts';
import type { Found } from './shell-found.ts';
import type { WeighedText } from './shell-text.ts';
import type { Expansion } from './shell-tokens.ts';
import { branchOf, type ShellValue, type Variables } from './shell-variables.ts';

/** Where the output of a command goes, if we care. */
export type Sink = ((text: WeighedText) => void) | undefined;

/** One text that is read as a script. */
export interface Script {
	/** Tells the texts of one file apart. */
	readonly id: number;
	readonly source: string;
	readonly originOf: TextMap;
	readonly found: Found;
	/** Every body that a name was given: branches can define a function in several ways. */
	readonly functions: Map<string, readonly FunctionNode[]>;
	readonly called: Set<FunctionNode>;
	/** Functions that run now. */
	readonly active: Set<FunctionNode>;
	run(statements: readonly Statement[], frame: Frame): void;
	/** Runs a function as far as it is known which of its bodies is meant. */
	call(name: string, args: readonly WeighedText[], frame: Frame): void;
	/** Reads a text that this script hands to a shell, with `stdin` as input of its first command that has none. */
	runInner(text: WeighedText, stdin: WeighedText | undefined): void;
}

/** Where the reading of a script is. */
export interface Frame {
	readonly script: Script;
	readonly variables: Variables;
	/** `$1`, `$2`, …; undefined when nobody knows them. */
	args: readonly WeighedText[] | undefined;
	readonly sink: Sink;
	stdin: WeighedText | undefined;
	/** What the local variables of the running function hid; undefined outside of functions. */
	readonly locals: Map<string, ShellValue | undefined> | undefined;
	/** Levels of compound commands and substitutions. */
	readonly depth: number;
}

/** Levels of commands inside commands that are followed. */
const maxDepth = 48;

/** One level deeper, with the variables of a branch; undefined when it is too deep. */
export function inBranch(frame: Frame, sink: Sink = frame.sink): Frame | undefined {
	if (frame.depth >= maxDepth) return undefined;
	return { ...frame, variables: branchOf(frame.variables), sink, depth: frame.depth + 1 };
}

/** What words are expanded with at this point. */
export function expansionOf(frame: Frame): Expansion {
	const { script } = frame;
	const { source, originOf, found } = script;
	return {
		source,
		originOf,
		holes: found.holes,
		variables: frame.variables,
		args: frame.args,
		output(inner) {
			const printed: WeighedText[] = [];
			const child = inBranch(frame, (text) => printed.push(text));
			if (child === undefined) return undefined;
			script.run(inner.commands, child);
			const [only] = inner.commands;
			const isSimple = inner.commands.length === 1 && only?.command.type === 'Command';
			return isSimple && printed.length === 1 ? printed[0] : undefined;
		},
		afford(characters) {
			found.left.characters -= characters;
			return found.left.characters > 0;
		},
	};
}

/** The text of a word that is the same in every run. */
export function plainText(word: Word | undefined): string | undefined {
	return word?.parts === undefined ? word?.value : undefined;
}
