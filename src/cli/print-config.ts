import { rules } from '../../rules/index.ts';
import { severities } from '../lint/lint.ts';
import { readConfig } from '../repo/config.ts';
import { globTest } from '../repo/glob.ts';
import { printableJson } from '../report/printable.ts';
import { exitCode } from './exit.ts';
import type { LintArguments } from './options.ts';
import { openRepository, printProblem } from './read.ts';
import type { Terminal } from './terminal.ts';

/** Prints which rules judge a file, with the severities that the configuration gives them there. */
export function printConfig(file: string, options: LintArguments, terminal: Terminal): number {
	const { files, root, configPath } = openRepository({ ...options, paths: [file] });
	const config = readConfig(files, configPath);
	if (!config.ok) {
		const problem = { kind: 'configuration', problems: config.problem } as const;
		return printProblem(problem, options, files, root.folder, terminal);
	}
	const [path] = root.paths;
	if (path === undefined) throw new Error('a root without a path');
	const { ignore, failOn } = config.value;
	const severityOf = severities(config.value);
	const effective = rules.map(({ id, severity }): [string, string] => [id, severityOf(id, path) ?? severity]);
	terminal.out(
		printableJson({
			file: path,
			ignored: globTest(ignore)(path),
			failOn: options.failOn ?? failOn ?? 'error',
			rules: Object.fromEntries(effective),
		}),
	);
	return exitCode.clean;
}
