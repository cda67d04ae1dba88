import { createHash } from 'node:crypto';
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';
import { decoded } from '../repo/decoded.ts';
import type { FileProblem, Parsed } from '../repo/files.ts';

/** What an archive may have; far above any repository of manifests, far below what fills the memory. */
export interface ArchiveLimits {
	/** Files and links. */
	readonly entries: number;
	/** Bytes after unpacking. */
	readonly bytes: number;
	/** Bytes of one file that is kept. */
	readonly fileBytes: number;
	/** Bytes of all texts that are kept. */
	readonly textBytes: number;
	/** Milliseconds for all of it. */
	readonly patience: number;
}

export const archiveLimits: ArchiveLimits = {
	entries: 100_000,
	bytes: 512 * 1024 * 1024,
	fileBytes: 4 * 1024 * 1024,
	textBytes: 128 * 1024 * 1024,
	patience: 120_000,
};

/** One entry: the text of a file, the target of a link, or nothing for what is too large. */
export type ArchiveEntry =
	| { readonly kind: 'file'; readonly blob: string; readonly text: Parsed<string, FileProblem> }
	| { readonly kind: 'link'; readonly target: string }
	| { readonly kind: 'too-large'; readonly size: number };

/** The archive has more than is allowed. */
export class ArchiveTooLarge extends Error {}

/** Reads a gzipped tar as it arrives. Paths are seen from its top folder; nothing is written anywhere. */
export async function readArchive(
	body: ReadableStream<Uint8Array<ArrayBuffer>>,
	limits: ArchiveLimits = archiveLimits,
): Promise<Map<string, ArchiveEntry>> {
	const entries = new Map<string, ArchiveEntry>();
	let inflated = 0;
	let kept = 0;
	const counter = new TransformStream<Uint8Array, Uint8Array>({
		transform(chunk, controller) {
			inflated += chunk.length;
			if (inflated > limits.bytes)
				controller.error(new ArchiveTooLarge(`its files have more than ${limits.bytes / 2 ** 20} MiB`));
			else controller.enqueue(chunk);
		},
	});
	// A sender that stops in the middle would hold the job for ever.
	const signal = AbortSignal.timeout(limits.patience);
	const stream = body
		.pipeThrough(new DecompressionStream('gzip'), { signal })
		.pipeThrough(counter)
		.pipeThrough(createTarDecoder({ strict: true }));
	for await (const entry of stream) {
		const path = pathBelowTop(entry.header.name);
		const read = path === undefined ? undefined : await entryFrom(entry, limits);
		if (path === undefined || read === undefined) {
			await entry.body.cancel();
			continue;
		}
		if (entries.size === limits.entries) throw new ArchiveTooLarge(`it has more than ${limits.entries} files`);
		if (read.kind === 'file' && read.text.ok) kept += entry.header.size;
		if (kept > limits.textBytes)
			throw new ArchiveTooLarge(`its texts have more than ${limits.textBytes / 2 ** 20} MiB`);
		entries.set(path, read);
	}
	return entries;
}

async function entryFrom({ header, body }: ParsedTarEntry, limits: ArchiveLimits): Promise<ArchiveEntry | undefined> {
	if (header.type === 'symlink') {
		await body.cancel();
		return { kind: 'link', target: header.linkname ?? '' };
	}
	if (header.type !== 'file') return undefined;
	if (header.size > limits.fileBytes) {
		await body.cancel();
		return { kind: 'too-large', size: header.size };
	}
	const chunks: Uint8Array[] = [];
	for await (const chunk of body) chunks.push(chunk);
	const bytes = Buffer.concat(chunks);
	return { kind: 'file', blob: blobId(bytes), text: decoded(bytes) };
}

/** Git's name of a content. */
function blobId(bytes: Buffer): string {
	return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** GitHub puts everything below one folder. What would lead out of it is nobody's file. */
function pathBelowTop(name: string): string | undefined {
	const [top = '', ...steps] = name.split('/');
	const isPlain = [top, ...steps].every((step) => step !== '' && step !== '.' && step !== '..') && !/[\0\\]/.test(name);
	return isPlain && steps.length > 0 ? steps.join('/') : undefined;
}
