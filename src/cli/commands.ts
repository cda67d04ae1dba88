import { printableLines } from '../report/printable.ts';
import { completion } from './completion.ts';
import { exitCode, isUsageError } from './exit.ts';
import { explain } from './explain.ts';
import { init } from './init.ts';
import { lint } from './lint.ts';
import { lsp } from './lsp.ts';
import { migrate } from './migrate.ts';
import { withPackage } from './optional-package.ts';
import type { Arguments } from './options.ts';
import { plan } from './plan.ts';
import { render } from './render.ts';
import { rules } from './rules.ts';
import type { Terminal } from './terminal.ts';
import { verify } from './verify.ts';

/** Does what the command line asks for and answers the exit code. All that is slow to load hangs on this file. */
export async function runCommand(parsed: Arguments, terminal: Terminal): Promise<number> {
	try {
		switch (parsed.command) {
			case 'lint':
				return await lint(parsed, terminal);
			case 'plan':
				return plan(parsed, terminal);
			case 'explain':
				return explain(parsed, terminal);
			case 'rules':
				return rules(parsed, terminal);
			case 'migrate':
				return await migrate(parsed, terminal);
			case 'verify':
				return await verify(parsed, terminal);
			case 'init':
				return init(parsed, terminal);
			case 'lsp':
				return await lsp();
			case 'serve':
			case 'worker': {
				const { serve } = await withPackage('probot', 'the GitHub App', () => import('./serve.ts'));
				return await serve(parsed.command, terminal);
			}
			case 'completion':
				return completion(parsed, terminal);
			case 'render':
				return render(parsed, terminal);
		}
	} catch (error) {
		if (!isUsageError(error)) throw error;
		terminal.err(`error: ${printableLines(error.message)}\n`);
		return exitCode.usage;
	}
}
