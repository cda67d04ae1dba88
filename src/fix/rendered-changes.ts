import { describe, type Resource } from '../render/resource.ts';
import type { Entry, YamlNode } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';
import { toJson } from '../repo/to-json.ts';

/** A value that a cluster receives otherwise than before. */
export interface RenderedChange {
	/** `Service web/web`, with the path of the value. */
	readonly what: string;
	/** Where the old value and its key stand; empty for what is new. */
	readonly before: readonly Origin[];
	readonly after: readonly Origin[];
}

/** Changes that are looked for; whoever makes more than that has made a mistake. */
const mostChanges = 2000;

/** What differs between two renderings of one cluster, leaf by leaf. */
export function renderedChanges(before: readonly Resource[], after: readonly Resource[]): RenderedChange[] {
	const changes: RenderedChange[] = [];
	const olds = byId(before);
	const news = byId(after);
	for (const [id, resource] of olds)
		compare(describe(resource), { node: resource.root }, rootOf(news.get(id)), changes);
	for (const [id, resource] of news)
		if (!olds.has(id)) compare(describe(resource), undefined, { node: resource.root }, changes);
	return changes;
}

function rootOf(resource: Resource | undefined): Found | undefined {
	return resource && { node: resource.root };
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

/** A value, and its key where it is an entry of a map. */
interface Found {
	readonly node: YamlNode;
	readonly key?: Origin;
}

function compare(what: string, before: Found | undefined, after: Found | undefined, changes: RenderedChange[]): void {
	const [old, now] = [before?.node, after?.node];
	if (old === now || changes.length >= mostChanges) return;
	if (old?.kind === 'map' && now?.kind === 'map') {
		for (const [key, entry] of old.entries)
			compare(`${what}.${key}`, found(entry), found(now.entries.get(key)), changes);
		for (const [key, entry] of now.entries)
			if (!old.entries.has(key)) compare(`${what}.${key}`, undefined, found(entry), changes);
	} else if (old?.kind === 'seq' && now?.kind === 'seq') compareItems(what, old.items, now.items, changes);
	else if (!isSame(old, now)) changes.push({ what, before: places(before), after: places(after) });
}

function found(entry: Entry | undefined): Found | undefined {
	return entry && { node: entry.value, key: entry.key };
}

function places(value: Found | undefined): Origin[] {
	if (value === undefined) return [];
	return value.key === undefined ? [value.node.origin] : [value.node.origin, value.key];
}

/** Items side by side; where their number differs those that the other list has not. */
function compareItems(
	what: string,
	before: readonly YamlNode[],
	after: readonly YamlNode[],
	changes: RenderedChange[],
): void {
	if (before.length === after.length) {
		for (const [i, node] of before.entries()) {
			const now = after[i];
			compare(`${what}[${i}]`, { node }, now && { node: now }, changes);
		}
		return;
	}
	const texts = new Set(after.map(textOf));
	const olds = new Set(before.map(textOf));
	for (const node of before) if (!texts.has(textOf(node))) compare(what, { node }, undefined, changes);
	for (const node of after) if (!olds.has(textOf(node))) compare(what, undefined, { node }, changes);
}

function isSame(before: YamlNode | undefined, after: YamlNode | undefined): boolean {
	if (before === undefined || after === undefined) return false;
	const [a, b] = [textOf(before), textOf(after)];
	return a === b || (a.startsWith('"') && withoutHash(a.slice(1, -1)) === withoutHash(b.slice(1, -1)) && a !== b);
}

function textOf(node: YamlNode): string {
	return node.kind === 'unknown' ? `unknown ${node.what}` : JSON.stringify(toJson(node));
}
