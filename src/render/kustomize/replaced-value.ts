import { type ScalarNode, sourceOf, type YamlNode } from '../../repo/node.ts';
import { resolveScalar } from '../../repo/scalar.ts';
import { overriding } from './map-edit.ts';
import { joinParts, partOf, partSpan } from './text-parts.ts';

/** kustomize tags the new text with the type of the old value, so a number cannot become a word. */
export function keepsType(before: YamlNode | undefined, after: YamlNode): boolean {
	if (before?.kind !== 'scalar' || before.value === null || after.kind !== 'scalar') return true;
	return typeof before.value === typeof after.value;
}

/** A scalar takes only the text of another and keeps its own type. */
export function copied(before: YamlNode | undefined, value: YamlNode): YamlNode {
	if (value.kind === 'unknown' || (before !== undefined && before.kind !== 'scalar')) {
		return before === undefined ? value : overriding(value, before);
	}
	if (before === undefined) return value.kind === 'scalar' ? retyped(value, undefined) : value;
	const text: ScalarNode = value.kind === 'scalar' ? value : { kind: 'scalar', value: '', origin: value.origin };
	return overriding(retyped(text, before), before);
}

function retyped(value: ScalarNode, before: ScalarNode | undefined): ScalarNode {
	const { digits: _, source: __, quoted: ___, folded: ____, ...rest } = value;
	const style = { ...(before?.quoted && { quoted: true as const }), ...(before?.folded && { folded: true as const }) };
	if (typeof before?.value === 'string') return { ...rest, ...style, value: sourceOf(value) };
	return { ...rest, ...resolveScalar(sourceOf(value)) };
}

/** Characters a text may grow to; one that is put behind itself doubles each time. */
const longest = 1_000_000;

/** The value as one part of a text: at `index`, before all for a negative index, behind all for one beyond the end. */
export function joined(before: YamlNode | undefined, value: YamlNode, delimiter: string, index: number): YamlNode {
	if (value.kind !== 'scalar') return before ?? value;
	if (before === undefined) return retyped(value, undefined);
	if (before.kind !== 'scalar') return before;
	const old = sourceOf(before);
	if (old.length + sourceOf(value).length > longest) return before;
	const separator: ScalarNode = { kind: 'scalar', value: delimiter, origin: value.origin };
	const span = index < 0 ? undefined : partSpan(old, delimiter, index);
	let parts: ScalarNode[];
	if (index < 0) parts = [value, separator, before];
	else if (span === undefined) parts = [before, separator, value];
	else parts = [partOf(before, 0, span[0]), value, partOf(before, span[1], old.length)];
	return overriding(retyped(joinParts(parts, value.origin), before), before);
}
