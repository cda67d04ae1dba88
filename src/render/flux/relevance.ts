import type { RepoFiles } from '../../repo/files.ts';
import { folderOf, type RepoPath } from '../../repo/location.ts';
import { isKustomizationFile, type References, referencesIn } from './text-graph.ts';

/** What files are searched for. */
export interface Wanted {
	/** Words that a patch, a variable or any other change may bring into an object. */
	readonly words: RegExp;
	/** Whether a text may hold an object that somebody reads as it stands. */
	readonly inObject: (text: string) => boolean;
}

/**
 * Decides by their text alone which files can matter to anybody. A result can only hold what one of the
 * texts that make it holds, so a file matters when a wanted word is in it, when it leads to one that
 * matters, or when something that matters changes it or names it.
 */
export function relevantFiles(files: RepoFiles, wanted: Wanted): ReadonlySet<RepoPath> {
	const graph = readGraph(files, wanted);
	const reached = new Set<RepoPath>();
	const whole = new Set<RepoPath>();
	const changing = new Set(
		[...graph.references].flatMap(([path, one]) => (bringsWanted(path, one, graph, wanted.words) ? [path] : [])),
	);
	const queue = [...graph.wanted, ...releasesOfCharts(graph), ...changing];
	for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
		if (reached.has(path)) continue;
		reached.add(path);
		for (const leading of graph.leadTo.get(path) ?? []) queue.push(leading);
		if (path !== '') queue.push(folderOf(path));
		const references = graph.references.get(path);
		if (references === undefined) continue;
		for (const named of namedBy(graph, path)) queue.push(named);
		// What is wanted may be in the change and its subject anywhere below.
		const { resources, changes } = references;
		const isSelecting = references.selects || componentSelects(references, graph);
		const starts = isSelecting ? [...resources, ...changes] : changing.has(path) ? resources : [];
		for (const below of everythingBelow(starts, graph, whole)) queue.push(below);
	}
	return new Set([...reached, ...readInto(reached, graph)]);
}

/** Patches, values and other files that relevant kustomizations read: what stands there decides values of resources. */
function readInto(reached: ReadonlySet<RepoPath>, graph: Graph): RepoPath[] {
	const named = [...reached].flatMap((path) => graph.references.get(path)?.changes ?? []);
	return named.filter((path) => !graph.children.has(path));
}

/** Whether a wanted word, or a value of any resource, can come into the resources from outside of them. */
function bringsWanted(path: RepoPath, references: References, graph: Graph, wanted: RegExp): boolean {
	const isWanted = (other: RepoPath) => wanted.test(graph.texts.get(other) ?? '');
	if (isWanted(path) && wanted.test(references.changeText())) return true;
	return references.changes.some((change) => {
		const component = [change, ...(graph.children.get(change) ?? [])].find((path) => graph.references.has(path));
		const inner = component === undefined ? undefined : graph.references.get(component);
		if (inner === undefined) return isWanted(change);
		return wanted.test(inner.changeText()) || inner.changes.some(isWanted);
	});
}

/** A component that reads values of resources sees all those of the kustomization that takes it in. */
function componentSelects(references: References, graph: Graph): boolean {
	return references.changes.some((change) =>
		[change, ...(graph.children.get(change) ?? [])].some((path) => graph.references.get(path)?.selects === true),
	);
}

interface Graph {
	readonly texts: ReadonlyMap<RepoPath, string>;
	readonly wanted: ReadonlySet<RepoPath>;
	readonly references: ReadonlyMap<RepoPath, References>;
	/** Files that refer to a path. */
	readonly leadTo: ReadonlyMap<RepoPath, readonly RepoPath[]>;
	readonly children: ReadonlyMap<RepoPath, readonly RepoPath[]>;
	/** Names that others may refer to → the files that define objects, with any of them being the name. */
	readonly definitions: ReadonlyMap<string, readonly RepoPath[]>;
}

function readGraph(files: RepoFiles, { inObject }: Wanted): Graph {
	const children = childrenOf(files.paths);
	const known = new Set(files.paths);
	const exists = (path: RepoPath) => known.has(path) || children.has(path);
	const texts = new Map<RepoPath, string>();
	const wanted = new Set<RepoPath>();
	const references = new Map<RepoPath, References>();
	const leadTo = new Map<RepoPath, RepoPath[]>();
	const definitions = new Map<string, RepoPath[]>();
	for (const path of files.paths) {
		if (!/\.(ya?ml|json)$/.test(path) && !isKustomizationFile(path)) continue;
		const read = files.read(path);
		if (!read?.ok) {
			wanted.add(path);
			continue;
		}
		const text = read.value;
		texts.set(path, text);
		if (defining.test(text)) for (const name of namesIn(text)) add(definitions, name, path);
		const found = referencesIn(files, path, exists);
		if (inObject(found === undefined ? text : withoutComments(text))) wanted.add(path);
		if (found === undefined) continue;
		references.set(path, found);
		if (found.open) wanted.add(path);
		for (const target of [...found.resources, ...found.changes]) add(leadTo, target, path);
	}
	return { texts, wanted, references, leadTo, children, definitions };
}

/** A remark about something is no reason to build what it stands in. */
function withoutComments(text: string): string {
	return text.replace(/^[ \t]*#.*$/gm, '');
}

function add<K>(lists: Map<K, RepoPath[]>, key: K, path: RepoPath): void {
	const list = lists.get(key);
	if (list === undefined) lists.set(key, [path]);
	else list.push(path);
}

/** A HelmRelease may name its chart only through an object; what is wanted is then in that object alone. */
function releasesOfCharts(graph: Graph): RepoPath[] {
	const charts = new Set<string>();
	for (const path of graph.wanted) {
		const text = graph.texts.get(path) ?? '';
		if (chartObject.test(text)) for (const name of namesIn(text)) charts.add(name);
	}
	if (charts.size === 0) return [];
	return [...graph.texts].flatMap(([path, text]) =>
		text.includes('chartRef') && namesIn(text).some((name) => charts.has(name)) ? [path] : [],
	);
}

function namesIn(text: string): string[] {
	return [...text.matchAll(/name:[ \t]*(?:&\S{1,100}[ \t]+)?["']?([\w.-]+)/g)].map((match) => match[1] ?? '');
}

/** An object of one of these kinds, in block or flow style; not a reference to one, which is indented. */
function objectOf(kinds: string): string {
	return `(?:^\uFEFF?["']?|[{,]\\s*["']?|^[ \\t]+")kind["']?:\\s*["']?(?:${kinds})\\b`;
}

const chartObject = new RegExp(objectOf('OCIRepository|HelmChart'), 'm');
const defining = new RegExp(
	`${objectOf('ConfigMap|Secret|OCIRepository|GitRepository|Bucket|HelmChart')}|(?:configMap|secret)Generator:`,
	'm',
);

/** Files that define what a relevant file names: variables, values, charts and sources. */
function namedBy(graph: Graph, path: RepoPath): RepoPath[] {
	const text = graph.texts.get(path) ?? '';
	if (!/substituteFrom|valuesFrom|chartRef|sourceRef/.test(text)) return [];
	return [...new Set(namesIn(text).flatMap((name) => graph.definitions.get(name) ?? []))];
}

/** All files that make these resources, whatever is in them. */
function everythingBelow(starts: readonly RepoPath[], graph: Graph, seen: Set<RepoPath>): RepoPath[] {
	const found: RepoPath[] = [];
	const queue = [...starts];
	for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
		if (seen.has(path)) continue;
		seen.add(path);
		found.push(path);
		for (const child of graph.children.get(path) ?? []) queue.push(child);
		for (const resource of graph.references.get(path)?.resources ?? []) queue.push(resource);
	}
	return found;
}

function childrenOf(paths: readonly RepoPath[]): Map<RepoPath, RepoPath[]> {
	const children = new Map<RepoPath, RepoPath[]>();
	for (const path of paths) {
		for (let child = path; child !== ''; child = folderOf(child)) {
			const folder = folderOf(child);
			const known = children.get(folder);
			if (known === undefined) children.set(folder, [child]);
			else {
				known.push(child);
				break;
			}
		}
	}
	return children;
}
