// Prints for each cluster below a folder which pod and service networks are found, then renders every kustomization and
// compares the objects with those of `kubectl kustomize`: `npm run conformance -- FOLDER [--cache FOLDER] [--networks]`.
// The cache keeps what kubectl printed between runs; with `--networks` nothing is rendered. `test/corpus-networks.md` says
// which clusters state nothing.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { kustomizationNames } from '../src/render/kustomize/kustomization-file.ts';
import { renderFolder } from '../src/render/kustomize/kustomize.ts';
import { toPlain } from '../src/render/to-plain.ts';
import { filesFromDisk } from '../src/repo/disk.ts';
import { fileText } from '../src/repo/files.ts';
import type { RepoPath } from '../src/repo/location.ts';
import { positionFinder } from '../src/repo/location.ts';
import { decidedAt } from '../src/repo/origin.ts';
import { openSources, type Sources } from '../src/repo/sources.ts';
import { firstDifference } from './compare.ts';
import { foundNetworks, notFound } from './found-networks.ts';
import { readKubectlOutput } from './kubectl-output.ts';

interface Build {
	readonly ok: boolean;
	/** The objects, or the message. */
	readonly text: string;
}

const [top = '.', ...options] = process.argv.slice(2);
const cacheFolder = options[0] === '--cache' ? options[1] : undefined;
const isVerbose = options.includes('--verbose');
const reviewed = 'test/corpus-networks.md';
printNetworks();
if (options.includes('--networks')) process.exit(0);
const counts = { agreed: 0, differed: 0, unresolved: 0, refused: 0 };

for (const root of repositoriesIn(resolve(top))) {
	const sources = openSources(filesFromDisk(root));
	const folders = foldersOf(sources);
	const builds = await inTurn(folders, 2, (folder) => build(join(root, folder)));
	for (const [i, folder] of folders.entries()) judge(root, folder, sources, builds[i]);
}
console.log(`${counts.refused} that only kubectl refuses`);
console.log(`${counts.agreed} agreed, ${counts.differed} differed, ${counts.unresolved} unresolved`);
process.exit(counts.differed > 0 ? 1 : 0);

/** Each cluster with what is found, then the share of those whose files state something. */
function printNetworks(): void {
	const found = repositoriesIn(resolve(top)).flatMap((root) => {
		const repository = root.slice(root.lastIndexOf('/') + 1).replace('+', '/');
		return foundNetworks(filesFromDisk(root)).map((one) => ({ repository, ...one }));
	});
	for (const { repository, cluster, pod, service } of found)
		console.log(`${repository} ${cluster}: pods ${pod}; Services ${service}`);
	// Rows of the reviewed table with a dash: the files were searched by a person and state nothing.
	const table = existsSync(reviewed) ? readFileSync(reviewed, 'utf8').split('\n') : [];
	const statesNone = (one: (typeof found)[number], column: number) =>
		table.some((row) => {
			const cells = row.split('|').map((cell) => cell.trim());
			return cells[1] === one.repository && cells[2] === one.cluster && cells[column] === notFound;
		});
	for (const [key, column] of [
		['pod', 3],
		['service', 4],
	] as const) {
		const stating = found.filter((one) => !statesNone(one, column));
		const count = stating.filter((one) => one[key] !== notFound).length;
		console.log(
			`${key} networks: found for ${count} of ${stating.length} clusters that may state one; ` +
				`${found.length - stating.length} of all ${found.length} state none`,
		);
	}
}

/** Below a folder of unpacked repositories, each is one of its own: paths must not lead from one into another. */
function repositoriesIn(folder: string): string[] {
	const entries = readdirSync(folder, { withFileTypes: true });
	const isCollection = entries.length > 0 && entries.every((entry) => entry.isDirectory() && entry.name.includes('+'));
	return isCollection ? entries.map(({ name }) => join(folder, name)) : [folder];
}

function foldersOf(sources: Sources): RepoPath[] {
	const names: readonly string[] = kustomizationNames;
	const folders = sources.files.paths.flatMap((path) => {
		const slash = path.lastIndexOf('/');
		return names.includes(path.slice(slash + 1)) ? [path.slice(0, Math.max(0, slash)) as RepoPath] : [];
	});
	return [...new Set(folders)];
}

function judge(root: string, folder: RepoPath, sources: Sources, kubectl: Build | undefined): void {
	const where = `${root.slice(root.lastIndexOf('/') + 1)}/${folder}`;
	const rendered = renderFolder(sources, folder);
	const notes = [...rendered.problems.map(({ message, at }) => [message, at] as const)].map(
		([message, at]) => `${message} (${place(sources, decidedAt(at))})`,
	);
	if (kubectl === undefined) return;
	if (!kubectl.ok) {
		if (rendered.unresolved.length > 0) counts.unresolved++;
		else if (rendered.problems.length > 0) counts.agreed++;
		else {
			counts.refused++;
			console.log(`only kubectl refuses ${where}: ${kubectl.text.trim().slice(0, 300)}`);
		}
		if (isVerbose) console.log(`refused ${where}: ${kubectl.text.trim().slice(0, 200)}\n  ours: ${notes.join('; ')}`);
		return;
	}
	const ours = rendered.resources.map((resource) => toPlain(resource.root));
	const difference = firstDifference(ours, readKubectlOutput(kubectl.text)) ?? extra(rendered, notes);
	if (difference === undefined) counts.agreed++;
	else {
		counts.differed++;
		console.log(`${where}: ${difference}`);
	}
}

/** What we complain of although kubectl builds the folder. */
function extra(rendered: ReturnType<typeof renderFolder>, notes: readonly string[]): string | undefined {
	const [open] = rendered.unresolved.filter(({ why }) => why !== 'encrypted');
	if (open !== undefined) return `we could not read ${open.what}`;
	return notes[0] === undefined ? undefined : `we refuse: ${notes[0]}`;
}

function place(sources: Sources, { file, range }: ReturnType<typeof decidedAt>): string {
	const { line, column } = positionFinder(fileText(sources.files, file) ?? '')(range.start);
	return `${file}:${line}:${column}`;
}

async function build(folder: string): Promise<Build> {
	const cached =
		cacheFolder === undefined ? undefined : join(cacheFolder, createHash('sha1').update(folder).digest('hex'));
	if (cached !== undefined && existsSync(cached) && statSync(cached).isFile())
		return JSON.parse(readFileSync(cached, 'utf8'));
	const result = await kustomize(folder);
	if (cached !== undefined && cacheFolder !== undefined) {
		mkdirSync(cacheFolder, { recursive: true });
		writeFileSync(cached, JSON.stringify(result));
	}
	return result;
}

function kustomize(folder: string): Promise<Build> {
	const command = ['kustomize', '--load-restrictor', 'LoadRestrictionsNone', folder];
	// A remote resource makes kubectl call git and the network; neither shall take long.
	const env = {
		...process.env,
		GIT_TERMINAL_PROMPT: '0',
		https_proxy: 'http://127.0.0.1:9',
		http_proxy: 'http://127.0.0.1:9',
	};
	return new Promise((done) => {
		execFile('kubectl', command, { timeout: 30_000, maxBuffer: 256 * 1024 * 1024, env }, (error, stdout, stderr) => {
			done(error === null ? { ok: true, text: stdout } : { ok: false, text: stderr || String(error) });
		});
	});
}

async function inTurn<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	let next = 0;
	const worker = async (): Promise<void> => {
		for (let i = next++; i < items.length; i = next++) {
			const item = items[i];
			if (item !== undefined) results[i] = await work(item);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return results;
}
