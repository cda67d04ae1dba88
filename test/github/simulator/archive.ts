import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { found } from './routes/route.ts';
import type { Repository, World } from './world.ts';

/** The archive of a commit as GitHub packs it: one folder at the top, links kept, nothing of what is not exported. */
export async function archiveOf(world: World, repository: Repository, sha: string): Promise<Buffer> {
	const top = `${repository.owner}-${repository.name}-${sha.slice(0, 7)}/`;
	const entries: TarEntry[] = [{ header: { name: top, size: 0, type: 'directory' } }];
	for (const [path, entry] of world.git.filesOf(sha)) {
		if (repository.unexported.has(path)) continue;
		const bytes = found(world.git.blobs.get(entry.sha));
		const name = `${top}${path}`;
		if (entry.mode === '120000')
			entries.push({ header: { name, size: 0, type: 'symlink', linkname: bytes.toString('utf8') } });
		else entries.push({ header: { name, size: bytes.length, type: 'file', mode: 0o644 }, body: bytes });
	}
	return gzipSync(await packTar(entries), { level: 1 });
}
