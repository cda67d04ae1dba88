import type { Unresolved } from '../render/resource.ts';
import { nodeAt, type Scalar, type Step, textOf, type YamlNode } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';

/** A setting that is given, left out, or there and not readable. A default in force is `set` with an `omitted` origin. */
export type Setting<T> =
	| { readonly state: 'set'; readonly value: T; readonly origin: Origin }
	/** `origin` is the block that leaves it out. */
	| { readonly state: 'absent'; readonly origin: Origin }
	| { readonly state: 'unknown'; readonly unresolved: Unresolved };

/** The scalar at `path` below `node`. A map or a list there counts as unknown to whoever wants a scalar. */
export function settingAt(node: YamlNode, path: readonly Step[]): Setting<Scalar> {
	const found = nodeAt(node, path);
	if (found === undefined) return { state: 'absent', origin: nearestBlock(node, path).origin };
	switch (found.kind) {
		case 'scalar':
			return { state: 'set', value: found.digits ?? found.value, origin: found.origin };
		case 'unknown':
			return { state: 'unknown', unresolved: { why: found.why, what: found.what, at: found.origin } };
		case 'map':
		case 'seq':
			return { state: 'unknown', unresolved: { why: 'templated', what: `a ${found.kind}`, at: found.origin } };
	}
}

/** The same as text: numbers and booleans are printed. */
export function textAt(node: YamlNode, path: readonly Step[]): Setting<string> {
	const found = nodeAt(node, path);
	if (found?.kind !== 'scalar') return settingAt(node, path) as Setting<string>;
	if (found.value === null) return { state: 'absent', origin: found.origin };
	return { state: 'set', value: textOf(found), origin: found.origin };
}

/** The deepest node that exists on the way to `path`: where a missing key would be added. */
export function nearestBlock(node: YamlNode, path: readonly Step[]): YamlNode {
	for (let length = path.length; length > 0; length--) {
		const found = nodeAt(node, path.slice(0, length));
		if (found !== undefined) return found;
	}
	return node;
}

/** The value when it is given. */
export function givenValue<T>(setting: Setting<T>): T | undefined {
	return setting.state === 'set' ? setting.value : undefined;
}

/** The place to show for a setting, whatever its state. */
export function placeOf(setting: Setting<unknown>): Origin {
	return setting.state === 'unknown' ? setting.unresolved.at : setting.origin;
}
