import { type Entry, type MapNode, originWithin, type ScalarNode, textOf, type YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { parseText } from '../../repo/parse.ts';
import type { Heredoc } from '../../repo/shell/shell.ts';
import { draftOf, hasMark, type ShellText, settled } from '../../repo/shell/shell-text.ts';

/** The YAML maps in a text that a script writes. A value of which a part is unknown is unknown. */
export function heredocDocuments({ body }: Pick<Heredoc, 'body'>): MapNode[] {
	const draft = draftOf(body);
	const spans = new WeakMap<Origin, { readonly start: number; readonly end: number }>();
	const { documents } = parseText(textOf(draft), (start, end) => {
		// A copy, because two spans can share one origin.
		const origin = { ...originWithin(draft, start, end) };
		spans.set(origin, { start, end });
		return origin;
	});
	return documents.flatMap((node) => {
		const read = withPlaces(node, { body, draft, spans });
		return read.kind === 'map' ? [read] : [];
	});
}

interface Context {
	readonly body: ShellText;
	readonly draft: ScalarNode;
	readonly spans: WeakMap<Origin, { readonly start: number; readonly end: number }>;
}

/** Parts of a scalar can come from variables: each scalar gets a map of its own. */
function withPlaces(node: YamlNode, context: Context): YamlNode {
	switch (node.kind) {
		case 'unknown':
			return node;
		case 'scalar':
			return placed(node, context);
		case 'seq':
			return { ...node, items: node.items.map((item) => withPlaces(item, context)) };
		case 'map': {
			const entries = new Map<string, Entry>();
			for (const [name, { key, value }] of node.entries) {
				if (!hasMark(name)) entries.set(name, { key, value: withPlaces(value, context) });
			}
			return { ...node, entries };
		}
	}
}

function placed(node: ScalarNode, { body, draft, spans }: Context): YamlNode {
	const span = spans.get(node.origin);
	const text = textOf(node);
	const shift = span === undefined ? undefined : shiftOf(span.end - span.start - text.length);
	const mapped: ScalarNode =
		node.text !== undefined || span === undefined || shift === undefined
			? node
			: { ...node, text: (from, to) => originWithin(draft, span.start + shift + from, span.start + shift + to) };
	return body.kind === 'scalar' ? mapped : settled(mapped, body.holes);
}

/** Quotes make a scalar two characters longer than its value, escapes make it more. */
function shiftOf(excess: number): number | undefined {
	return excess === 0 ? 0 : excess === 2 ? 1 : undefined;
}
