import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq, type Document as YamlDocument } from 'yaml';
import { entriesOf, type ScalarNode, type UnknownNode, type YamlNode } from './node.ts';

/** Prints a tree as one YAML document. `noteOf` may add a comment behind each scalar. */
export function printYaml(root: YamlNode, noteOf?: (node: ScalarNode | UnknownNode) => string): string {
	const document: YamlDocument = new Document(null, { version: '1.1', aliasDuplicateObjects: false });
	// Kubernetes reads YAML 1.1 words; saying so in a directive would be noise.
	if (document.directives !== undefined) document.directives.yaml.explicit = false;
	document.contents = nodeFrom(root, noteOf) as typeof document.contents;
	return document.toString({ lineWidth: 0 });
}

function nodeFrom(node: YamlNode, noteOf: ((node: ScalarNode | UnknownNode) => string) | undefined): Node {
	switch (node.kind) {
		case 'map': {
			const map = new YAMLMap();
			for (const [key, { value }] of entriesOf(node))
				map.items.push(new Pair(new Scalar(key), nodeFrom(value, noteOf)));
			return map;
		}
		case 'seq': {
			const seq = new YAMLSeq();
			seq.items.push(...node.items.map((item) => nodeFrom(item, noteOf)));
			return seq;
		}
		case 'scalar':
			return commented(new Scalar(node.digits === undefined ? node.value : BigInt(node.digits)), node, noteOf);
		case 'unknown': {
			const scalar = commented(new Scalar(null), node, noteOf);
			scalar.comment = ` unknown (${node.why}): ${node.what}${scalar.comment == null ? '' : `;${scalar.comment}`}`;
			return scalar;
		}
	}
}

function commented(
	scalar: Scalar,
	node: ScalarNode | UnknownNode,
	noteOf: ((node: ScalarNode | UnknownNode) => string) | undefined,
): Scalar {
	if (noteOf !== undefined) scalar.comment = ` ${noteOf(node)}`;
	return scalar;
}
