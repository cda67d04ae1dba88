// Bundles a TypeScript file and runs it: Node 20 cannot run TypeScript by itself.
// Usage: node scripts/run.mjs FILE.ts [ARGUMENT...]
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const [file, ...rest] = process.argv.slice(2);
if (file === undefined) {
	console.error('usage: node scripts/run.mjs FILE.ts [ARGUMENT...]');
	process.exit(2);
}
const cache = fileURLToPath(new URL('../node_modules/.cache/scripts/', import.meta.url));
const outfile = `${cache}${basename(file, '.ts')}.mjs`;
await build({
	entryPoints: [file],
	outfile,
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node20.18',
	packages: 'external',
	logLevel: 'error',
});
const { status } = spawnSync(process.execPath, [outfile, ...rest], { stdio: 'inherit' });
process.exit(status ?? 1);
