import type { HostileCase } from '../case.ts';
import { fileCases } from './files.ts';
import { kustomizeCases } from './kustomize.ts';
import { parsingCases } from './parsing.ts';
import { wordCases } from './words.ts';

/** Everything that a stranger can put into a repository, as far as we know. */
export const cases: readonly HostileCase[] = [...parsingCases, ...kustomizeCases, ...fileCases, ...wordCases];
