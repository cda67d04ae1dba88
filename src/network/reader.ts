import type { HelmRelease } from '../render/helm/helm-release.ts';
import type { Resource } from '../render/resource.ts';
import type { RepoPath } from '../repo/location.ts';
import type { MapNode } from '../repo/node.ts';
import type { ShellScript } from '../repo/shell/shell.ts';
import type { ShellText } from '../repo/shell/shell-text.ts';
import type { Sources } from '../repo/sources.ts';
import type { Fact } from './facts.ts';

/** A YAML map that some component reads. */
export interface ClusterDocument {
	readonly root: MapNode;
	/** Where it comes from: rendered by Flux, a file of its own, the text in a ConfigMap, or a heredoc of a script. */
	readonly source: 'rendered' | 'file' | 'config-map' | 'heredoc';
	/** The rendered object; for `config-map` the ConfigMap. */
	readonly resource?: Resource;
	/** The repository file that holds it, when it is not rendered. */
	readonly file?: RepoPath;
	/** True for what a template says whatever it is filled in with: more may come. */
	readonly partial?: boolean;
}

/** Plain text with positions: a sysctl file, an interface file, an environment file. */
export interface TextFile {
	/** The file of the repository that holds it. */
	readonly path: RepoPath;
	readonly text: string;
	/** The file on the host, when a script writes it there. */
	readonly target?: string;
	/** For text inside a script: where its parts stand, and which of them are not known. */
	readonly body?: ShellText;
}

/**
 * Knows one product's files and says what they declare. A reader has no
 * opinion: it repeats what is written, right or wrong, each value with its origin.
 */
export interface Reader {
	readonly name: string;
	/**
	 * Every document or release that the reader has something to say about holds a match in the text of one of the
	 * files that make it. Files without any reader's words need not be parsed.
	 */
	readonly words?: RegExp;
	/** The text of such a document holds a match of this as well; the words alone may come from a patch. */
	readonly kinds?: RegExp;
	document?(document: ClusterDocument): Iterable<Fact>;
	release?(release: HelmRelease): Iterable<Fact>;
	/** `sources` gives files that the script names. */
	script?(script: ShellScript, sources?: Sources): Iterable<Fact>;
	text?(file: TextFile): Iterable<Fact>;
}
