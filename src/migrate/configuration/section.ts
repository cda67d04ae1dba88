import { scalarText } from '../../fix/write-scalar.ts';
import type { Cidr } from '../../network/cidr.ts';
import type { ClusterView } from '../../pipeline.ts';
import type { RepoFiles } from '../../repo/files.ts';
import type { RepoPath } from '../../repo/location.ts';

/** One key of a cluster's configuration, as text. */
export interface Section {
	readonly key: string;
	/** Sentences above it, without the sign of a comment. */
	readonly comment: readonly string[];
	/** YAML, the key on its first line; empty where there is only something to say. */
	readonly lines: readonly string[];
	/** A guess that a person has to look at is written as a comment. */
	readonly isGuess?: true;
}

/** What a section is made from. */
export interface Found {
	readonly files: RepoFiles;
	readonly view: ClusterView;
	/** Files that Flux applies, and files outside Flux that belong to other clusters. */
	readonly foreign: ReadonlySet<RepoPath>;
	/** Prefixes of other clusters. */
	readonly avoid: readonly Cidr[];
	/** Ten hexadecimal digits for prefixes that are proposed. */
	readonly seed: string;
}

/** Makes a section; undefined where there is nothing to say. */
export type SectionWriter = (found: Found) => Section | undefined;

/** A list on one line. */
export function listText(values: readonly string[]): string {
	return `[${values.map((value) => scalarText(value, 'plain', true)).join(', ')}]`;
}

/** Characters of a line of a comment. */
const commentWidth = 100;

/** A sentence on as many lines as it takes. */
export function wrapped(sentence: string): string[] {
	const lines: string[] = [];
	for (const word of sentence.split(' ')) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + word.length < commentWidth) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}
