import type { RepoPath } from '../location.ts';
import type { Origin } from '../origin.ts';
import { written } from '../origin.ts';
import { nothingFound } from './shell-found.ts';
import { runText } from './shell-run.ts';
import { openHoles, type ShellText } from './shell-text.ts';

/** One simple command: `words[0]` is its name. */
export interface ShellCommand {
	readonly words: readonly ShellText[];
	readonly origin: Origin;
}

/** `cat <<EOF > /etc/sysctl.d/k8s.conf`: text that a script writes. */
export interface Heredoc {
	/** The file that it goes to, `*` for parts that are not known; undefined when it is the input of a command. */
	readonly target: string | undefined;
	readonly body: ShellText;
	readonly origin: Origin;
}

/** An assignment: `POD_CIDR="10.0.0.0/16"`. */
export interface Assignment {
	readonly name: string;
	readonly value: ShellText;
	readonly nameOrigin: Origin;
}

/** What a shell script does, as far as reading it can tell. */
export interface ShellScript {
	readonly path: RepoPath;
	readonly text: string;
	/** In the order in which they run; those of functions where they are called. */
	readonly commands: readonly ShellCommand[];
	readonly heredocs: readonly Heredoc[];
	readonly assignments: readonly Assignment[];
	/** Why the script was not read to its end. */
	readonly problem: string | undefined;
}

/** UTF-16 units beyond which a script is not read; those that people write are far smaller. */
export const maxScriptLength = 262_144;

/** Reads a Bash or POSIX script. Never throws: what cannot be told is unknown, what is too much is left out. */
export function readShell(path: RepoPath, text: string): ShellScript {
	const found = nothingFound(openHoles());
	const refusal = refusalOf(text);
	if (refusal === undefined) runText(text, (start, end) => written(path, start, end), found);
	const { commands, heredocs, assignments, left } = found;
	const isSpent = left.statements <= 0 || left.characters <= 0;
	const problem = refusal ?? (isSpent ? 'it does more than can be followed' : undefined);
	return { path, text, commands, heredocs, assignments, problem };
}

/** Heredocs that may begin in one line; the time to parse them grows with the square of their number. */
const maxHeredocsInLine = 100;

function refusalOf(text: string): string | undefined {
	if (text.length > maxScriptLength) return `it is longer than ${maxScriptLength} characters`;
	const isCrowded = text
		.split('\n')
		.some((line) => line.split('<<', maxHeredocsInLine + 2).length > maxHeredocsInLine + 1);
	return isCrowded ? `more than ${maxHeredocsInLine} heredocs begin in one line` : undefined;
}
