import type { Operation } from './schema.ts';
import type { Installation } from './world.ts';

/** The first part of an operation's id → the permission that it asks for. */
const needed = new Map([
	['checks', 'checks'],
	['git', 'contents'],
	['issues', 'issues'],
	['pulls', 'pull_requests'],
	['reactions', 'issues'],
]);

/** Operations of repositories that read or write content; the others ask for metadata, which everybody has. */
const ofContent = /^repos\/(compare-commits|download-tarball|get-content|create-or-update|merge)/;

/** The permission that an installation lacks for an operation, as `contents=write`; undefined when it may. */
export function lackingPermission({ permissions }: Installation, { id, method }: Operation): string | undefined {
	const name = ofContent.test(id) ? 'contents' : needed.get(id.split('/')[0] ?? '');
	if (name === undefined) return undefined;
	const level = method === 'GET' ? 'read' : 'write';
	const granted = permissions[name];
	return granted === 'write' || granted === level ? undefined : `${name}=${level}`;
}
