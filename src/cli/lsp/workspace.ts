import { pathToFileURL } from 'node:url';
import { rules } from '../../../rules/index.ts';
import type { Report } from '../../lint/report.ts';
import { lintRepository } from '../../pipeline.ts';
import { filesFromDisk } from '../../repo/disk.ts';
import { fileText, type RepoFiles, withTexts } from '../../repo/files.ts';
import type { RepoPath, SourceLocation } from '../../repo/location.ts';
import { decidedAt } from '../../repo/origin.ts';
import { sharedFindings } from '../../report/finding-block.ts';
import { placeFinder } from '../../report/positions.ts';
import { today } from '../today.ts';
import { type EditorDiagnostic, type EditorRange, type QuickFix, rangeOf, type Shown } from './editor.ts';
import { quickFixer } from './quick-fixes.ts';

/** One look at a repository with what is open in the editor. */
export interface Look {
	/** File URL → what is to be shown there; a file without findings is missing. */
	readonly diagnostics: ReadonlyMap<string, readonly EditorDiagnostic[]>;
	/** Undefined when there is nothing to lint or the configuration cannot be used. */
	readonly report: Report | undefined;
	/** The fixes of what is shown in a file, those that hold when they are rendered and linted again. */
	fixesIn(uri: string, range: EditorRange): readonly QuickFix[];
}

/** Lints a folder of the disk; `open` holds the texts of the files that an editor has changed. */
export function lookAt(root: string, open: ReadonlyMap<RepoPath, string>): Look {
	const files = withTexts(filesFromDisk(root), open);
	const knownRules = rules.map(({ id }) => id);
	const lintAgain = (other: RepoFiles) =>
		lintRepository(other, rules, { knownRules, today: today(), onFailure: () => undefined });
	const outcome = lintAgain(files);
	const uriOf = (file: string) => pathToFileURL(`${root}/${file}`).href;
	if (outcome.ok) {
		const report = outcome.value;
		const all = shown(report, uriOf);
		const fixes = quickFixer({ files, report }, uriOf, (other) => {
			const again = lintAgain(other);
			return again.ok ? again.value : undefined;
		});
		const diagnostics = new Map([...all].map(([uri, found]) => [uri, found.map(({ shown }) => shown)]));
		return { diagnostics, report, fixesIn: (uri, range) => fixes(all.get(uri) ?? [], range) };
	}
	const diagnostics = new Map<string, EditorDiagnostic[]>();
	if (outcome.problem.kind === 'configuration') {
		const placeOf = placeFinder({ textOf: (path) => fileText(files, path) ?? '' });
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
	return { diagnostics, report: undefined, fixesIn: () => [] };
}

function shown(report: Report, uriOf: (file: string) => string): Map<string, Shown[]> {
	const placeOf = placeFinder(report);
	const help = new Map(rules.map(({ id, references }) => [id, references[0]]));
	const found = new Map<string, Shown[]>();
	const live = report.diagnostics.filter(({ suppressed }) => suppressed === null);
	for (const { diagnostic, clusters } of sharedFindings(live)) {
		const { ruleId, severity, message, at, related } = diagnostic;
		const place = placeOf(at);
		const where = report.clusters.length > 1 && clusters.length > 0 ? ` (${clusters.join(', ')})` : '';
		const one = {
			range: rangeOf(place),
			severity,
			code: ruleId,
			codeDescription: help.get(ruleId),
			message: `${message}${where}`,
			related: related.map((other) => {
				const there = placeOf(other.at);
				return { uri: uriOf(there.file), range: rangeOf(there), message: other.note };
			}),
		};
		add(found, uriOf(place.file), { diagnostic, shown: one });
	}
	return found;
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
	const known = map.get(key);
	if (known === undefined) map.set(key, [value]);
	else known.push(value);
}

/** True when the offset lies in the place or at its end. */
export function holds({ range }: SourceLocation, offset: number): boolean {
	return range.start <= offset && offset <= range.end;
}
