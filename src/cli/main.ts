import { exitCode, UsageError } from './exit.ts';
import { version } from './version.ts';

/**
 * Runs the command line and answers the exit code. Each part is loaded when it is needed, so that
 * `--version` and `--help` need not wait for the rules.
 */
async function main(words: readonly string[]): Promise<number> {
	if (words.length === 1 && words[0] === '--version') {
		process.stdout.write(`${version}\n`);
		return exitCode.clean;
	}
	const { readArguments } = await import('./options.ts');
	const { printableLines } = await import('../report/printable.ts');
	const parsed = readArguments(words, {
		out: (text) => void process.stdout.write(text),
		err: (text) => void process.stderr.write(printableLines(text)),
	});
	if (typeof parsed === 'number') return parsed;
	const { processTerminal } = await import('./terminal.ts');
	const terminal = processTerminal(parsed.color);
	try {
		switch (parsed.command) {
			case 'lint':
				return (await import('./lint.ts')).lint(parsed, terminal);
			case 'plan':
				return (await import('./plan.ts')).plan(parsed, terminal);
			case 'explain':
				return (await import('./explain.ts')).explain(parsed, terminal);
			case 'rules':
				return (await import('./rules.ts')).rules(parsed, terminal);
		}
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		terminal.err(`error: ${printableLines(error.message)}\n`);
		return exitCode.usage;
	}
}

// A reader that has seen enough closes the pipe; that is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') process.exit();
	process.stderr.write(`cannot write the output: ${error.message}\n`);
	process.exit(exitCode.internal);
});

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	process.stderr.write(`internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
	process.exitCode = exitCode.internal;
}
