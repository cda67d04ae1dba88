import { scalarText } from '../../fix/write-scalar.ts';
import type { Report } from '../../lint/report.ts';
import { type ClusterView, type LintOptions, type LintProblem, type Survey, surveyRepository } from '../../pipeline.ts';
import { configName, readConfig } from '../../repo/config.ts';
import { byText, type Parsed, type RepoFiles } from '../../repo/files.ts';
import type { RepoPath } from '../../repo/location.ts';
import { decidedAt } from '../../repo/origin.ts';
import type { Rule } from '../../rule.ts';
import { settingsFrom } from '../settings.ts';
import { takenBy } from '../target.ts';
import { ceph } from './found-ceph.ts';
import { entryPoints, nodeFiles } from './found-files.ts';
import { networks } from './found-networks.ts';
import { nodes } from './found-nodes.ts';
import { proposedTarget, seedOfTarget } from './proposed-target.ts';
import type { Section, SectionWriter } from './section.ts';

/** Sections in their order. Those of a later step see the repository with what the steps before it have written. */
const steps: readonly (readonly SectionWriter[])[] = [
	[entryPoints, nodeFiles, networks, nodes, ceph],
	[proposedTarget, seedOfTarget],
];

/** What a first configuration is made for. */
export interface InitialOptions extends LintOptions {
	/** Random bits for proposals, ten hexadecimal digits, where the configuration that is there holds none. */
	readonly newSeed: () => string;
}

/** A section of one cluster, and whether it stands as a comment. */
interface Placed {
	readonly cluster: string;
	readonly section: Section;
	readonly isComment: boolean;
}

/**
 * The text of a first configuration: what the repository tells about its clusters, and a target. Whatever would change
 * the findings stands in it as a comment. A configuration that is there counts for nothing but its seeds.
 */
export function initialConfig(
	files: RepoFiles,
	rules: readonly Rule[],
	{ newSeed, ...options }: InitialOptions,
): Parsed<string, LintProblem> {
	const bare = withConfig(files, undefined);
	const first = surveyRepository(bare, rules, options);
	if (!first.ok) return first;
	const before = fingerprint(first.value.report());
	const isQuiet = (text: string) => {
		const survey = surveyRepository(withConfig(files, text), rules, options);
		return survey.ok && fingerprint(survey.value.report()) === before;
	};
	const clusters = first.value.clusters.map(({ cluster }) => cluster);
	const seeds = seedsFor(files, first.value, newSeed);
	let placed: readonly Placed[] = [];
	let survey: Survey = first.value;
	for (const writers of steps) {
		const all = survey.clusters.flatMap((view) =>
			sectionsOf(view, survey, files, seeds.get(view.cluster) ?? newSeed(), writers),
		);
		placed = settled(placed, all, clusters, isQuiet);
		const next = surveyRepository(withConfig(files, configText(clusters, placed)), rules, options);
		if (next.ok) survey = next.value;
	}
	return { ok: true, value: configText(clusters, placed) };
}

function sectionsOf(
	view: ClusterView,
	{ clusters }: Survey,
	files: RepoFiles,
	seed: string,
	writers: readonly SectionWriter[],
): Placed[] {
	const foreign = new Set<RepoPath>([
		...clusters.flatMap(({ input }) => input.rendered.resources.map(({ root }) => decidedAt(root.origin).file)),
		...clusters.flatMap((other) => (other.cluster === view.cluster ? [] : other.files)),
	]);
	const avoid = clusters.flatMap((other) => (other.cluster === view.cluster ? [] : takenBy(other.input.plan)));
	const found = { files, view, foreign, avoid, seed };
	return writers.flatMap((write) => {
		const section = write(found);
		if (section === undefined) return [];
		return [{ cluster: view.cluster, section, isComment: section.isGuess === true || section.lines.length === 0 }];
	});
}

/** The sections with those as comments that would change the findings: a key is written for all clusters or for none. */
function settled(
	known: readonly Placed[],
	added: readonly Placed[],
	clusters: readonly string[],
	isQuiet: (text: string) => boolean,
): readonly Placed[] {
	if (isQuiet(configText(clusters, [...known, ...added]))) return [...known, ...added];
	let kept = [...known, ...added.map((one) => ({ ...one, isComment: true }))];
	for (const key of new Set(added.map(({ section }) => section.key))) {
		const tried = kept.map((one, i) => (one.section.key === key ? (added[i - known.length] ?? one) : one));
		if (isQuiet(configText(clusters, tried))) kept = tried;
	}
	return kept;
}

function seedsFor(files: RepoFiles, { clusters }: Survey, newSeed: () => string): ReadonlyMap<string, string> {
	const config = readConfig(files);
	return new Map(
		clusters.map((view) => {
			const own = config.ok ? settingsFrom(view, config.value, {}).seed : undefined;
			return [view.cluster, own ?? newSeed()];
		}),
	);
}

/** The repository with this configuration, or without any. */
function withConfig(files: RepoFiles, text: string | undefined): RepoFiles {
	const others = files.paths.filter((path) => path !== configName);
	return {
		paths: text === undefined ? others : [...others, configName].sort(byText),
		read(path) {
			if (path !== configName) return files.read(path);
			return text === undefined ? undefined : { ok: true, value: text };
		},
	};
}

/** What a report says, place by place. */
function fingerprint({ diagnostics }: Report): string {
	return JSON.stringify(
		diagnostics.map(({ ruleId, severity, cluster, at, message }) => [ruleId, severity, cluster, at, message]),
	);
}

const head = `# yaml-language-server: $schema=./node_modules/dualstack-lint/schema/config.json
# What dualstack-lint cannot see in the repository. Every key but version may be left out.
version: 1
`;

function configText(clusters: readonly string[], placed: readonly Placed[]): string {
	const [only, ...more] = clusters;
	if (more.length === 0) return [head, ...placed.map((one) => sectionText(one, ''))].join('\n');
	const parts = [only, ...more].map((name) => {
		const own = placed.filter(({ cluster }) => cluster === name);
		const isEmpty = own.every(({ isComment }) => isComment);
		const key = `  ${scalarText(name ?? '', 'plain', false)}:${isEmpty ? ' {}' : ''}\n`;
		return key + own.map((one) => sectionText(one, '    ')).join('\n');
	});
	// Names alone may already mean something else than no configuration does.
	const isNeeded = placed.some(({ isComment }) => !isComment);
	const lines = `clusters:\n${parts.join('\n')}`;
	return `${head}\n${isNeeded ? lines : lines.replace(/^(?! *#)(?=.)/gm, '# ')}`;
}

function sectionText({ section, isComment }: Placed, indent: string): string {
	return [
		...section.comment.map((line) => `# ${line}`),
		...section.lines.map((line) => (isComment ? `# ${line}` : line)),
	]
		.map((line) => `${indent}${line}\n`)
		.join('');
}
