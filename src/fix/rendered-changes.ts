import { describe, type Resource } from '../render/resource.ts';
import type { YamlNode } from '../repo/node.ts';
import { toJson } from '../repo/to-json.ts';

/** A value that a cluster receives otherwise than before. */
export interface RenderedChange {
	/** `Service web/web`, with the path of the value. */
	readonly what: string;
	readonly before: YamlNode | undefined;
	readonly after: YamlNode | undefined;
}

/** Changes that are looked for; whoever makes more than that has made a mistake. */
const mostChanges = 2000;

/** What differs between two renderings of one cluster, leaf by leaf. */
export function renderedChanges(before: readonly Resource[], after: readonly Resource[]): RenderedChange[] {
	const changes: RenderedChange[] = [];
	const olds = byId(before);
	const news = byId(after);
	for (const [id, resource] of olds) compare(describe(resource), resource.root, news.get(id)?.root, changes);
	for (const [id, resource] of news) if (!olds.has(id)) compare(describe(resource), undefined, resource.root, changes);
	return changes;
}

/** Objects by their names before any hash was put behind them, the second of a name told from the first. */
function byId(resources: readonly Resource[]): Map<string, Resource> {
	const found = new Map<string, Resource>();
	for (const resource of resources) {
		const { apiVersion, kind, namespace, name } = resource.earlier[0] ?? resource;
		const base = JSON.stringify([apiVersion, kind, namespace, withoutHash(name), resource.appliedBy]);
		let id = base;
		for (let i = 1; found.has(id); i++) id = `${base} ${i}`;
		found.set(id, resource);
	}
	return found;
}

/** A generated name without the hash of its content. kustomize, api/hasher: ten characters. */
function withoutHash(name: string): string {
	return name.replace(/-[2456789bcdfghkmt]{10}$/, '');
}

function compare(
	what: string,
	before: YamlNode | undefined,
	after: YamlNode | undefined,
	changes: RenderedChange[],
): void {
	if (before === after || changes.length >= mostChanges) return;
	if (before?.kind === 'map' && after?.kind === 'map') {
		for (const [key, { value }] of before.entries)
			compare(`${what}.${key}`, value, after.entries.get(key)?.value, changes);
		for (const [key, { value }] of after.entries)
			if (!before.entries.has(key)) compare(`${what}.${key}`, undefined, value, changes);
	} else if (before?.kind === 'seq' && after?.kind === 'seq') compareItems(what, before.items, after.items, changes);
	else if (!isSame(before, after)) changes.push({ what, before, after });
}

/** Items side by side; where their number differs those that the other list has not. */
function compareItems(
	what: string,
	before: readonly YamlNode[],
	after: readonly YamlNode[],
	changes: RenderedChange[],
): void {
	if (before.length === after.length) {
		for (const [i, item] of before.entries()) compare(`${what}[${i}]`, item, after[i], changes);
		return;
	}
	const texts = new Set(after.map(textOf));
	const olds = new Set(before.map(textOf));
	for (const item of before) if (!texts.has(textOf(item))) changes.push({ what, before: item, after: undefined });
	for (const item of after) if (!olds.has(textOf(item))) changes.push({ what, before: undefined, after: item });
}

function isSame(before: YamlNode | undefined, after: YamlNode | undefined): boolean {
	if (before === undefined || after === undefined) return false;
	const [a, b] = [textOf(before), textOf(after)];
	return a === b || (a.startsWith('"') && withoutHash(a.slice(1, -1)) === withoutHash(b.slice(1, -1)) && a !== b);
}

function textOf(node: YamlNode): string {
	return node.kind === 'unknown' ? `unknown ${node.what}` : JSON.stringify(toJson(node));
}
