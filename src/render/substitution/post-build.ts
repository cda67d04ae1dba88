import {
	type Entry,
	originWithin,
	type ScalarNode,
	stringAt,
	textOf,
	textOnTop,
	type UnknownReason,
	type YamlNode,
} from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { parseScalar } from '../../repo/parse.ts';
import type { RenderProblem, Resource } from '../resource.ts';
import { type Segment, substitute } from './envsubst.ts';
import { emittedStyle, resolvePlain } from './plain-scalar.ts';
import type { Variables } from './variables.ts';

/** Turns substitution off for one object, as a label or an annotation. */
const switchKey = 'kustomize.toolkit.fluxcd.io/substitute';

/** The object after `postBuild`, or itself when nothing in it changes. */
export function substituteResource(resource: Resource, variables: Variables, problems: RenderProblem[]): Resource {
	if (variables.isEmpty || isSwitchedOff(resource)) return resource;
	const root = substituteNode(resource.root, variables, problems);
	if (root === resource.root || root.kind !== 'map') return resource;
	const name = stringAt(root, ['metadata', 'name']) ?? resource.name;
	const namespace = stringAt(root, ['metadata', 'namespace']) ?? resource.namespace;
	return { ...resource, root, name, namespace };
}

function isSwitchedOff(resource: Resource): boolean {
	return ['labels', 'annotations'].some(
		(field) => stringAt(resource.root, ['metadata', field, switchKey]) === 'disabled',
	);
}

function substituteNode(
	node: YamlNode,
	variables: Variables,
	problems: RenderProblem[],
	place: 'value' | 'item' = 'value',
): YamlNode {
	switch (node.kind) {
		case 'unknown':
			return node;
		case 'scalar':
			return substituteScalar(node, variables, problems, place);
		case 'seq': {
			const items = node.items.map((item) => substituteNode(item, variables, problems, 'item'));
			return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
		}
		case 'map': {
			let changed = false;
			const entries = new Map<string, Entry>();
			for (const [key, entry] of node.entries) {
				const value = substituteNode(entry.value, variables, problems);
				const name = key.includes('$') ? substituteKey(key, variables) : key;
				changed ||= value !== entry.value || name !== key;
				entries.set(name, value === entry.value ? entry : { key: entry.key, value });
			}
			return changed ? { ...node, entries } : node;
		}
	}
}

function substituteKey(key: string, variables: Variables): string {
	const result = substitute(key, variables.lookup);
	return result.ok ? result.value.text : key;
}

function substituteScalar(
	node: ScalarNode,
	variables: Variables,
	problems: RenderProblem[],
	place: 'value' | 'item',
): YamlNode {
	if (typeof node.value !== 'string' || !node.value.includes('$')) return node;
	const result = substitute(node.value, variables.lookup);
	if (!result.ok) {
		problems.push({ message: `the substitution fails: ${result.problem.message}`, at: node.origin });
		return { kind: 'unknown', why: 'templated', what: 'a substitution that fails', origin: node.origin };
	}
	const { text, segments, unknown } = result.value;
	const text$ = { node, segments, variables };
	const origin = wholeOrigin(text$, text.length);
	if (unknown.length > 0) return unknownValue(unknown, variables, origin);
	if (text === node.value) return node;
	const map = textOnTop([node], (start, end) => partOrigin(text$, start, end), origin);
	const asString: ScalarNode = { kind: 'scalar', value: text, text: map, origin };
	return emittedStyle(node.value) === 'plain' ? retyped(asString, text, place, problems) : asString;
}

function unknownValue(names: readonly string[], variables: Variables, origin: Origin): YamlNode {
	const reasons = names.map((name) => variables.reason(name));
	const why: UnknownReason = reasons.includes('missing') ? 'missing' : (reasons[0] ?? 'missing');
	return { kind: 'unknown', why, what: `the variable ${names.join(', ')}`, origin };
}

/** What the text means when it is read again: the author's quotes are gone, so its type can change. */
function retyped(asString: ScalarNode, text: string, place: 'value' | 'item', problems: RenderProblem[]): YamlNode {
	const meaning = resolvePlain(text, place);
	switch (meaning.kind) {
		case 'null':
			return { ...asString, value: null };
		case 'string':
		case 'bool':
		case 'float':
		// Flux reads the object back through JSON, so the digits of a large integer are lost.
		case 'int':
			return { ...asString, value: meaning.value };
		case 'collection':
			return parseScalar(asString).documents[0] ?? asString;
		case 'error': {
			const message = `"${text}" is no YAML once its quotes are gone: ${meaning.message}`;
			problems.push({ message, at: asString.origin });
			return { kind: 'unknown', why: 'templated', what: 'a substitution that fails', origin: asString.origin };
		}
	}
}

interface SubstitutedText {
	readonly node: ScalarNode;
	readonly segments: readonly Segment[];
	readonly variables: Variables;
}

function wholeOrigin({ node, segments, variables }: SubstitutedText, length: number): Origin {
	const used = segments.flatMap((segment) => variables.originsOf(segment.variables));
	if (used.length === 0) return node.origin;
	const [only] = segments;
	const partial = segments.length > 1 || (only !== undefined && only.end - only.start < length);
	return { kind: 'substituted', template: node.origin, variables: used, partial };
}

function partOrigin({ node, segments, variables }: SubstitutedText, start: number, end: number): Origin {
	const touched = segments.filter((segment) => segment.start < Math.max(end, start + 1) && segment.end > start);
	const first = touched[0];
	const last = touched.at(-1);
	if (first === undefined || last === undefined) return node.origin;
	const isLiteral = (segment: Segment) => segment.variables.length === 0;
	const length = textOf(node).length;
	const from = isLiteral(first) ? first.from + (start - first.start) : first.from;
	const to = isLiteral(last) ? last.from + (end - last.start) : last.to;
	const template = originWithin(node, Math.min(from, length), Math.min(Math.max(from, to), length));
	const used = touched.flatMap((segment) => variables.originsOf(segment.variables));
	if (used.length === 0) return template;
	return { kind: 'substituted', template, variables: used, partial: touched.length > 1 };
}
