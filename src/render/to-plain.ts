import { entriesOf, type UnknownNode, type YamlNode } from '../repo/node.ts';

const mark: unique symbol = Symbol('unknown value');

/** Stands for a value that is not known. */
export interface UnknownValue {
	readonly [mark]: UnknownNode;
}

/** The node behind a value that is not known; undefined for any other value. */
export function unknownNode(value: unknown): UnknownNode | undefined {
	return isUnknown(value) ? value[mark] : undefined;
}

function isUnknown(value: unknown): value is UnknownValue {
	return typeof value === 'object' && value !== null && mark in value;
}

/**
 * The JSON value of a tree, for comparing it with what other tools print. An integer that a number cannot hold is a
 * bigint, a value that is not known an `UnknownValue`. Maps have no prototype, so any key is a plain key.
 */
export function toPlain(node: YamlNode): unknown {
	switch (node.kind) {
		case 'scalar':
			return node.digits === undefined ? node.value : BigInt(node.digits);
		case 'unknown':
			return { [mark]: node } satisfies UnknownValue;
		case 'seq':
			return node.items.map(toPlain);
		case 'map': {
			const plain: Record<string, unknown> = Object.create(null);
			for (const [key, { value }] of entriesOf(node)) plain[key] = toPlain(value);
			return plain;
		}
	}
}
