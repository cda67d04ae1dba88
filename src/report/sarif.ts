import type { Diagnostic } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import { groupedBy } from '../network/grouped.ts';
import type { RepoPath } from '../repo/location.ts';
import type { Rule, Severity } from '../rule.ts';
import { contentFingerprints, lineHasher } from './fingerprints.ts';
import { type Place, placeFinder } from './positions.ts';
import { printableJson } from './printable.ts';
import { type Replacement, replacementFinder } from './replacements.ts';

/**
 * The report as SARIF 2.1.0, with what GitHub's code scanning asks for: the help of each rule, all four numbers of
 * a region, fingerprints, and related places that the message links to.
 */
export function sarifReport(report: Report, rules: readonly Rule[], version: string): string {
	const placeOf = placeFinder(report);
	const content = contentFingerprints(report.diagnostics, report.textOf);
	const lineHashOf = lineHashes(report);
	const replacementsOf = replacementFinder(report);
	const indexes = new Map(rules.map(({ id }, index) => [id, index]));
	return printableJson({
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: { driver: { name: 'dualstack-lint', semanticVersion: version, version, rules: rules.map(ruleJson) } },
				automationDetails: { id: 'dualstack-lint/' },
				columnKind: 'utf16CodeUnits',
				originalUriBaseIds: { [baseId]: { description: { text: 'The root of the repository.' } } },
				results: report.diagnostics.map((diagnostic, i) => {
					const place = placeOf(diagnostic.at);
					return {
						...resultJson(
							diagnostic,
							place,
							diagnostic.related.map(({ at }) => placeOf(at)),
						),
						...fixesJson(diagnostic, replacementsOf(diagnostic)),
						ruleIndex: indexes.get(diagnostic.ruleId) ?? -1,
						partialFingerprints: {
							primaryLocationLineHash: lineHashOf(diagnostic.at.file, place.line),
							'dualstackLint/v1': content[i],
						},
					};
				}),
			},
		],
	});
}

/** The name that SARIF tools give to the root of the checkout. */
const baseId = '%SRCROOT%';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
	error: 'error',
	warning: 'warning',
	info: 'note',
};

/** Characters of `fullDescription` that code scanning shows. */
const descriptionLimit = 1024;

function ruleJson({ id, title, severity, docs, references }: Rule): object {
	const [helpUri] = references;
	const help = [docs.trim(), ...references.map((reference) => `- ${reference}`)].join('\n\n');
	return {
		id,
		name: id,
		shortDescription: { text: title },
		fullDescription: { text: title.slice(0, descriptionLimit) },
		help: { text: help, markdown: help },
		...(helpUri === undefined ? {} : { helpUri }),
		defaultConfiguration: { level: levels[severity] },
		properties: {
			tags: [id.slice(0, id.indexOf('/'))],
			precision: 'high',
			'problem.severity': severity === 'info' ? 'recommendation' : severity,
		},
	};
}

function resultJson(diagnostic: Diagnostic, place: Place, related: readonly Place[]): object {
	const { ruleId, severity, message, cluster, fix, suppressed } = diagnostic;
	const notes = diagnostic.related.map(({ note }) => note);
	// Code scanning shows a related place only where the message links to it.
	const links = notes.map((note, i) => `[${linkText(note)}](${i + 1})`);
	const text = [unlinked(message), ...(links.length === 0 ? [] : [`See: ${links.join(', ')}.`])].join('\n');
	return {
		ruleId,
		level: levels[severity],
		message: { text },
		locations: [{ physicalLocation: physical(place) }],
		relatedLocations: related.map((other, i) => ({
			id: i + 1,
			physicalLocation: physical(other),
			message: { text: notes[i] ?? '' },
		})),
		...(suppressed === null
			? {}
			: { suppressions: [{ kind: kindOf(suppressed), status: 'accepted', justification: suppressed.reason }] }),
		properties: { cluster, ...(fix === undefined ? {} : { fix: fix.title }) },
	};
}

/** SARIF 3.27.30: one fix, with all its replacements file by file. */
function fixesJson({ fix }: Diagnostic, replacements: readonly Replacement[]): object {
	if (fix === undefined || replacements.length === 0) return {};
	const artifactChanges = groupedBy(replacements, ({ at }) => at.file).map((own) => ({
		artifactLocation: { uri: uriOf(own[0].at.file), uriBaseId: baseId },
		replacements: own.map(({ at, text }) => ({ deletedRegion: regionOf(at), insertedContent: { text } })),
	}));
	return { fixes: [{ description: { text: `${fix.title} (${fix.applicability})` }, artifactChanges }] };
}

/** Comments and annotations stand in the source, all else outside of it. SARIF 3.35.2. */
function kindOf({ by }: NonNullable<Diagnostic['suppressed']>): 'inSource' | 'external' {
	return by === 'comment' || by === 'annotation' ? 'inSource' : 'external';
}

function physical(place: Place): object {
	return { artifactLocation: { uri: uriOf(place.file), uriBaseId: baseId }, region: regionOf(place) };
}

function regionOf({ line, column, endLine, endColumn }: Place): object {
	return { startLine: line, startColumn: column, endLine, endColumn };
}

function uriOf(file: string): string {
	// A surrogate without a partner has no UTF-8 form.
	const wellFormed = file.replace(/\p{Cs}/gu, '\uFFFD');
	return wellFormed.split('/').map(encodeURIComponent).join('/');
}

/** SARIF 3.11.6: brackets inside the text of a link are escaped. */
function linkText(text: string): string {
	return text.replace(/[\\[\]]/g, '\\$&');
}

/** A message's own brackets must not read as a link. */
function unlinked(text: string): string {
	return text.replaceAll('](', '\\](');
}

function lineHashes({ textOf }: Report): (file: RepoPath, line: number) => string {
	const hashers = new Map<RepoPath, (line: number) => string>();
	return (file, line) => {
		const hasher = hashers.get(file) ?? lineHasher(textOf(file));
		hashers.set(file, hasher);
		return hasher(line);
	};
}
