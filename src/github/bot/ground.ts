import type { Config } from '../../repo/config.ts';
import type { RepositoryName } from '../client.ts';
import type { Seal } from './hidden-line.ts';

/** What a pull request is made on. */
export interface Ground extends RepositoryName {
	/** GitHub's name of the repository for GraphQL. */
	readonly id: string;
	readonly branch: string;
	/** The newest commit of the branch, which everything is built on. */
	readonly tip: string;
	/** The files of that commit, as Git names them. */
	readonly tree: string;
	readonly executables: ReadonlySet<string>;
	readonly seal?: Seal | undefined;
	/** What a new pull request is given. */
	readonly dress?: Config['github']['pullRequests'];
}
