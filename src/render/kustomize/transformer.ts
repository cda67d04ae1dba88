import type { Sources } from '../../repo/sources.ts';
import type { Draft } from './draft.ts';
import type { KustomizationFile } from './kustomization-file.ts';
import type { Notes } from './notes.ts';
import type { TransformerConfig } from './transformer-config.ts';

/** One step of a kustomization: takes all objects so far, answers them changed. */
export type Transformer = (drafts: readonly Draft[]) => readonly Draft[];

/** What a transformer may look at while it is made. */
export interface Scope {
	readonly sources: Sources;
	readonly file: KustomizationFile;
	readonly config: TransformerConfig;
	readonly notes: Notes;
}
