import { UsageError } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Starts the GitHub App. Its packages are not installed with the command, since few need them. */
export async function serveApp(terminal: Terminal): Promise<number> {
	let found: typeof import('./serve.ts');
	try {
		found = await import('./serve.ts');
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
		throw new UsageError(
			'the GitHub App needs a package that is not here; install it beside dualstack-lint: npm install probot',
		);
	}
	return found.serve(terminal);
}
