import type { Command } from 'commander';
import { rules } from '../../rules/index.ts';
import { exitCode } from './exit.ts';
import type { CompletionArguments } from './options.ts';
import { commandLine } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Prints a script that makes a shell complete commands, options, their values and rules. Answers the exit code. */
export function completion({ shell }: CompletionArguments, terminal: Terminal): number {
	const program = commandLine(() => undefined);
	const words = { commands: program.commands.map((command) => wordsOf(command)), top: wordsOf(program) };
	terminal.out({ bash, zsh, fish }[shell](words));
	return exitCode.clean;
}

interface CommandWords {
	readonly name: string;
	readonly description: string;
	readonly options: readonly OptionWords[];
	/** What may stand in place of a path; empty where paths stand. */
	readonly values: readonly string[];
}

interface OptionWords {
	readonly flag: string;
	readonly description: string;
	/** Fixed values; undefined for an option without a value, empty where it is a path or free text. */
	readonly values: readonly string[] | undefined;
}

interface Words {
	readonly top: CommandWords;
	readonly commands: readonly CommandWords[];
}

function wordsOf(command: Command): CommandWords {
	const ids = rules.map(({ id }) => id);
	const options = command.options.flatMap(({ long, description, argChoices, required, optional }) => {
		if (long === undefined || long === null) return [];
		const values = long === '--rule' || long === '--skip' ? ids : (argChoices ?? []);
		return [{ flag: long, description, values: required || optional ? values : undefined }];
	});
	const help = { flag: '--help', description: 'print this help', values: undefined };
	const [argument] = command.registeredArguments;
	return {
		name: command.name(),
		description: command.description(),
		options: [...options, help],
		values: argument?.name() === 'rule' ? ids : (argument?.argChoices ?? []),
	};
}

/** A text in single quotes, as all three shells read it. */
function quoted(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

function bash({ top, commands }: Words): string {
	const branch = ({ name, options, values }: CommandWords, more: readonly string[]) => {
		const cases = options
			.filter((option) => option.values !== undefined && option.values.length > 0)
			.map(({ flag, values: fixed = [] }) => `        ${flag}) words=${quoted(fixed.join(' '))} ;;`);
		const all = [...options.map(({ flag }) => flag), ...values, ...more].join(' ');
		return [
			`    ${name})`,
			'      case "$before" in',
			...cases,
			`        *) words=${quoted(all)} ;;`,
			'      esac ;;',
		].join('\n');
	};
	const names = commands.map(({ name }) => name);
	return `# dualstack-lint completion for bash: source <(dualstack-lint completion bash)
_dualstack_lint() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=dualstack-lint words=
  case "\${COMP_WORDS[1]}" in
    ${names.join('|')}) [ "$COMP_CWORD" -gt 1 ] && command=\${COMP_WORDS[1]} ;;
  esac
  case "$command" in
${[branch(top, names), ...commands.map((command) => branch(command, []))].join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -o bashdefault -F _dualstack_lint dualstack-lint
`;
}

function zsh(words: Words): string {
	return `#compdef dualstack-lint
# dualstack-lint completion for zsh: source <(dualstack-lint completion zsh)
autoload -U +X bashcompinit && bashcompinit
${bash(words)}`;
}

function fish({ top, commands }: Words): string {
	const names = commands.map(({ name }) => name).join(' ');
	const lines = ({ name, options, values }: CommandWords) => {
		const where =
			name === top.name ? `not __fish_seen_subcommand_from ${names}` : `__fish_seen_subcommand_from ${name}`;
		const start = `complete -c dualstack-lint -n ${quoted(where)}`;
		return [
			...options.map(({ flag, description, values: fixed }) => {
				const value = fixed === undefined ? '' : fixed.length === 0 ? ' -r' : ` -x -a ${quoted(fixed.join(' '))}`;
				return `${start} -l ${flag.slice(2)}${value} -d ${quoted(description)}`;
			}),
			...(values.length === 0 ? [] : [`${start} -f -a ${quoted(values.join(' '))}`]),
		];
	};
	const subcommands = commands.map(
		({ name, description }) =>
			`complete -c dualstack-lint -n '__fish_use_subcommand' -a ${quoted(name)} -d ${quoted(description)}`,
	);
	const all = [...subcommands, ...lines(top), ...commands.flatMap(lines)];
	return `# dualstack-lint completion for fish: dualstack-lint completion fish | source\n${all.join('\n')}\n`;
}
