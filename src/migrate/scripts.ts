import type { RepoPath } from '../repo/location.ts';

/** True for files that are read as text and not as YAML. */
export function isScript(file: RepoPath): boolean {
	return !/\.(?:ya?ml|json)$/.test(file);
}
