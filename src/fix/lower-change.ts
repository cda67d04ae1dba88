import type { RepoFiles } from '../repo/files.ts';
import type { SourceLocation } from '../repo/location.ts';
import type { Origin } from '../repo/origin.ts';
import type { SyntaxNode } from '../repo/syntax.ts';
import type { Change } from '../rule.ts';
import { lastSyntax } from './last-answer.ts';
import { type Place, placeOf, writableText } from './place.ts';
import { type Attempt, refused } from './refusal.ts';
import { innermost, type Region, regionAt } from './region.ts';
import { setInShell } from './shell-edit.ts';
import { lowerText } from './text-change.ts';
import type { LocalEdit, TextEdit } from './text-edit.ts';
import { addEntry, appendItem, removeFrom, setScalar } from './yaml-edit.ts';
import { effectOf, type Meant } from './yaml-law.ts';

/** How far a change may reach. */
export interface LowerOptions {
	/** A value that one variable makes is changed where the variable is set. */
	readonly throughVariables?: boolean;
}

/** What a change comes to in text. */
export interface Lowered {
	readonly edits: readonly TextEdit[];
	/** The text that is changed or that something is put beside. */
	readonly at: SourceLocation;
	readonly reach: Place['reach'];
}

/** The text edits of a change, in the style of the lines around it; or the reason why a person has to make it. */
export function lowerChange(change: Change, files: RepoFiles, options: LowerOptions = {}): Attempt<Lowered> {
	switch (change.op) {
		case 'replace-text':
		case 'insert-line':
		case 'remove-comment':
		case 'append-text':
		case 'create-file':
			return lowerText(change, files);
		case 'set':
			return at(change.target, 'scalar', files, options, (target) => setValue(target, change.value));
		case 'add':
			return at(change.into.origin, 'collection', files, options, (target) => {
				const map = collectionAt(target, 'map');
				if (map === undefined) return noPlace(target, 'the map');
				const edits = addEntry(target.yaml, map, change.key, change.value, change.after);
				if (edits === 'exists') return refused('exists', `${change.key} is there already`, target.place.at);
				return checked(target, edits, { kind: 'added' });
			});
		case 'append':
			return at(change.into.origin, 'collection', files, options, (target) => {
				const list = collectionAt(target, 'seq');
				if (list === undefined) return noPlace(target, 'the list');
				return checked(target, appendItem(target.yaml, list, change.value), { kind: 'added' });
			});
		case 'remove':
			return at(change.entry.key, 'collection', files, options, (target) => {
				const found = parentOf(target.yaml.roots, (node) => node.pairs.find(({ key }) => key?.start === target.start));
				if (found === undefined) return noPlace(target, 'the entry');
				return checked(target, removeFrom(target.yaml, ...found), { kind: 'removed' });
			});
		case 'drop':
			return at(change.item.origin, 'collection', files, options, (target) => {
				const found = parentOf(target.yaml.roots, (node) =>
					node.items.find(({ value }) => value?.start === target.start),
				);
				if (found === undefined) return noPlace(target, 'the item');
				return checked(target, removeFrom(target.yaml, ...found), { kind: 'removed' });
			});
	}
}

/** The text around a place, and the place in it. */
interface Target {
	readonly place: Place;
	readonly region: Region;
	readonly yaml: { readonly text: string; readonly roots: readonly SyntaxNode[] };
	readonly start: number;
	readonly end: number;
}

function at(
	origin: Origin,
	kind: 'scalar' | 'collection',
	files: RepoFiles,
	options: LowerOptions,
	write: (target: Target) => Attempt<readonly TextEdit[]>,
): Attempt<Lowered> {
	const found = placeOf(origin, kind, options.throughVariables);
	if (!found.ok) return found;
	const place = found.value;
	const text = writableText(files, place.at);
	if (!text.ok) return text;
	// A collection may end in the line behind the text that holds it: its beginning is enough to find it.
	const { start: from } = place.at.range;
	const to = kind === 'scalar' ? place.at.range.end : from;
	const region = regionAt(place.at.file, text.value, { start: from, end: to });
	const start = region.fromFile(from);
	const end = region.fromFile(to);
	if (start === undefined || end === undefined) return refused('form', 'the place is not found in its text', place.at);
	const roots = region.language === 'yaml' ? lastSyntax(region.text) : [];
	const edits = write({ place, region, yaml: { text: region.text, roots }, start, end });
	return edits.ok ? { ok: true, value: { edits: edits.value, at: place.at, reach: place.reach } } : edits;
}

function setValue(target: Target, value: Extract<Change, { op: 'set' }>['value']): Attempt<readonly TextEdit[]> {
	const { region, yaml, start, end, place } = target;
	if (region.language !== 'yaml') {
		const edits = setInShell(region.text, region.language, start, end, value);
		return edits === undefined
			? refused('form', 'the quotes around the text do not allow the new one', place.at)
			: { ok: true, value: inFile(region, edits) };
	}
	const node = innermost(yaml.roots, start, end);
	if (node?.kind === 'scalar') {
		const flow = isInFlow(yaml.roots, node);
		return checked(target, setScalar(yaml, node, start, end, value, flow), { kind: 'set', value });
	}
	const empty =
		start === end ? parentOf(yaml.roots, (one) => one.pairs.find((pair) => isEmptyAt(pair, start))) : undefined;
	const colonEnd = empty?.[1].colonEnd;
	if (empty === undefined || colonEnd === undefined) return noPlace(target, 'a value on one line');
	const edits = addEntry(yaml, empty[0], empty[1].key?.value ?? '', value, undefined);
	return checked(target, edits === 'exists' ? undefined : edits, { kind: 'set', value });
}

function isEmptyAt({ value, colonEnd }: SyntaxNode['pairs'][number], offset: number): boolean {
	return value === undefined && colonEnd === offset;
}

/** Edits of YAML in the coordinates of the file, once it is clear that they do what is meant and nothing else. */
function checked(
	{ region, place }: Target,
	edits: readonly LocalEdit[] | undefined,
	meant: Meant,
): Attempt<readonly TextEdit[]> {
	const effect = edits === undefined ? 'other' : effectOf(region.text, edits, meant);
	if (effect === 'shared' || (effect === 'other' && edits !== undefined && place.reach === 'anchor'))
		return refused('shared', 'other places use the anchor as well', place.at);
	if (edits === undefined || effect !== 'meant')
		return refused('form', 'the text is written in a form that is not edited', place.at);
	return { ok: true, value: inFile(region, edits) };
}

function inFile(region: Region, edits: readonly LocalEdit[]): TextEdit[] {
	return edits.map(({ start, end, text }) => region.editOf({ start, end }, text));
}

function noPlace({ place }: Target, what: string): Attempt<never> {
	return refused('form', `${what} does not stand in the text as it is used`, place.at);
}

/** The collection of the text that begins where the node does. */
function collectionAt({ yaml, start }: Target, kind: 'map' | 'seq'): SyntaxNode | undefined {
	return findNode(yaml.roots, (node) => (node.kind === kind && node.start === start ? node : undefined));
}

/** The first entry or item that fits, and its collection. */
function parentOf<T>(
	roots: readonly SyntaxNode[],
	find: (node: SyntaxNode) => T | undefined,
): [SyntaxNode, T] | undefined {
	return findNode(roots, (node) => {
		const found = find(node);
		return found === undefined ? undefined : [node, found];
	});
}

function findNode<T>(roots: readonly SyntaxNode[], test: (node: SyntaxNode) => T | undefined): T | undefined {
	const open = [...roots];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		const found = test(node);
		if (found !== undefined) return found;
		for (const { key, value } of node.pairs)
			for (const child of [key, value]) if (child !== undefined) open.push(child);
		for (const { value } of node.items) if (value !== undefined) open.push(value);
	}
	return undefined;
}

function isInFlow(roots: readonly SyntaxNode[], inner: SyntaxNode): boolean {
	return (
		findNode(roots, (node) =>
			node.style === 'flow' && node.start < inner.start && inner.end <= node.end ? node : undefined,
		) !== undefined
	);
}
