import { fileText } from '../../repo/files.ts';
import { type StepTest, stepTest } from '../../repo/glob.ts';
import type { RepoPath } from '../../repo/location.ts';
import type { Sources } from '../../repo/sources.ts';

/** Decides whether a file is left out when Flux makes an artifact of the repository. */
export type IsIgnored = (path: RepoPath) => boolean;

/** What Flux's source-controller always leaves out, from `fluxcd/pkg/sourceignore`. */
const defaults = [
	...['.git/', '.gitignore', '.gitmodules', '.gitattributes'],
	...['*.jpg', '*.jpeg', '*.gif', '*.png', '*.wmv', '*.flv', '*.tar.gz', '*.zip'],
	...['.github/', '.circleci/', '.travis.yml', '.gitlab-ci.yml', 'appveyor.yml', '.drone.yml', 'cloudbuild.yaml'],
	...['codeship-services.yml', 'codeship-steps.yml', '**/.goreleaser.yml', '**/.sops.yaml', '**/.flux.yaml'],
];

/** One line of a `.sourceignore`, in the syntax of `.gitignore`. */
interface Pattern {
	/** The folder of the file that the line stands in. */
	readonly folder: readonly string[];
	readonly isInclusion: boolean;
	readonly isForFolders: boolean;
	/** A pattern with slashes is for a path; one without, for any step of it. */
	readonly steps: readonly (StepTest | 'any' | 'start')[];
	readonly isPath: boolean;
}

/** UTF-16 units of `.sourceignore` files that are read; each file of the repository is held against all of them. */
const mostText = 20_000;

const known = new WeakMap<Sources, IsIgnored>();

/** Reads all `.sourceignore` files of the repository. The last pattern that fits decides. */
export function ignoredBy(sources: Sources): IsIgnored {
	const isIgnored = known.get(sources) ?? readPatterns(sources);
	known.set(sources, isIgnored);
	return isIgnored;
}

function readPatterns(sources: Sources): IsIgnored {
	const patterns = defaults.flatMap((line) => patternFrom(line, []));
	let left = mostText;
	for (const path of sources.files.paths) {
		if (path !== '.sourceignore' && !path.endsWith('/.sourceignore')) continue;
		const folder = path.split('/').slice(0, -1);
		const text = fileText(sources.files, path) ?? '';
		left -= text.length;
		for (const line of left < 0 ? [] : text.split(/\r?\n/)) {
			if (!line.startsWith('#') && line.trim() !== '') patterns.push(...patternFrom(line, folder));
		}
	}
	patterns.reverse();
	return (path) => {
		const steps = path.split('/');
		const decisive = patterns.find((pattern) => fits(pattern, steps));
		return decisive !== undefined && !decisive.isInclusion;
	};
}

function patternFrom(line: string, folder: readonly string[]): Pattern[] {
	const isInclusion = line.startsWith('!');
	const text = (isInclusion ? line.slice(1) : line).trimEnd();
	const isForFolders = text.endsWith('/');
	const body = isForFolders ? text.slice(0, -1) : text;
	const steps: (StepTest | 'any' | 'start')[] = [];
	for (const step of body.split('/')) {
		const matcher = step === '**' ? 'any' : step === '' ? 'start' : globMatcher(step);
		if (matcher === undefined) return [];
		steps.push(matcher);
	}
	return [{ folder, isInclusion, isForFolders, steps, isPath: body.includes('/') }];
}

/** A step with `*`, `?` and classes, as Go's `filepath.Match` reads it; undefined for what is no pattern. */
function globMatcher(step: string): StepTest | undefined {
	return step.includes('**') || /\[[^\]]*$/.test(step) ? undefined : stepTest(step);
}

function fits(pattern: Pattern, path: readonly string[]): boolean {
	const { folder } = pattern;
	if (path.length <= folder.length || folder.some((step, i) => step !== path[i])) return false;
	const rest = path.slice(folder.length);
	return pattern.isPath ? fitsPath(pattern, rest) : fitsAnyStep(pattern, rest);
}

function fitsAnyStep({ steps: [matcher], isForFolders }: Pattern, path: readonly string[]): boolean {
	if (typeof matcher !== 'function') return false;
	// The last step is a file here, the others are folders.
	return path.some((step, i) => matcher(step) && !(isForFolders && i === path.length - 1));
}

function fitsPath({ steps, isForFolders }: Pattern, path: readonly string[]): boolean {
	let at = 0;
	let mayJump = false;
	let hasMatched = false;
	for (const [i, step] of steps.entries()) {
		if (step === 'start') {
			mayJump = false;
			continue;
		}
		if (step === 'any') {
			if (i === steps.length - 1) break;
			mayJump = true;
			continue;
		}
		if (at >= path.length) return false;
		const found = mayJump ? path.findIndex((one, j) => j >= at && step(one)) : step(path[at] ?? '') ? at : -1;
		if (found === -1) return false;
		mayJump = false;
		hasMatched = true;
		at = found + 1;
		if (at === path.length && i < steps.length - 1) hasMatched = false;
	}
	return hasMatched && !(isForFolders && at === path.length);
}
