import type { RepoPath } from '../repo/location.ts';
import { type Entry, type MapNode, nodeAt, type ScalarNode, textOf, type YamlNode } from '../repo/node.ts';
import type { Sources } from '../repo/sources.ts';
import { groupedBy } from './grouped.ts';

/** The value of an Ansible variable where all files of the inventory that define it agree. */
type Lookup = (name: string) => ScalarNode | undefined;

/** A file of variables of Ansible: of a group, of a host, of a play or a role. */
const ofVariables = /(?:^|\/)(?:group_vars|host_vars|vars|defaults)\//;

/** The folder that Ansible runs in, as far as the path tells. */
function topOf(path: RepoPath): string {
	const found = /(?:^|\/)(?:group_vars|host_vars|vars|defaults|inventor(?:y|ies)|roles|playbooks)\//.exec(path);
	return found === null ? '' : path.slice(0, found.index);
}

/**
 * The map with variables of other files of the same inventory put in, where a value is made of nothing but their names:
 * `{{ cluster_cidr }}`, `{{ pods4 }},{{ pods6 }}`. Everything else stays as it is.
 */
export function withAnsibleVariables(root: MapNode, path: RepoPath, sources: Sources): MapNode {
	if (!ofVariables.test(path)) return root;
	const found = new Map<string, ScalarNode | undefined>();
	const lookup: Lookup = (name) => {
		if (!found.has(name) && found.size < mostVariables) found.set(name, definitionOf(name, path, sources));
		return found.get(name);
	};
	return filledMap(root, lookup);
}

function filledMap(map: MapNode, lookup: Lookup): MapNode {
	const entries = new Map<string, Entry>();
	for (const [name, { key, value }] of map.entries) entries.set(name, { key, value: filled(value, lookup) });
	return { ...map, entries };
}

function filled(node: YamlNode, lookup: Lookup): YamlNode {
	switch (node.kind) {
		case 'unknown':
			return node;
		case 'map':
			return filledMap(node, lookup);
		case 'seq':
			return { ...node, items: node.items.map((item) => filled(item, lookup)) };
		case 'scalar':
			return filledScalar(node, lookup);
	}
}

/** Variables of one file that are looked for; nobody hides a network behind more. */
const mostVariables = 100;

/** UTF-16 units of a value in which variables are looked for. */
const longest = 200;

function filledScalar(node: ScalarNode, lookup: Lookup): ScalarNode {
	const text = textOf(node);
	if (text.length > longest || !text.includes('{{')) return node;
	const variables: ScalarNode[] = [];
	const value = text.replace(/\{\{\s*([A-Za-z_]\w*)\s*\}\}/g, (whole, name: string) => {
		const variable = lookup(name);
		if (variable === undefined) return whole;
		variables.push(variable);
		return textOf(variable);
	});
	if (variables.length === 0 || value.includes('{{')) return node;
	const origins = variables.map(({ origin }) => origin);
	// The place where the variables are used is the one to be shown: theirs may be read by others as well.
	const origin = { kind: 'substituted', template: node.origin, variables: origins, partial: true } as const;
	return { kind: 'scalar', value, quoted: true, origin, text: () => origin };
}

/** Files beyond which nobody looks for a variable. */
const mostFiles = 200;

function definitionOf(name: string, path: RepoPath, sources: Sources): ScalarNode | undefined {
	const top = topOf(path);
	const line = new RegExp(`^${name}:`, 'm');
	const found = sources.files.paths
		.filter((one) => ofVariables.test(one) && /\.(?:ya?ml)$/.test(one) && topOf(one) === top)
		.slice(0, mostFiles)
		.flatMap((one) => {
			const read = sources.files.read(one);
			if (read?.ok !== true || !line.test(read.value)) return [];
			const value = nodeAt(sources.get(one)?.documents[0], [name]);
			return [value?.kind === 'scalar' && !textOf(value).includes('{{') ? value : undefined];
		});
	const [first, ...others] = groupedBy(found, (one) => (one === undefined ? '{{' : textOf(one)));
	return others.length === 0 ? first?.[0] : undefined;
}
