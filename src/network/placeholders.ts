import { nodeAt, type ScalarNode, type Step, textOf, type UnknownNode, type YamlNode } from '../repo/node.ts';

/**
 * What another program fills in before anybody reads the file: `${POD_CIDR}`, `{{ pod_cidr }}`, `<pod cidr>`,
 * `@POD_CIDR@` and the bare name `POD_CIDR`. No address, version or number looks like that.
 */
const placeholder = /[{}$<>]|@[A-Za-z_]\w*@|^_*[A-Z][A-Z0-9]*_[A-Z0-9_]*$/;

/** A scalar, unknown when its text is for another program to fill in. */
export function withoutPlaceholders(node: ScalarNode | UnknownNode): ScalarNode | UnknownNode {
	if (node.kind === 'unknown' || !placeholder.test(textOf(node))) return node;
	return { kind: 'unknown', why: 'templated', what: `the value of ${textOf(node).slice(0, 60)}`, origin: node.origin };
}

/** The scalar at `path`; unknown also when something else stands there, undefined for nothing, null and ''. */
export function scalarAt(node: YamlNode | undefined, path: readonly Step[]): ScalarNode | UnknownNode | undefined {
	const found = nodeAt(node, path);
	switch (found?.kind) {
		case undefined:
			return undefined;
		case 'scalar':
			return found.value === null || found.value === '' ? undefined : withoutPlaceholders(found);
		case 'unknown':
			return found;
		case 'map':
		case 'seq':
			// `{{ name }}` without quotes is a map of YAML.
			return {
				kind: 'unknown',
				why: 'templated',
				what: `a ${found.kind === 'map' ? 'map' : 'list'} in place of a text`,
				origin: found.origin,
			};
	}
}
