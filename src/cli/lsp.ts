import { hoverAt } from './lsp/hover.ts';
import { lookAt } from './lsp/workspace.ts';
import { withPackage } from './optional-package.ts';
import { findRoot } from './root.ts';
import { version } from './version.ts';

/** Starts the language server. */
export async function lsp(): Promise<number> {
	const load = () => import('./lsp/server.ts');
	const server = await withPackage('vscode-languageserver', 'the language server', load);
	return server.serve({
		version,
		rootOf: (folder) => findRoot([folder], undefined, process.cwd()).folder,
		lookAt,
		hoverAt,
	});
}
