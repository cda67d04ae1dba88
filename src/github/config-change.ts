import { configName } from '../repo/config.ts';
import type { RepoPath } from '../repo/location.ts';
import type { MapNode } from '../repo/node.ts';
import { mapsOf, parseFile } from '../repo/parse.ts';
import { toJson } from '../repo/to-json.ts';
import { markdownCode } from '../report/markdown-text.ts';

/** Keys by which findings are judged: a pull request is judged by those of its base. */
const judging = new Set(['rules', 'overrides', 'accept', 'ignore', 'failOn']);

/** Keys that let the App write: they count from the base as well. */
const granting = new Set(['migration', 'github']);

/** Keys that are shown; a stranger may write a thousand. */
const mostKeys = 20;

/** What a change of the configuration changes, and from when on, in sentences. */
export function configChange(before: string, after: string): string[] {
	if (before === after) return [];
	const [old, now] = [keysOf(before), keysOf(after)];
	const changed = [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key)).sort();
	if (changed.length === 0) return [];
	const later = changed.filter((key) => judging.has(key) || granting.has(key));
	const atOnce = changed.filter((key) => !judging.has(key) && !granting.has(key));
	const shown = (keys: readonly string[]) =>
		keys
			.slice(0, mostKeys)
			.map((key) => markdownCode(key))
			.join(', ');
	return [
		`This pull request changes ${markdownCode(configName)}.`,
		...(atOnce.length > 0 ? [`What it says in ${shown(atOnce)} counts here already.`] : []),
		...(later.length > 0 ? [`What it says in ${shown(later)} counts once it is merged.`] : []),
	];
}

function keysOf(text: string): Map<string, string> {
	const [root] = mapsOf(parseFile(configName as RepoPath, text));
	return new Map(
		[...((root as MapNode | undefined)?.entries ?? [])].map(([key, { value }]) => [key, JSON.stringify(toJson(value))]),
	);
}
