import { printableLines } from '../report/printable.ts';
import { exitCode } from './exit.ts';
import { processTerminal } from './terminal.ts';
import { version } from './version.ts';

/** Runs the command line and answers the exit code. `--version` and `--help` need not wait for the rules to load. */
async function main(words: readonly string[]): Promise<number> {
	if (words.length === 1 && words[0] === '--version') {
		process.stdout.write(`${version}\n`);
		return exitCode.clean;
	}
	const { readArguments } = await import('./options.ts');
	const parsed = readArguments(words, {
		out: (text) => void process.stdout.write(text),
		err: (text) => void process.stderr.write(printableLines(text)),
	});
	if (typeof parsed === 'number') return parsed;
	const { runCommand } = await import('./commands.ts');
	return runCommand(parsed, processTerminal(parsed.color));
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
	const { internalText } = await import('./internal.ts');
	process.stderr.write(internalText('', error));
	process.exitCode = exitCode.internal;
}
