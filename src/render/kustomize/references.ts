import { type RepoPath, resolvePath } from '../../repo/location.ts';
import type { Origin } from '../../repo/origin.ts';
import type { SourceFile } from '../../repo/parse.ts';
import { withoutPasswords } from '../../repo/passwords.ts';
import type { Sources } from '../../repo/sources.ts';
import { leaveOpen, type Notes } from './notes.ts';

/** What a path in a kustomization file leads to. */
export type Reference =
	| { readonly kind: 'file'; readonly path: RepoPath }
	| { readonly kind: 'folder'; readonly path: RepoPath }
	/** Nothing of this repository; `what` says what it is. */
	| { readonly kind: 'remote'; readonly what: string }
	| { readonly kind: 'missing'; readonly what: string };

/** Follows a path that starts in `folder`. Nothing outside the repository is ever read. */
export function follow(sources: Sources, folder: RepoPath, text: string): Reference {
	if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text)) return { kind: 'remote', what: withoutPasswords(text) };
	const path = resolvePath(folder, text);
	if (path !== undefined && sources.has(path)) return { kind: 'file', path };
	if (path !== undefined && sources.isFolder(path)) return { kind: 'folder', path };
	if (isRemote(text)) return { kind: 'remote', what: text };
	if (path === undefined) return { kind: 'remote', what: `${text}, outside the repository` };
	return { kind: 'missing', what: text };
}

/** Forms in which kustomize takes a git repository without a scheme. */
function isRemote(text: string): boolean {
	return (
		/^(?:git::|gh:|git@|[\w.-]+@[\w.-]+:)/.test(text) ||
		/^(?:github\.com|gitlab\.com|bitbucket\.org|dev\.azure\.com)[/:]/.test(text) ||
		/\?(?:ref|version|timeout|submodules)=/.test(text) ||
		/^[\w-]+(?:\.[\w-]+)+\/.*\/\//.test(text)
	);
}

/** The file at a path, parsed; what cannot be had is noted at `at`. */
export function readReference(
	sources: Sources,
	folder: RepoPath,
	text: string,
	at: Origin,
	notes: Notes,
): SourceFile | undefined {
	const reference = follow(sources, folder, text);
	switch (reference.kind) {
		case 'file': {
			const file = sources.get(reference.path);
			if (file === undefined) leaveOpen(notes, 'missing', `${text}, which is not readable`, at);
			return file;
		}
		case 'folder':
			leaveOpen(notes, 'missing', `the file ${text}, which is a folder`, at);
			return undefined;
		case 'remote':
		case 'missing':
			leaveOpen(notes, reference.kind, reference.what, at);
			return undefined;
	}
}
