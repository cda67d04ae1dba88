import type { Entry, MapNode, ScalarNode, YamlNode } from '../../repo/node.ts';
import { resolveScalar } from '../../repo/scalar.ts';

/** Helm's merge: maps deep, everything else replaced. A null stays and later deletes the chart's default. */
export function mergeValues(under: MapNode, over: MapNode): MapNode {
	if (under.entries.size === 0) return over;
	const entries = new Map(under.entries);
	for (const [key, entry] of over.entries) {
		const below = under.entries.get(key);
		entries.set(key, below === undefined ? entry : { key: entry.key, value: mergeNode(below.value, entry.value) });
	}
	return { kind: 'map', entries, origin: { kind: 'patched', by: over.origin, over: under.origin } };
}

function mergeNode(under: YamlNode, over: YamlNode): YamlNode {
	if (under.kind === 'map' && over.kind === 'map') return mergeValues(under, over);
	return { ...over, origin: { kind: 'patched', by: over.origin, over: under.origin } };
}

/** Dots of a path beyond which Helm refuses it (`strvals.MaxNestedNameLevel`). */
const maxDots = 30;

/** Steps of a `targetPath`: dots separate, a backslash keeps one. List indexes are not followed. */
function stepsOf(path: string): string[] | undefined {
	if (path.includes('[')) return undefined;
	const steps = path.split(/(?<!\\)\./).map((step) => step.replaceAll('\\.', '.'));
	return steps.length > maxDots + 1 ? undefined : steps;
}

/** `helm --set path=value` on values: text in quotes stays text, other text is typed as YAML types it. */
export function setAtPath(values: MapNode, path: string, value: ScalarNode): MapNode {
	const steps = stepsOf(path);
	return steps === undefined ? values : setSteps(values, steps, typed(value));
}

function setSteps(values: MapNode, [step, ...rest]: readonly string[], value: YamlNode): MapNode {
	if (step === undefined) return values;
	const below = values.entries.get(step)?.value;
	const empty: MapNode = { kind: 'map', entries: new Map(), origin: value.origin };
	const next = rest.length === 0 ? over(below, value) : setSteps(below?.kind === 'map' ? below : empty, rest, value);
	const entry: Entry = { key: value.origin, value: next };
	return { ...values, entries: new Map(values.entries).set(step, entry) };
}

function over(below: YamlNode | undefined, value: YamlNode): YamlNode {
	if (below === undefined) return value;
	return { ...value, origin: { kind: 'patched', by: value.origin, over: below.origin } };
}

function typed(value: ScalarNode): ScalarNode {
	if (typeof value.value !== 'string') return value;
	const quoted = /^(["'])(.*)\1$/s.exec(value.value);
	return quoted === null ? { ...value, ...resolveScalar(value.value) } : { ...value, value: quoted[2] ?? '' };
}
