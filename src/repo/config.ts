import { problemText } from './file-problem.ts';
import type { Parsed, RepoFiles } from './files.ts';
import validate, { type ValidationError } from './generated/validate-config.js';
import { longestGlob } from './glob.ts';
import { type RepoPath, resolvePath } from './location.ts';
import { nearest } from './nearest.ts';
import { booleanAt, entriesOf, itemsAt, type MapNode, mapAt, nodeAt, stringAt, textOf, type YamlNode } from './node.ts';
import type { Origin } from './origin.ts';
import { parseFile, type SourceFile } from './parse.ts';
import { toJson } from './to-json.ts';

/** Where the configuration stands unless a person names another file. */
export const configName = '.dualstack-lint.yaml' as RepoPath;

export type ConfiguredSeverity = 'off' | 'info' | 'warning' | 'error';

/** One cluster as the configuration tells of it. */
export interface ClusterConfig {
	/** Undefined for keys at the top level, which are for the only cluster. */
	readonly name: string | undefined;
	/** The map that holds the keys: networks, nodes and target are read from it like any declaration. */
	readonly root: MapNode;
	readonly entryPoints: readonly { readonly folder: RepoPath; readonly origin: Origin }[];
	/** Glob patterns. */
	readonly files: readonly string[];
}

/** The configuration of one run. */
export interface Config {
	readonly source: SourceFile | undefined;
	readonly clusters: readonly ClusterConfig[];
	readonly rules: ReadonlyMap<string, ConfiguredSeverity>;
	/** Severities for some files; of several that fit, the last counts. */
	readonly overrides: readonly Override[];
	/** Every place that names a rule. */
	readonly ruleNames: readonly { readonly id: string; readonly at: Origin }[];
	readonly accept: readonly Acceptance[];
	readonly ignore: readonly string[];
	readonly failOn: 'error' | 'warning' | 'info' | 'never' | undefined;
	/** What the GitHub App does beside checking. */
	readonly github: {
		readonly comments: 'off' | 'suggestions';
		readonly fixes: boolean;
		/** What pull requests of a migration are given when they are opened. */
		readonly pullRequests: {
			readonly labels: readonly string[];
			readonly assignees: readonly string[];
			readonly reviewers: readonly string[];
			readonly isDraft: boolean;
		};
	};
	/** `namespace/name` of a Flux source → the folder of its checkout. */
	readonly sources: ReadonlyMap<string, RepoPath>;
}

/** Other severities for the files that fit one of the patterns. */
export interface Override {
	readonly paths: readonly string[];
	readonly rules: ReadonlyMap<string, ConfiguredSeverity>;
}

/** A finding that is known and meant. */
export interface Acceptance {
	readonly rule: string;
	readonly value: string;
	readonly reason: string;
}

/** Something in the configuration that is wrong. */
export interface ConfigProblem {
	readonly message: string;
	readonly at: Origin;
}

/** UTF-16 units of a configuration; one that names 5,000 machines has half of it. */
const longestConfig = 1_000_000;

/** Problems that are told; whoever has more mends these first. */
const mostProblems = 100;

/** Reads and checks the configuration. Without the file everything has its default. */
export function readConfig(files: RepoFiles, path: RepoPath = configName): Parsed<Config, readonly ConfigProblem[]> {
	const read = files.read(path);
	if (read === undefined) return { ok: true, value: configFrom(undefined, undefined) };
	if (!read.ok) return refused(`the file ${problemText(read.problem)}`, path);
	if (read.value.length > longestConfig) return refused(`the file is longer than ${longestConfig} characters`, path);
	const source = parseFile(path, read.value);
	const problems: ConfigProblem[] = [
		...source.syntaxErrors.map(({ message, origin }) => ({ message, at: origin })),
		...source.duplicateKeys.map(({ key, again }) => ({ message: `the key ${key} is there twice`, at: again.key })),
	];
	const [root, second] = source.documents;
	if (root?.kind !== 'map') {
		if (problems.length > 0) return { ok: false, problem: told(problems) };
		return refused('the file holds no configuration; the least is "version: 1"', path);
	}
	if (second !== undefined) problems.push({ message: 'a second document is never read', at: second.origin });
	if (!validate(toJson(root))) problems.push(...problemsFrom((validate.errors ?? []).slice(0, mostProblems), root));
	problems.push(...mixedLevels(root), ...longGlobs(root));
	return problems.length > 0 ? { ok: false, problem: told(problems) } : { ok: true, value: configFrom(root, source) };
}

/** As much of the problems as anybody reads: a key may fill a megabyte. */
function told(problems: readonly ConfigProblem[]): ConfigProblem[] {
	return problems.slice(0, mostProblems).map(({ message, at }) => ({ message: message.slice(0, 500), at }));
}

function refused(message: string, path: RepoPath): Parsed<Config, readonly ConfigProblem[]> {
	return {
		ok: false,
		problem: [{ message, at: { kind: 'written', at: { file: path, range: { start: 0, end: 0 } } } }],
	};
}

const clusterKeys = ['entryPoints', 'files', 'networks', 'nodes', 'target', 'ceph', 'migration', 'conventions'];

function mixedLevels(root: MapNode): ConfigProblem[] {
	if (!root.entries.has('clusters')) return [];
	return clusterKeys.flatMap((key) => {
		const entry = root.entries.get(key);
		const message = `${key} belongs to one cluster; put it below clusters.<name>`;
		return entry === undefined ? [] : [{ message, at: entry.key }];
	});
}

/** Patterns that no file can fit. */
function longGlobs(root: MapNode): ConfigProblem[] {
	const clusters = [root, ...entriesOf(mapAt(root, ['clusters'])).map(([, { value }]) => value)];
	const overrides = itemsAt(root, ['overrides']).flatMap((item) => itemsAt(item, ['paths']));
	const globs = [
		...itemsAt(root, ['ignore']),
		...overrides,
		...clusters.flatMap((cluster) => itemsAt(cluster, ['files'])),
	];
	return globs
		.filter((item) => item.kind === 'scalar' && textOf(item).length > longestGlob)
		.slice(0, mostProblems)
		.map((item) => ({ message: `the pattern is longer than ${longestGlob} characters`, at: item.origin }));
}

function configFrom(root: MapNode | undefined, source: SourceFile | undefined): Config {
	const clusters = mapAt(root, ['clusters']);
	const hasClusterKeys = clusterKeys.some((key) => root?.entries.has(key));
	return {
		source,
		clusters:
			clusters === undefined
				? root !== undefined && hasClusterKeys
					? [clusterFrom(undefined, root)]
					: []
				: entriesOf(clusters).flatMap(([name, { value }]) => (value.kind === 'map' ? [clusterFrom(name, value)] : [])),
		rules: severitiesIn(root),
		overrides: itemsAt(root, ['overrides']).map((item) => ({
			paths: texts(item, ['paths']),
			rules: severitiesIn(item),
		})),
		ruleNames: [
			...[root, ...itemsAt(root, ['overrides'])].flatMap((node) =>
				entriesOf(mapAt(node, ['rules'])).map(([id, { key }]) => ({ id, at: key })),
			),
			...itemsAt(root, ['accept']).map((item) => ({
				id: stringAt(item, ['rule']) ?? '',
				at: nodeAt(item, ['rule'])?.origin ?? item.origin,
			})),
		],
		accept: itemsAt(root, ['accept']).map((item) => ({
			rule: stringAt(item, ['rule']) ?? '',
			value: stringAt(item, ['value']) ?? '',
			reason: stringAt(item, ['reason']) ?? '',
		})),
		ignore: texts(root, ['ignore']),
		failOn: stringAt(root, ['failOn']) as Config['failOn'],
		github: {
			comments: stringAt(root, ['github', 'comments']) === 'suggestions' ? 'suggestions' : 'off',
			fixes: booleanAt(root, ['github', 'fixes']) !== false,
			pullRequests: {
				labels: texts(root, ['github', 'pullRequests', 'labels']),
				assignees: texts(root, ['github', 'pullRequests', 'assignees']),
				reviewers: texts(root, ['github', 'pullRequests', 'reviewers']),
				isDraft: booleanAt(root, ['github', 'pullRequests', 'draft']) === true,
			},
		},
		sources: new Map(
			entriesOf(mapAt(root, ['sources'])).flatMap(([id, { value }]) =>
				value.kind === 'scalar' ? [[id, folderFrom(textOf(value))]] : [],
			),
		),
	};
}

/** A folder inside; one outside keeps its text, which names nothing that is ever read. */
function folderFrom(text: string): RepoPath {
	let end = text.length;
	while (text[end - 1] === '/') end--;
	return resolvePath('' as RepoPath, text) ?? (text.slice(0, end) as RepoPath);
}

function clusterFrom(name: string | undefined, root: MapNode): ClusterConfig {
	return {
		name,
		root,
		entryPoints: itemsAt(root, ['entryPoints']).flatMap((item) => {
			const folder = item.kind === 'scalar' ? resolvePath('' as RepoPath, textOf(item)) : undefined;
			return folder === undefined ? [] : [{ folder, origin: item.origin }];
		}),
		files: texts(root, ['files']),
	};
}

/** Names of rules that are none. */
export function unknownRules({ ruleNames }: Config, known: ReadonlySet<string>): ConfigProblem[] {
	const strange = ruleNames.filter(({ id }) => !known.has(id));
	return told(strange.map(({ id, at }) => ({ message: `there is no rule ${id}${nearest(id, [...known])}`, at })));
}

function severitiesIn(node: YamlNode | undefined): ReadonlyMap<string, ConfiguredSeverity> {
	return new Map(entriesOf(mapAt(node, ['rules'])).map(([id, { value }]) => [id, severityFrom(value)]));
}

function severityFrom(value: YamlNode): ConfiguredSeverity {
	// The schema allows a severity or a map with one.
	const text = value.kind === 'scalar' ? textOf(value) : stringAt(value, ['severity']);
	return text as ConfiguredSeverity;
}

function texts(root: YamlNode | undefined, path: readonly string[]): string[] {
	return itemsAt(root, path).flatMap((item) => (item.kind === 'scalar' ? [textOf(item)] : []));
}

function problemsFrom(errors: readonly ValidationError[], root: MapNode): ConfigProblem[] {
	// `anyOf` and its branches say the same thing several times: the deepest place tells most.
	const enums = new Set(errors.flatMap(({ keyword, instancePath }) => (keyword === 'enum' ? [instancePath] : [])));
	const telling = errors.filter(
		({ keyword, instancePath }) => keyword !== 'anyOf' && !(keyword === 'type' && enums.has(instancePath)),
	);
	const seen = new Set<string>();
	return telling.flatMap((error) => {
		const steps = error.instancePath
			.split('/')
			.slice(1)
			.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
		const problem = problemFrom(error, steps, root);
		const key = `${error.instancePath} ${problem.message}`;
		if (seen.has(key)) return [];
		seen.add(key);
		return [problem];
	});
}

function problemFrom(error: ValidationError, steps: readonly string[], root: MapNode): ConfigProblem {
	const path = steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
	const node = nodeAt(root, path) ?? root;
	const place = steps.length === 0 ? 'the configuration' : steps.join('.');
	if (error.keyword === 'additionalProperties') {
		const key = String(error.params['additionalProperty']);
		const entry = node.kind === 'map' ? node.entries.get(key) : undefined;
		return { message: `unknown key ${key} in ${place}${nearest(key, knownKeys)}`, at: entry?.key ?? node.origin };
	}
	if (error.keyword === 'enum' && node.kind === 'scalar') {
		const allowed = (error.params['allowedValues'] as readonly unknown[]).map(String);
		return { message: `${place} is ${textOf(node)}, not one of ${allowed.join(', ')}`, at: node.origin };
	}
	return { message: `${place} ${error.message ?? 'is not accepted'}`, at: node.origin };
}

const knownKeys = [
	...clusterKeys,
	...[
		'version',
		'clusters',
		'rules',
		'overrides',
		'paths',
		'accept',
		'ignore',
		'failOn',
		'sources',
		'role',
		'name',
		'cidrs',
		'addresses',
	],
	...['podCIDRs', 'serviceCIDRs', 'nodeMaskSizes', 'ipv4', 'ipv6', 'severity', 'reason', 'rule', 'value'],
	...['enabled', 'seed', 'strategy', 'services', 'loadBalancer', 'github', 'comments', 'fixes'],
	...['fsid', 'messenger', 'monitors', 'rbd', 'cephfs', 'rgw', 'loki', 'rook', 'secrets', 'id', 'address'],
	...['pool', 'dataPool', 'storageClass', 'hostname', 'port', 'tls', 'certificateSecret', 'store', 'storeKind', 'path'],
	...['namespace', 'buckets', 'chunks', 'ruler', 'admin', 'operatorNamespace', 'clusterNamespace', 'mode'],
	...['pullRequests', 'labels', 'assignees', 'reviewers', 'draft'],
	...['operatorFolder', 'storageFolder', 'overlayFolder', 'fluxFolder', 'fileNames'],
];
