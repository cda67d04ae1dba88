import { Argument, Command, CommanderError, Option } from 'commander';
import { type MigrationPhaseName, migrationPhases } from '../migrate/phase-names.ts';
import type { Severity } from '../rule.ts';
import { exitCode } from './exit.ts';
import { type LintFormat, lintFormats } from './format-names.ts';
import { exitCodes, initHelp, migrateHelp, renderHelp, serveHelp, verifyHelp, workerHelp } from './help-texts.ts';
import { version } from './version.ts';

/** What `lint` and `plan` need to find and read a repository. */
export interface ReadOptions {
	/** Files and folders as a person named them. */
	readonly paths: readonly string[];
	readonly root?: string;
	readonly config?: string;
	readonly cluster?: string;
	/** `namespace/name=path`. */
	readonly source?: readonly string[];
	readonly verbose?: boolean;
	/** False with `--no-ignores`. */
	readonly ignores?: boolean;
	/** The file whose text comes over standard input. */
	readonly stdinFilename?: string;
}

export interface LintArguments extends ReadOptions {
	readonly command: 'lint';
	readonly format: LintFormat;
	/** `format=file`. */
	readonly output?: readonly string[];
	readonly rule?: readonly string[];
	readonly skip?: readonly string[];
	readonly failOn?: Severity | 'never';
	readonly exitZero?: boolean;
	readonly fix?: 'safe' | 'unsafe';
	readonly diff?: boolean;
	/** The reason that the comments give. */
	readonly addIgnores?: string;
	readonly watch?: boolean;
	/** A file. */
	readonly debugTrail?: string;
	readonly baseline?: string;
	readonly writeBaseline?: boolean;
	readonly pruneBaseline?: boolean;
	/** A file. */
	readonly printConfig?: string;
	/** A commit as git names it. */
	readonly since?: string;
	readonly quiet?: boolean;
	readonly color: boolean;
}

export interface PlanArguments extends ReadOptions {
	readonly command: 'plan';
	readonly format: 'text' | 'table' | 'json' | 'mermaid';
	/** A file for the address map. */
	readonly html?: string;
	readonly color: boolean;
}

export interface ExplainArguments {
	readonly command: 'explain';
	readonly rule: string;
	readonly color: boolean;
}

export interface RulesArguments {
	readonly command: 'rules';
	readonly format: 'text' | 'json';
	readonly color: boolean;
}

export interface RenderArguments {
	readonly command: 'render';
	/** A folder, or a Flux Kustomization as `namespace/name` or `name`; without it everything. */
	readonly target?: string;
	readonly root?: string;
	readonly config?: string;
	readonly cluster?: string;
	/** `namespace/name=path`. */
	readonly source?: readonly string[];
	readonly origins?: boolean;
	readonly trail?: string;
	readonly values?: boolean;
	readonly kind?: string;
	readonly name?: string;
	readonly namespace?: string;
	readonly color: boolean;
}

export interface CompletionArguments {
	readonly command: 'completion';
	readonly shell: 'bash' | 'zsh' | 'fish';
	readonly color: boolean;
}

export interface VerifyArguments extends ReadOptions {
	readonly command: 'verify';
	/** A file, or `-`. */
	readonly from?: string;
	/** A context of the kubeconfig. */
	readonly context?: string;
	readonly phase?: MigrationPhaseName;
	readonly printCommand?: boolean;
	readonly format: 'text' | 'json' | 'markdown';
	readonly color: boolean;
}

export interface MigrateArguments extends ReadOptions {
	readonly command: 'migrate';
	readonly phase?: MigrationPhaseName;
	readonly strategy?: 'in-place' | 'rebuild';
	readonly diff?: boolean;
	readonly write?: boolean;
	/** A folder. */
	readonly out?: string;
	readonly openPr?: boolean;
	/** `owner/name`. */
	readonly repo?: string;
	readonly format: 'text' | 'json' | 'markdown';
	readonly color: boolean;
}

export interface InitArguments {
	readonly command: 'init';
	readonly path?: string;
	readonly root?: string;
	/** `namespace/name=path`. */
	readonly source?: readonly string[];
	readonly print?: boolean;
	readonly force?: boolean;
	readonly color: boolean;
}

export interface LspArguments {
	readonly command: 'lsp';
	readonly color: boolean;
}

export interface ServeArguments {
	readonly command: 'serve' | 'worker';
	readonly color: boolean;
}

/** What the command line asks for. */
export type Arguments =
	| CompletionArguments
	| InitArguments
	| LspArguments
	| MigrateArguments
	| VerifyArguments
	| LintArguments
	| PlanArguments
	| ExplainArguments
	| RulesArguments
	| RenderArguments
	| ServeArguments;

/** Where help and complaints about arguments go. */
export interface Output {
	out(text: string): void;
	err(text: string): void;
}

/** Reads the command line. Answers an exit code when there is nothing left to do: help was asked for, or an option is wrong. */
export function readArguments(words: readonly string[], output: Output): Arguments | number {
	let found: Arguments | undefined;
	const program = commandLine((parsed) => {
		found = parsed;
	});
	for (const command of [program, ...program.commands]) {
		command.exitOverride().configureOutput({ writeOut: output.out, writeErr: output.err });
	}
	try {
		// `--fix folder` names a folder to look at: only `--fix=…` has a level.
		program.parse(
			words.map((word) => (word === '--fix' ? '--fix=safe' : word)),
			{ from: 'user' },
		);
	} catch (error) {
		if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.clean : exitCode.usage;
		throw error;
	}
	if (found === undefined) throw new Error('no command took the arguments');
	return found;
}

/** The command line with all commands; `found` takes what was asked for. */
export function commandLine(found: (parsed: Arguments) => void): Command {
	const program = new Command('dualstack-lint')
		.description("Checks that every declaration of a Kubernetes cluster's networks in a Flux repository agrees.")
		.usage('[options] [paths...]')
		.version(version, '--version', 'print the version')
		.helpOption('--help', 'print this help')
		.helpCommand(false)
		.enablePositionalOptions()
		.showHelpAfterError('(dualstack-lint --help lists the options)');
	withReading(program)
		.addOption(format(lintFormats))
		.addOption(repeatable('--output <format=file>', 'also write the report into a file; may be given several times'))
		.addOption(repeatable('--rule <id>', 'run this rule only; may be given several times'))
		.addOption(repeatable('--skip <id>', 'leave this rule out; may be given several times'))
		.addOption(
			new Option('--fail-on <severity>', 'least severity that makes the exit code 1 (default: error)').choices(
				severities,
			),
		)
		.option('--no-ignores', 'count also what comments and annotations suppress')
		.option(
			'--baseline <file>',
			'leave out findings that stand in this file; entries without a finding make the exit code 1',
		)
		.option('--write-baseline', 'write the findings into the baseline (default: .dualstack-lint-baseline.json)')
		.option('--prune-baseline', 'take entries without a finding out of the baseline')
		.option('--since <commit>', 'report only what the change since this commit of git brought')
		.addOption(
			new Option(
				'--fix [level]',
				'make the fixes that are safe, with --fix=unsafe also those that a person has to look at',
			).choices(['safe', 'unsafe']),
		)
		.option('--diff', 'print what --fix or --add-ignores would change as a patch for git apply, and write nothing')
		.option('--add-ignores <reason>', 'write a comment that suppresses it above each finding; with --diff as a patch')
		.option('--watch', 'lint again after each change of a file')
		.option(
			'--debug-trail <file>',
			'write what helps to find a mistake of this program, without texts or names of yours',
		)
		.option('--stdin-filename <file>', 'take the text of this file from standard input; its findings are shown')
		.option('--print-config <file>', 'print which rules judge this file, with their severities, as JSON')
		.option('--exit-zero', 'exit with 0 also when there are findings')
		.option('--quiet', 'print the findings without the address plan')
		.action((paths, options) => found({ command: 'lint', paths, ...options }));
	withReading(program.command('plan').description('print the address plan of each cluster'))
		.addOption(format(['text', 'table', 'json', 'mermaid']))
		.option('--html <file>', 'write the address space of each cluster, drawn to scale, into a page')
		.action((paths, options) => found({ command: 'plan', paths, ...options }));
	withRepository(
		program
			.command('render')
			.description('print the objects that the cluster receives')
			.argument('[target]', 'a folder, or a Flux Kustomization as [namespace/]name (default: all that one cluster has)')
			.option('--origins', 'show behind each value the file and line that decide it')
			.option('--trail <path>', 'show who set a value, in order; a path such as spec.blocks[0]."a.b/c"')
			.option('--values', 'the merged values of the HelmReleases instead of the objects')
			.option('--kind <kind>', 'only objects of this kind')
			.option('--name <name>', 'only objects of this name')
			.option('--namespace <namespace>', 'only objects of this namespace'),
		'target',
	)
		.addOption(noColor())
		.addHelpText('after', renderHelp)
		.action((target, options) => found({ command: 'render', ...(target === undefined ? {} : { target }), ...options }));
	program
		.command('explain')
		.description('print what a rule finds, why it matters and how to mend it')
		.argument('<rule>', 'id of a rule')
		.addOption(noColor())
		.action((rule, options) => found({ command: 'explain', rule, ...options }));
	program
		.command('rules')
		.description('list the rules')
		.addOption(format(['text', 'json']))
		.addOption(noColor())
		.action((options) => found({ command: 'rules', ...options }));
	withReading(program.command('verify').description('compare a running cluster with the repository'))
		.option('--from <file>', 'what --print-command has written; - is standard input')
		.option('--context <name>', 'read the cluster through this context of the kubeconfig')
		.addOption(new Option('--phase <name>', 'judge this phase of the migration only').choices([...migrationPhases]))
		.option('--print-command', 'print the command that writes what --from reads')
		.addOption(format(['text', 'json', 'markdown']))
		.addHelpText('after', verifyHelp)
		.action((paths, options) => found({ command: 'verify', paths, ...options }));
	withReading(program.command('migrate').description('plan the way of each cluster to dual-stack'))
		.addOption(
			new Option('--phase <name>', 'plan this phase only, on the repository as it is').choices([...migrationPhases]),
		)
		.addOption(new Option('--strategy <strategy>', 'default: in-place').choices(['in-place', 'rebuild']))
		.option('--diff', 'print what changes as a patch that git applies')
		.option('--write', 'write the changes into the files')
		.option('--out <folder>', 'write the plan and a patch for each phase into this folder')
		.option('--open-pr', 'keep a pull request for the next phase; the plan is made from what GitHub has')
		.option('--repo <owner/name>', 'with --open-pr: the repository on GitHub (default: GITHUB_REPOSITORY)')
		.addOption(format(['text', 'json', 'markdown']))
		.addHelpText('after', migrateHelp)
		.action((paths, options) => found({ command: 'migrate', paths, ...options }));
	program
		.command('init')
		.description('write a first configuration out of what the repository tells')
		.argument('[path]', 'a folder of the repository (default: the current one)')
		.option('--root <folder>', 'root of the repository (default: found from the path)')
		.addOption(sourceOption())
		.option('--print', 'print it and write nothing')
		.option('--force', 'write it over the one that is there; its seed is kept, nothing else')
		.addOption(noColor())
		.addHelpText('after', initHelp)
		.action((path, options) => found({ command: 'init', ...(path === undefined ? {} : { path }), ...options }));
	program
		.command('lsp')
		.description('serve editors over standard input and output (Language Server Protocol)')
		.option('--stdio', 'taken for granted; some editors add it')
		.addOption(noColor())
		.action(({ color }) => found({ command: 'lsp', color }));
	program
		.command('serve')
		.description('run the GitHub App: checks of pull requests')
		.addOption(noColor())
		.addHelpText('after', serveHelp)
		.action(({ color }) => found({ command: 'serve', color }));
	program
		.command('worker')
		.description('do the work of a GitHub App whose webhooks other processes take (needs REDIS_URL)')
		.addOption(noColor())
		.addHelpText('after', workerHelp)
		.action(({ color }) => found({ command: 'worker', color }));
	program
		.command('completion')
		.description('print a script that completes words in a shell: source <(dualstack-lint completion bash)')
		.addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
		.addOption(noColor())
		.action((shell, options) => found({ command: 'completion', shell, ...options }));
	for (const command of program.commands)
		command.helpOption('--help', 'print this help').copyInheritedSettings(program);
	return program.addHelpText('after', exitCodes);
}

const severities = ['error', 'warning', 'info', 'never'];

function withReading(command: Command): Command {
	const argument = new Argument('[paths...]', 'files and folders to look at').default([], 'the current folder');
	return withRepository(command.addArgument(argument), 'paths')
		.option('--verbose', 'also print what was accepted and what could not be read')
		.addOption(noColor());
}

function withRepository(command: Command, given: 'paths' | 'target'): Command {
	return command
		.option('--root <folder>', `root of the repository (default: found from the ${given})`)
		.option('--config <file>', 'configuration (default: .dualstack-lint.yaml in the root)')
		.option('--cluster <name>', 'look at this cluster only')
		.addOption(sourceOption());
}

function sourceOption(): Option {
	return repeatable('--source <namespace/name=path>', 'checkout of another repository that a Flux source names');
}

function format(formats: readonly string[]): Option {
	return new Option('--format <format>', 'form of the output').choices([...formats]).default('text');
}

function noColor(): Option {
	return new Option('--no-color', 'print no colours');
}

function repeatable(flags: string, description: string): Option {
	const collect = (value: string, before: readonly string[] = []) => [...before, value];
	return new Option(flags, description).argParser(collect);
}
