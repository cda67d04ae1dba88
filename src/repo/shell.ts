import type { RepoPath } from './location.ts';
import type { ScalarNode, UnknownNode } from './node.ts';
import type { Origin } from './origin.ts';

/** A word of a command after expansion of the variables that the script itself sets. */
export type ShellWord = ScalarNode | UnknownNode;

/** One simple command: `words[0]` is its name. */
export interface ShellCommand {
	readonly words: readonly ShellWord[];
	readonly origin: Origin;
}

/** `cat <<EOF > /etc/sysctl.d/k8s.conf`: text that a script writes. */
export interface Heredoc {
	/** The file it is redirected to, or piped to `tee`; undefined when that is not known. */
	readonly target: string | undefined;
	readonly body: ShellWord;
	readonly origin: Origin;
}

/** A plain assignment at the top level or in a function: `POD_CIDR="10.0.0.0/16"`. */
export interface Assignment {
	readonly name: string;
	readonly value: ShellWord;
	readonly nameOrigin: Origin;
}

/** What a shell script does, as far as reading it can tell. */
export interface ShellScript {
	readonly path: RepoPath;
	readonly text: string;
	readonly commands: readonly ShellCommand[];
	readonly heredocs: readonly Heredoc[];
	readonly assignments: readonly Assignment[];
}
