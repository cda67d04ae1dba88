import { createHash } from 'node:crypto';
import { entriesOf, nodeAt, sourceOf, type UnknownNode, type YamlNode } from '../../repo/node.ts';
import type { Draft } from './draft.ts';
import { remembered, withRoot } from './draft.ts';
import { putEntry } from './map-edit.ts';

/** The text that stands for a value that cannot be read, such as its encrypted form. */
export type HiddenText = (node: UnknownNode) => string;

/** The object named after its content, when a generator made it and nobody asked otherwise. */
export function withHash(draft: Draft, hiddenText: HiddenText): Draft {
	const metadata = nodeAt(draft.root, ['metadata']);
	const name = nodeAt(metadata, ['name']);
	if (!draft.needsHash || metadata?.kind !== 'map' || name?.kind !== 'scalar') return draft;
	const value = `${sourceOf(name)}-${contentHash(draft, hiddenText)}`;
	const named = putEntry(metadata, 'name', { kind: 'scalar', value, origin: name.origin }, metadata.origin);
	return withRoot(remembered(draft), putEntry(draft.root, 'metadata', named, metadata.origin));
}

/**
 * kustomize's hash of a ConfigMap or Secret: ten hexadecimal digits of the SHA-256 of its content as JSON, with
 * letters for the digits that could spell words. The name in that JSON is always empty.
 */
function contentHash(draft: Draft, hiddenText: HiddenText): string {
	const text = (field: string): string => json(nodeAt(draft.root, [field]), hiddenText);
	const isMap = (field: string): boolean => nodeAt(draft.root, [field])?.kind === 'map';
	const parts =
		draft.id.kind === 'Secret'
			? [
					`"data":${text('data')}`,
					'"kind":"Secret","name":""',
					...(isMap('stringData') ? [`"stringData":${text('stringData')}`] : []),
					`"type":${text('type')}`,
				]
			: [
					...(isMap('binaryData') ? [`"binaryData":${text('binaryData')}`] : []),
					`"data":${text('data')}`,
					'"kind":"ConfigMap","name":""',
				];
	const digest = createHash('sha256')
		.update(`{${parts.join(',')}}`)
		.digest('hex')
		.slice(0, 10);
	return digest.replace(/[013ae]/g, (digit) => letters.get(digit) ?? digit);
}

const letters: ReadonlyMap<string, string> = new Map([
	['0', 'g'],
	['1', 'h'],
	['3', 'k'],
	['a', 'm'],
	['e', 't'],
]);

/** JSON as Go writes it: sorted keys, and escapes for what could end a script in a page. */
function json(node: YamlNode | undefined, hiddenText: HiddenText): string {
	if (node === undefined) return '""';
	switch (node.kind) {
		case 'unknown':
			return jsonText(hiddenText(node));
		case 'scalar':
			return typeof node.value === 'string' ? jsonText(node.value) : String(node.value);
		case 'seq':
			return `[${node.items.map((item) => json(item, hiddenText)).join(',')}]`;
		case 'map': {
			const entries = entriesOf(node).sort(([a], [b]) => (a < b ? -1 : 1));
			return `{${entries.map(([key, { value }]) => `${jsonText(key)}:${json(value, hiddenText)}`).join(',')}}`;
		}
	}
}

function jsonText(text: string): string {
	return JSON.stringify(text).replace(
		/[<>&\u2028\u2029]/g,
		(c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
