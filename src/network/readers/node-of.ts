import type { RepoPath } from '../../repo/location.ts';

/** The machine that a file is for by its path: `nodes/<name>/etc/…`. */
export function nodeOfPath(path: RepoPath | undefined): string | undefined {
	return /(?:^|\/)(?:nodes|hosts|machines|host_vars)\/([^/]+)\//.exec(path ?? '')?.[1];
}
