import { lint, type Subject } from './lint/lint.ts';
import type { Report } from './lint/report.ts';
import { assignFiles } from './network/assign-files.ts';
import { cephProblems } from './network/ceph-settings.ts';
import { groupedBy } from './network/grouped.ts';
import { planFrom } from './network/plan.ts';
import { readPlan } from './network/read-plan.ts';
import { readers, wanted } from './network/readers/index.ts';
import { annotatedSuppressions } from './render/annotated.ts';
import { type Cluster, renderClusters } from './render/flux/clusters.ts';
import { relevantFiles } from './render/flux/relevance.ts';
import { type Config, type ConfigProblem, readConfig, unknownRules } from './repo/config.ts';
import { fileText, type Parsed, type RepoFiles } from './repo/files.ts';
import type { RepoPath, SourceLocation } from './repo/location.ts';
import { decidedAt } from './repo/origin.ts';
import { openSources, type Sources } from './repo/sources.ts';
import { type Suppression, suppressionMark, suppressionsIn } from './repo/suppression.ts';
import { WorkError } from './repo/work-error.ts';
import type { Rule, RuleInput } from './rule.ts';

/** What a run is asked for besides the repository itself. */
export interface LintOptions {
	/** The configuration file, if it is not `.dualstack-lint.yaml` at the root. */
	readonly configPath?: RepoPath;
	/** `namespace/name` of a Flux source → the folder that holds its checkout; wins over the configuration. */
	readonly checkouts?: ReadonlyMap<string, RepoPath>;
	/** Only this cluster. */
	readonly cluster?: string;
	/** Parse and render also what no reader can want. The report is the same; it only takes longer. */
	readonly everything?: boolean;
	/** False: what comments and annotations suppress counts all the same. */
	readonly ignores?: boolean;
	/** `YYYY-MM-DD`, for suppressions that expire; without it none does. */
	readonly today?: string;
	/** Ids of all rules: with it a configuration that names others is refused. */
	readonly knownRules?: readonly string[];
	/** Judges with these severities, acceptances and ignored files instead of the repository's own. */
	readonly policy?: Policy;
	/** Is told what each step has done, in a few words; for people who wait or wonder. */
	readonly onStep?: (done: string) => void;
	/** Is told when a rule fails, which is our mistake; the others go on. Without it the error is thrown. */
	readonly onFailure?: (ruleId: string, error: unknown) => void;
}

/** The part of a configuration that says what counts. */
export type Policy = Pick<Config, 'rules' | 'overrides' | 'accept' | 'ignore' | 'failOn'>;

/** Why there is no report. */
export type LintProblem =
	| { readonly kind: 'configuration'; readonly problems: readonly ConfigProblem[] }
	| { readonly kind: 'unknown-cluster'; readonly known: readonly string[] }
	| { readonly kind: 'nothing-to-lint' };

/** One cluster as its repository declares it: what a rule sees of it. */
export interface ClusterView {
	readonly cluster: string;
	readonly input: RuleInput;
	/** The folders that Flux applies first. */
	readonly entryPoints: readonly RepoPath[];
	/** The files outside Flux that belong to it. */
	readonly files: readonly RepoPath[];
}

/** A repository that was read, before any rule looks at it. */
export interface Survey {
	readonly config: Config;
	readonly clusters: readonly ClusterView[];
	/** The report of the rules. */
	report(): Report;
}

/** Lints one commit. Reads nothing but its arguments and keeps nothing afterwards. */
export function lintRepository(
	files: RepoFiles,
	rules: readonly Rule[],
	options: LintOptions = {},
): Parsed<Report, LintProblem> {
	const survey = surveyRepository(files, rules, options);
	return survey.ok ? { ok: true, value: survey.value.report() } : survey;
}

/** Reads and renders one commit and makes the address plans, ready for the rules. */
export function surveyRepository(
	files: RepoFiles,
	rules: readonly Rule[],
	options: LintOptions = {},
): Parsed<Survey, LintProblem> {
	const told = options.onStep ?? (() => undefined);
	const configured = readConfig(files, options.configPath);
	if (!configured.ok) return { ok: false, problem: { kind: 'configuration', problems: configured.problem } };
	const knownRules = new Set(options.knownRules ?? rules.map(({ id }) => id));
	const strange = options.knownRules === undefined ? [] : unknownRules(configured.value, knownRules);
	const wrong = [...strange, ...cephProblems(configured.value)];
	if (wrong.length > 0) return { ok: false, problem: { kind: 'configuration', problems: wrong } };
	const config = {
		...withCheckouts(configured.value, options.checkouts),
		...(options.policy && policyOf(options.policy)),
	};
	const inObject = (text: string) => wanted.inObject(text) || text.includes(suppressionMark);
	const relevant = relevantFiles(files, { ...wanted, inObject });
	const count = files.paths.filter((path) => relevant.has(path)).length;
	told(`${files.paths.length} files searched: ${count} can matter, the rest holds nothing that is looked for`);
	const sources = openSources(files, relevant, options.everything);
	const all = during(sources, () => renderClusters(sources, config));
	for (const { name, kustomizations, resources } of all)
		told(`${name}: ${kustomizations.length} Kustomizations rendered, ${resources.length} objects`);
	const clusters = options.cluster === undefined ? all : all.filter(({ name }) => name === options.cluster);
	if (clusters.length === 0) {
		return { ok: false, problem: { kind: 'unknown-cluster', known: all.map(({ name }) => name) } };
	}
	const assigned = assignFiles(
		sources,
		clusters,
		during(sources, () => onlyOneWithNetworks(clusters, sources)),
	);
	const every = clusters.map((cluster, i): Subject & ClusterView => {
		const plan = during(sources, () => readPlan(cluster, assigned[i] ?? [], sources, readers));
		const { kustomizations } = cluster;
		return {
			cluster: cluster.name,
			entryPoints: cluster.entryPoints,
			files: assigned[i] ?? [],
			input: { plan, rendered: cluster, kustomizations, sources: [], unreadable: new Map(), defines: definesIn(files) },
		};
	});
	told(`${sources.parsed().length} files parsed; address plans made`);
	const isIdle = clusters.every(({ kustomizations }) => kustomizations.length === 0);
	if (isIdle && relevant.size === 0 && assigned.flat().length === 0)
		return { ok: false, problem: { kind: 'nothing-to-lint' } };
	const mattering = new Set([...relevant, ...assigned.flat(), configured.value.source?.path]);
	const matters = ({ file }: SourceLocation) => mattering.has(file);
	const subjects = withoutIdle(every, config);
	const report = (): Report => {
		const diagnostics = lint([...subjects, filesSubject(sources, all)], rules, config, {
			suppressions: options.ignores === false ? [] : suppressionsOf(mattering, files, clusters),
			today: options.today,
			knownRules,
			onFailure: options.onFailure,
		});
		told(`${rules.length} rules asked`);
		return {
			clusters: subjects.map(({ cluster, input }) => ({ name: cluster, plan: input.plan })),
			diagnostics: diagnostics.filter(({ at }) => matters(at)),
			unresolved: uniqueUnresolved(subjects).filter(({ at }) => matters(decidedAt(at))),
			files: sources.parsed().filter(({ path }) => mattering.has(path)).length,
			rendered: all.map(({ name, resources }) => ({ cluster: name, resources })),
			textOf: (path) => fileText(files, path) ?? '',
		};
	};
	return { ok: true, value: { config, clusters: subjects, report } };
}

/** What comments of the files and annotations of the objects suppress. */
function suppressionsOf(
	paths: ReadonlySet<RepoPath | undefined>,
	files: RepoFiles,
	clusters: readonly Cluster[],
): Suppression[] {
	const comments = files.paths.flatMap((path) => {
		const read = paths.has(path) ? files.read(path) : undefined;
		return read?.ok ? suppressionsIn(path, read.value) : [];
	});
	return [...comments, ...joined(annotatedSuppressions(clusters.flatMap(({ resources }) => resources)))];
}

/** An annotation that reaches several objects, or one object of several clusters, is one suppression. */
function joined(suppressions: readonly Suppression[]): Suppression[] {
	return groupedBy(suppressions, ({ at, rule }) => JSON.stringify([decidedAt(at), rule])).map((group) => ({
		...group[0],
		covers: (at) => group.some((one) => one.covers(at)),
	}));
}

/** Does a part of the work; a mistake of ours goes on with the file that was in hand. */
function during<T>(sources: Sources, work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw new WorkError(sources.parsed().at(-1)?.path, error);
	}
}

/** The policy of a configuration, and nothing else of it. */
export function policyOf({ rules, overrides, accept, ignore, failOn }: Policy): Policy {
	return { rules, overrides, accept, ignore, failOn };
}

function withCheckouts(config: Config, checkouts: LintOptions['checkouts']): Config {
	return checkouts === undefined ? config : { ...config, sources: new Map([...config.sources, ...checkouts]) };
}

/** Looks for the words of a definition in every file, also in those that are not parsed. A name may be put together. */
function definesIn(files: RepoFiles): (group: string, kind: string, name: string) => boolean {
	let known: readonly string[] | 'any' | undefined;
	const all = () => {
		if (known !== undefined) return known;
		const texts = files.paths.flatMap((path) => fileText(files, path) ?? []);
		known = texts.some((text) => /name(?:Prefix|Suffix)\b/.test(text)) ? 'any' : texts;
		return known;
	};
	const holders = new Map<string, readonly string[]>();
	return (group, kind, name) => {
		const texts = all();
		if (texts === 'any') return true;
		const key = `${group}/${kind}`;
		const holding = holders.get(key) ?? texts.filter((text) => text.includes(group) && text.includes(kind));
		holders.set(key, holding);
		const named = nameOf(name);
		return holding.some((text) => named.test(text));
	};
}

/** A name where an object's own may stand, which is no item of a list; an anchored one; or one with a variable. */
function nameOf(name: string): RegExp {
	const exact = name.replace(/[^\w-]/g, '\\$&');
	const key = `(?:^[ \\t]*|,[ \\t]*|(?<!\\[[ \\t]*)\\{[ \\t]*)["']?name["']?:[ \\t]*`;
	return new RegExp(
		`${key}["']?(?:${exact}(?![\\w.-])|[^\\r\\n]*\\$\\{|[&!*])|&\\S{1,100}[ \\t]+["']?${exact}(?![\\w.-])`,
		'm',
	);
}

/** The index of the only one of several clusters whose objects declare a network. */
function onlyOneWithNetworks(clusters: readonly Cluster[], sources: Sources): number | undefined {
	if (clusters.length < 2) return undefined;
	const declaring = clusters.flatMap((cluster, i) =>
		readPlan(cluster, [], sources, readers).declarations.length > 0 ? [i] : [],
	);
	return declaring.length === 1 ? declaring[0] : undefined;
}

/** The files alone, for rules that look at what is written and not at a plan. */
function filesSubject(sources: Sources, clusters: readonly Cluster[]): Subject {
	const resources = clusters.flatMap((cluster) => cluster.resources);
	const input = {
		plan: planFrom('', [], []),
		rendered: { resources, unresolved: [], problems: [] },
		kustomizations: [],
		sources: sources.parsed(),
		unreadable: sources.problems(),
	};
	return { cluster: null, input };
}

/** Entry points that nobody configured and that declare no network are left out where another one does. */
function withoutIdle<T extends Subject>(subjects: readonly T[], config: Config): readonly T[] {
	const active = subjects.filter(
		({ cluster, input: { plan } }) =>
			config.clusters.some(({ name }) => name === cluster) ||
			plan.declarations.length > 0 ||
			plan.processes.length > 0 ||
			plan.monitors.length > 0,
	);
	return active.length > 0 ? active : subjects;
}

function uniqueUnresolved(subjects: readonly Subject[]): Report['unresolved'] {
	const seen = new Set<string>();
	return subjects
		.flatMap(({ input }) => input.plan.unresolved)
		.filter(({ at, what }) => {
			const { file, range } = decidedAt(at);
			const key = `${file}:${range.start}:${range.end} ${what}`;
			return seen.has(key) ? false : seen.add(key) !== undefined;
		});
}
