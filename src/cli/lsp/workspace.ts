import { pathToFileURL } from 'node:url';
import { rules } from '../../../rules/index.ts';
import type { Diagnostic } from '../../lint/diagnostic.ts';
import type { Report } from '../../lint/report.ts';
import { lintRepository } from '../../pipeline.ts';
import { filesFromDisk } from '../../repo/disk.ts';
import { byText, type RepoFiles } from '../../repo/files.ts';
import type { RepoPath, SourceLocation } from '../../repo/location.ts';
import { decidedAt } from '../../repo/origin.ts';
import { sharedFindings } from '../../report/finding-block.ts';
import { type Place, placeFinder } from '../../report/positions.ts';

/** A place as editors count it: lines and UTF-16 columns from 0. */
export interface EditorRange {
	readonly start: { readonly line: number; readonly character: number };
	readonly end: { readonly line: number; readonly character: number };
}

/** What an editor shows at a place. */
export interface EditorDiagnostic {
	readonly range: EditorRange;
	readonly severity: Diagnostic['severity'];
	readonly code: string;
	readonly codeDescription: string | undefined;
	readonly message: string;
	readonly related: readonly { readonly uri: string; readonly range: EditorRange; readonly message: string }[];
}

/** One look at a repository with what is open in the editor. */
export interface Look {
	/** File URL → what is to be shown there; a file without findings is missing. */
	readonly diagnostics: ReadonlyMap<string, readonly EditorDiagnostic[]>;
	/** Undefined when there is nothing to lint or the configuration cannot be used. */
	readonly report: Report | undefined;
}

/** Lints a folder of the disk; `open` holds the texts of the files that an editor has changed. */
export function lookAt(root: string, open: ReadonlyMap<RepoPath, string>): Look {
	const files = overlaid(filesFromDisk(root), open);
	const knownRules = rules.map(({ id }) => id);
	const today = new Date().toISOString().slice(0, 10);
	const outcome = lintRepository(files, rules, { knownRules, today, onFailure: () => undefined });
	const uriOf = (file: string) => pathToFileURL(`${root}/${file}`).href;
	if (outcome.ok) return { diagnostics: shown(outcome.value, uriOf), report: outcome.value };
	const diagnostics = new Map<string, EditorDiagnostic[]>();
	if (outcome.problem.kind === 'configuration') {
		const placeOf = placeFinder({ textOf: (path) => textOf(files, path) });
		for (const { message, at } of outcome.problem.problems) {
			const place = placeOf(decidedAt(at));
			const one = {
				severity: 'error',
				code: 'configuration',
				codeDescription: undefined,
				message,
				related: [],
			} as const;
			add(diagnostics, uriOf(place.file), { ...one, range: rangeOf(place) });
		}
	}
	return { diagnostics, report: undefined };
}

function overlaid(files: RepoFiles, open: ReadonlyMap<RepoPath, string>): RepoFiles {
	const paths = [...new Set([...files.paths, ...open.keys()])].sort(byText);
	return {
		paths,
		read(path) {
			const text = open.get(path);
			return text === undefined ? files.read(path) : { ok: true, value: text };
		},
	};
}

function textOf(files: RepoFiles, path: RepoPath): string {
	const read = files.read(path);
	return read?.ok ? read.value : '';
}

function shown(report: Report, uriOf: (file: string) => string): Map<string, EditorDiagnostic[]> {
	const placeOf = placeFinder(report);
	const help = new Map(rules.map(({ id, references }) => [id, references[0]]));
	const found = new Map<string, EditorDiagnostic[]>();
	const live = report.diagnostics.filter(({ suppressed }) => suppressed === null);
	for (const { diagnostic, clusters } of sharedFindings(live)) {
		const { ruleId, severity, message, at, related } = diagnostic;
		const place = placeOf(at);
		const where = report.clusters.length > 1 && clusters.length > 0 ? ` (${clusters.join(', ')})` : '';
		add(found, uriOf(place.file), {
			range: rangeOf(place),
			severity,
			code: ruleId,
			codeDescription: help.get(ruleId),
			message: `${message}${where}`,
			related: related.map((other) => {
				const there = placeOf(other.at);
				return { uri: uriOf(there.file), range: rangeOf(there), message: other.note };
			}),
		});
	}
	return found;
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
	const known = map.get(key);
	if (known === undefined) map.set(key, [value]);
	else known.push(value);
}

/** A place of a report, which counts from 1, as an editor's. */
function rangeOf({ line, column, endLine, endColumn }: Place): EditorRange {
	return {
		start: { line: line - 1, character: column - 1 },
		end: { line: endLine - 1, character: endColumn - 1 },
	};
}

/** True when the offset lies in the place or at its end. */
export function holds({ range }: SourceLocation, offset: number): boolean {
	return range.start <= offset && offset <= range.end;
}
