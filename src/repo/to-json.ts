import { entriesOf, type YamlNode } from './node.ts';

/** The plain value of a tree, for checks against a JSON schema. Unknown values become null. */
export function toJson(node: YamlNode): unknown {
	switch (node.kind) {
		case 'scalar':
			return node.value;
		case 'unknown':
			return null;
		case 'seq':
			return node.items.map(toJson);
		case 'map':
			// `fromEntries` defines own properties, so a key `__proto__` stays a key.
			return Object.fromEntries(entriesOf(node).map(([key, { value }]) => [key, toJson(value)]));
	}
}
