import { Document, type Node, Pair, Scalar, type Tags, YAMLMap, YAMLSeq, type Document as YamlDocument } from 'yaml';
import { entriesOf, type ScalarNode, type UnknownNode, type YamlNode } from './node.ts';
import { resolveScalar } from './scalar.ts';

/** What stands as a comment behind a scalar. */
export type NoteOf = (node: ScalarNode | UnknownNode) => string;

/**
 * Prints a tree as one YAML document that kubectl, kustomize and readers of YAML 1.1 and 1.2 read as the same values,
 * and that is safe to show on a terminal. `noteOf` puts a comment behind each scalar.
 */
export function printYaml(root: YamlNode, noteOf?: NoteOf): string {
	// The library then puts words of YAML 1.1 in quotes; saying so in a directive would be noise. Nothing is merged.
	const document: YamlDocument = new Document(null, { version: '1.1', customTags: withoutMerge });
	if (document.directives !== undefined) document.directives.yaml.explicit = false;
	document.contents = nodeFrom(root, noteOf) as typeof document.contents;
	const text = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY });
	// All that is left of these stands in double quotes or in a comment.
	return text.replace(unprintable, escapeOf);
}

function nodeFrom(node: YamlNode, noteOf: NoteOf | undefined): Node {
	switch (node.kind) {
		case 'map': {
			const map = new YAMLMap();
			for (const [key, { value }] of entriesOf(node)) map.items.push(new Pair(keyFrom(key), nodeFrom(value, noteOf)));
			return map;
		}
		case 'seq': {
			const seq = new YAMLSeq();
			for (const item of node.items) seq.items.push(nodeFrom(item, noteOf));
			return seq;
		}
		case 'scalar': {
			const scalar = new Scalar(node.digits === undefined ? node.value : BigInt(node.digits));
			if (typeof node.value === 'string' && node.digits === undefined) setStyle(scalar, node.value);
			return withComment(scalar, noteOf?.(node));
		}
		case 'unknown': {
			const why = `unknown: ${node.why}, ${node.what}`;
			return withComment(new Scalar(null), noteOf === undefined ? why : `${noteOf(node)}, ${why}`);
		}
	}
}

/** A merge key is a key like any other once it is printed. */
const withoutMerge = (tags: Tags): Tags => tags.filter((tag) => typeof tag === 'string' || tag.tag !== mergeTag);
const mergeTag = 'tag:yaml.org,2002:merge';

function withComment(scalar: Scalar, comment: string | undefined): Scalar {
	if (comment !== undefined) scalar.comment = ` ${comment.replace(/[\r\n]+/g, ' ')}`;
	return scalar;
}

function keyFrom(key: string): Scalar {
	const scalar = new Scalar(key);
	if (key === '<<' || !isPlain(key)) scalar.type = Scalar.QUOTE_DOUBLE;
	return scalar;
}

function setStyle(scalar: Scalar, text: string): void {
	if (isBlock(text)) scalar.type = Scalar.BLOCK_LITERAL;
	else if (!isPlain(text)) scalar.type = Scalar.QUOTE_DOUBLE;
}

/** Text of several lines that readers agree on: they do not on white space where a block begins or ends. */
function isBlock(text: string): boolean {
	return text.includes('\n') && !/^\s|[ \t]\n*$/.test(text) && text.search(unprintable) === -1;
}

/** One line that needs no quotes as far as this project reads YAML; the library knows more reasons for quotes. */
function isPlain(text: string): boolean {
	return !/[\n\t]/.test(text) && text.search(unprintable) === -1 && resolveScalar(text).value === text;
}

/** Characters that a terminal acts on or that hide what stands in a text, and those that YAML does not allow. */
const unprintable = /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu;

/** The escape of YAML's double quotes (1.2.2, 5.7). */
function escapeOf(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const digits = code.toString(16);
	return code > 0xffff ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
}
