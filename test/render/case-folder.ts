import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { filesFromDisk } from '../../src/repo/disk.ts';
import type { RepoFiles } from '../../src/repo/files.ts';

/** Where kustomize's own output stands in the folder of a case. */
export const recordingName = 'expected.yaml';

/** The small repositories that are held against kustomize, by name. */
export function caseNames(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name)
		.sort();
}

/** The input of a case: its files without the recording. */
export function caseFiles(folder: string): RepoFiles {
	const files = filesFromDisk(folder);
	return { ...files, paths: files.paths.filter((path) => path !== recordingName) };
}

/** Changes with every byte of the input. */
export function inputHash(files: RepoFiles): string {
	const hash = createHash('sha256');
	for (const path of files.paths) {
		const read = files.read(path);
		hash.update(`${path}\0${read?.ok ? read.value : ''}\0`);
	}
	return hash.digest('hex');
}

/** What kustomize printed for a case; undefined text where it refused. */
export interface Recording {
	readonly kustomize: string;
	readonly input: string;
	readonly text: string | undefined;
}

export function readRecording(folder: string): Recording | undefined {
	const path = `${folder}/${recordingName}`;
	if (!existsSync(path)) return undefined;
	const [, kustomize = '', input = '', verdict, rest = ''] =
		/^# kustomize (\S+)\n# input ([0-9a-f]{64})\n(# refused\n)?([\s\S]*)$/.exec(readFileSync(path, 'utf8')) ?? [];
	return { kustomize, input, text: verdict === undefined ? rest : undefined };
}

export function recordingText({ kustomize, input, text }: Recording): string {
	return `# kustomize ${kustomize}\n# input ${input}\n${text ?? '# refused\n'}`;
}

/** The version of kustomize inside the kubectl on the PATH; undefined when there is none. */
export function kustomizeVersion(): string | undefined {
	try {
		const text = execFileSync('kubectl', ['version', '--client'], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		return /Kustomize Version: (\S+)/.exec(text)?.[1];
	} catch {
		return undefined;
	}
}

/** What `kubectl kustomize` prints for a folder; undefined when it refuses. */
export function runKustomize(folder: string): string | undefined {
	const command = ['kustomize', '--load-restrictor', 'LoadRestrictionsNone', folder];
	try {
		return execFileSync('kubectl', command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 30_000 });
	} catch {
		return undefined;
	}
}
