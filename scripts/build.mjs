// Builds dist/: the command, the library, its types, and the licences of what is bundled. `--cli FOLDER` builds the
// command alone. The command is two files: reading one that holds everything would double the time of `--version`.
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Packages in CommonJS ask for Node's own modules with `require`, which a module does not have. */
const requireForModules =
	"import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Packages that people install who need them. */
const peers = ['vscode-languageserver', '@kubernetes/client-node', '@octokit/rest', 'probot', 'bullmq', 'ioredis'];

const shebang = '#!/usr/bin/env node';

/** Leaves out what is slow to load or needs packages that are not installed with the command: files of their own. */
const apart = {
	name: 'apart',
	setup(building) {
		building.onResolve({ filter: /^\.\/commands\.ts$/ }, () => ({ path: './commands.js', external: true }));
		building.onResolve({ filter: /^\.\/live-context\.ts$/ }, () => ({ path: './live.js', external: true }));
		building.onResolve({ filter: /^\.\/lsp\/server\.ts$/ }, () => ({ path: './lsp.js', external: true }));
		building.onResolve({ filter: /^\.\/serve\.ts$/ }, () => ({ path: './serve.js', external: true }));
	},
};

async function bundle(entryPoints, outdir, { banner = requireForModules, plugins = [], external = [] } = {}) {
	const { metafile } = await build({
		absWorkingDir: root,
		entryPoints,
		outdir,
		// What several of them need is a file of its own.
		splitting: Object.keys(entryPoints).length > 1,
		banner: { js: banner },
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node20.18',
		// Names stay as they are, for the stack of an internal error.
		minifyWhitespace: true,
		minifySyntax: true,
		legalComments: 'none',
		metafile: true,
		plugins,
		external,
		logLevel: 'warning',
	});
	return Object.keys(metafile.inputs);
}

/** The names of the packages that some files belong to. */
function packagesOf(inputs) {
	const names = inputs.flatMap((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
	return [...new Set(names)].sort();
}

function notices(packages) {
	const parts = packages.map((name) => {
		const folder = join(root, 'node_modules', name);
		const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
		const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
		if (file === undefined) throw new Error(`${name} comes without a licence text`);
		return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
	});
	return `This package contains code of the following packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

async function buildCommand(folder, more = {}) {
	const banner = `${shebang}\n${requireForModules}`;
	const all = { commands: 'src/cli/commands.ts', serve: 'src/cli/serve.ts', ...more };
	const inputs = [
		...(await bundle({ cli: 'src/cli/main.ts' }, folder, { banner, plugins: [apart] })),
		...(await bundle(all, folder, { plugins: [apart], external: peers })),
		...(await bundle({ live: 'src/cli/live-context.ts' }, folder, { external: peers })),
		...(await bundle({ lsp: 'src/cli/lsp/server.ts' }, folder, { external: peers })),
	];
	chmodSync(join(folder, 'cli.js'), 0o755);
	return inputs;
}

async function buildAll() {
	const dist = join(root, 'dist');
	rmSync(dist, { recursive: true, force: true });
	const inputs = await buildCommand(dist, { index: 'src/index.ts' });
	writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), notices(packagesOf(inputs)));
	const compiler = join(root, 'node_modules/.bin/tsc');
	execFileSync(compiler, ['--project', 'tsconfig.build.json'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
}

const { values } = parseArgs({ options: { cli: { type: 'string' } } });
if (values.cli === undefined) await buildAll();
else await buildCommand(resolve(values.cli));
