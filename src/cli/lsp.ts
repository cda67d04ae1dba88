import { UsageError } from './exit.ts';
import { hoverAt } from './lsp/hover.ts';
import { lookAt } from './lsp/workspace.ts';
import { findRoot } from './root.ts';
import { version } from './version.ts';

/** Starts the language server. Its package is not installed with the command, since few need it. */
export async function lsp(): Promise<number> {
	let server: typeof import('./lsp/server.ts');
	try {
		server = await import('./lsp/server.ts');
	} catch (error) {
		if (!isMissing(error)) throw error;
		throw new UsageError(
			'the language server needs a package that is not here; install it beside dualstack-lint: npm install vscode-languageserver',
		);
	}
	return server.serve({
		version,
		rootOf: (folder) => findRoot([folder], undefined, process.cwd()).folder,
		lookAt,
		hoverAt,
	});
}

function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}
