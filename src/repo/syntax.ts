import { CST, Parser } from 'yaml';

/** How a collection or scalar is written. */
export type SyntaxStyle = 'block' | 'flow' | 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** A value as it stands in a text, for those who edit the text. Offsets count in the text that was read. */
export interface SyntaxNode {
	readonly kind: 'map' | 'seq' | 'scalar' | 'alias';
	readonly style: SyntaxStyle;
	/** Behind anchor and tag. */
	readonly start: number;
	/** Behind the last character that is content; blank lines and comments that follow do not count. */
	readonly end: number;
	/** The text of a scalar, quotes and escapes undone; undefined for others. */
	readonly value: string | undefined;
	/** The entries of a map, repeated keys included. */
	readonly pairs: readonly SyntaxPair[];
	/** The items of a sequence. */
	readonly items: readonly SyntaxItem[];
}

/** An entry of a map. */
export interface SyntaxPair {
	/** Where its key begins, anchor, tag and `?` included. */
	readonly start: number;
	readonly key: SyntaxNode | undefined;
	/** Behind the colon; undefined when there is none. */
	readonly colonEnd: number | undefined;
	readonly value: SyntaxNode | undefined;
	/** Behind the last character that is content. */
	readonly end: number;
}

/** An item of a sequence. */
export interface SyntaxItem {
	/** Where its dash stands, or where it begins in a flow sequence. */
	readonly start: number;
	readonly value: SyntaxNode | undefined;
	readonly end: number;
}

/** The roots of the documents in a text. The text has passed `parseText`: its depth and size are bounded. */
export function syntaxOf(text: string): SyntaxNode[] {
	const roots: SyntaxNode[] = [];
	for (const token of new Parser().parse(text)) {
		if (token.type === 'document' && token.value !== undefined) {
			const node = nodeFrom(token.value);
			if (node !== undefined) roots.push(node);
		}
	}
	return roots;
}

function nodeFrom(token: CST.Token): SyntaxNode | undefined {
	switch (token.type) {
		case 'alias':
			return leaf('alias', 'plain', token.offset, token.offset + token.source.length, undefined);
		case 'scalar':
		case 'single-quoted-scalar':
		case 'double-quoted-scalar': {
			// Without a listener it throws on a text that is wrong; such a value is none.
			let isWrong = false;
			const resolved = CST.resolveAsScalar(token, true, () => {
				isWrong = true;
			});
			const value = isWrong ? undefined : resolved?.value;
			return leaf('scalar', flowStyles[token.type], token.offset, token.offset + token.source.length, value);
		}
		case 'block-scalar':
			return blockScalar(token);
		case 'block-map': {
			const pairs = token.items.flatMap((item) => pairFrom(item, token.offset) ?? []);
			return collection('map', 'block', token.offset, pairs.at(-1)?.end, { pairs, items: [] });
		}
		case 'block-seq': {
			const items = token.items.flatMap((item) => itemFrom(item) ?? []);
			return collection('seq', 'block', token.offset, items.at(-1)?.end, { pairs: [], items });
		}
		case 'flow-collection':
			return flowCollection(token);
		default:
			return undefined;
	}
}

const flowStyles = { scalar: 'plain', 'single-quoted-scalar': 'single', 'double-quoted-scalar': 'double' } as const;

function leaf(
	kind: SyntaxNode['kind'],
	style: SyntaxStyle,
	start: number,
	end: number,
	value: string | undefined,
): SyntaxNode {
	return { kind, style, start, end, value, pairs: [], items: [] };
}

function collection(
	kind: 'map' | 'seq',
	style: 'block' | 'flow',
	start: number,
	end: number | undefined,
	inner: Pick<SyntaxNode, 'pairs' | 'items'>,
): SyntaxNode {
	return { kind, style, start, end: end ?? start, value: undefined, ...inner };
}

function blockScalar(token: CST.BlockScalar): SyntaxNode {
	const resolved = CST.resolveAsScalar(token, true, () => undefined);
	const header = token.props.find(({ type }) => type === 'block-scalar-header');
	const headerSource = header !== undefined && 'source' in header ? header.source : '|';
	const contentStart = token.props.reduce((end, prop) => Math.max(end, endOf(prop)), token.offset);
	// With `+` the blank lines at the end belong to the value.
	const content = headerSource.includes('+') ? token.source.replace(/\r?\n$/, '') : token.source.trimEnd();
	const style = headerSource.startsWith('>') ? 'folded' : 'literal';
	const start = header?.offset ?? token.offset;
	return leaf('scalar', style, start, contentStart + content.length, resolved?.value);
}

type Tokens = readonly CST.SourceToken[];

function pairFrom(item: CST.CollectionItem, fallback: number): SyntaxPair | undefined {
	const { start, key, sep, value } = item;
	const keyNode = key == null ? undefined : nodeFrom(key);
	const colon = sep?.find(({ type }) => type === 'map-value-ind');
	if (keyNode === undefined && colon === undefined) return undefined;
	const valueNode = value === undefined ? undefined : nodeFrom(value);
	const ends = [keyNode?.end, lastContent(sep), valueNode?.end].filter((end) => end !== undefined);
	return {
		start: firstContent(start) ?? keyNode?.start ?? colon?.offset ?? fallback,
		key: keyNode,
		colonEnd: colon === undefined ? undefined : colon.offset + colon.source.length,
		value: valueNode,
		end: Math.max(...ends),
	};
}

function itemFrom({ start, value }: CST.CollectionItem): SyntaxItem | undefined {
	const dash = start.find(({ type }) => type === 'seq-item-ind');
	if (dash === undefined) return undefined;
	const node = value === undefined ? undefined : nodeFrom(value);
	return { start: dash.offset, value: node, end: node?.end ?? lastContent(start) ?? dash.offset + 1 };
}

function flowCollection(token: CST.FlowCollection): SyntaxNode {
	const closing = token.end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
	const end = closing === undefined ? undefined : closing.offset + closing.source.length;
	if (token.start.type === 'flow-map-start') {
		const pairs = token.items.flatMap((item) => pairFrom(item, token.offset) ?? []);
		return collection('map', 'flow', token.offset, end, { pairs, items: [] });
	}
	const items = token.items.flatMap((item): SyntaxItem[] => {
		// `[a: b]` holds a map of one pair.
		const pair = item.sep === undefined ? undefined : pairFrom(item, token.offset);
		if (pair !== undefined) {
			const value = collection('map', 'flow', pair.start, pair.end, { pairs: [pair], items: [] });
			return [{ start: pair.start, value, end: pair.end }];
		}
		const only = item.key ?? item.value;
		const node = only == null ? undefined : nodeFrom(only);
		return node === undefined ? [] : [{ start: firstContent(item.start) ?? node.start, value: node, end: node.end }];
	});
	return collection('seq', 'flow', token.offset, end, { pairs: [], items });
}

const filling: ReadonlySet<string> = new Set(['space', 'comment', 'newline', 'comma']);

function firstContent(tokens: Tokens): number | undefined {
	return tokens.find(({ type }) => !filling.has(type))?.offset;
}

function lastContent(tokens: Tokens | undefined): number | undefined {
	const last = tokens?.findLast(({ type }) => !filling.has(type));
	return last === undefined ? undefined : last.offset + last.source.length;
}

function endOf(token: CST.Token): number {
	return 'source' in token ? token.offset + token.source.length : token.offset;
}
