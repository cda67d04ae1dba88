import { type MapNode, nodeAt, stringAt, type YamlNode } from '../../repo/node.ts';
import type { ParsedYaml } from '../../repo/parse.ts';
import { type Draft, draftOf } from './draft.ts';
import { leaveOpen, type Notes, refuse } from './notes.ts';

/** The objects of a file; lists of objects are taken apart. What is no object is noted. */
export function objectsOf(source: ParsedYaml, notes: Notes): Draft[] {
	for (const { message, origin } of source.syntaxErrors) refuse(notes, `this is not YAML: ${message}`, origin);
	const drafts: Draft[] = [];
	const queue: YamlNode[] = [...source.documents];
	for (let i = 0; i < queue.length; i++) {
		const node = queue[i];
		if (node === undefined) continue;
		if (node.kind === 'scalar' && node.value === null) continue;
		if (node.kind === 'map' && node.entries.size === 0) continue;
		const object = objectFrom(node, notes);
		if (object === undefined) continue;
		const items = object.kind.endsWith('List') ? object.root.entries.get('items')?.value : undefined;
		if (items === undefined) drafts.push(draftOf(object.root));
		else if (items.kind === 'seq') {
			for (const item of items.items) queue.push(item);
		} else if (items.kind !== 'scalar' || items.value !== null) {
			refuse(notes, `the items of a ${object.kind} are no list`, items.origin);
		}
	}
	return drafts;
}

/** The map of an object with a kind and a name; anything else is noted. */
function objectFrom(node: YamlNode, notes: Notes): { root: MapNode; kind: string } | undefined {
	if (node.kind !== 'map') {
		refuse(notes, 'this document is no Kubernetes object', node.origin);
		return undefined;
	}
	const hidden = [nodeAt(node, ['kind']), nodeAt(node, ['metadata', 'name'])].find((one) => one?.kind === 'unknown');
	if (hidden?.kind === 'unknown') {
		leaveOpen(notes, hidden.why, 'an object whose kind or name is not readable', node.origin);
		return undefined;
	}
	const kind = stringAt(node, ['kind']);
	if (kind === undefined || kind === '') {
		refuse(notes, 'this object has no kind', node.origin);
		return undefined;
	}
	const name = nodeAt(node, ['metadata', 'name']);
	const isNamed = name?.kind === 'scalar' && name.value !== null && name.value !== '';
	if (!isNamed && !kind.endsWith('List')) {
		refuse(notes, `this ${kind} has no name`, node.origin);
		return undefined;
	}
	return { root: node, kind };
}
