import type { ChartReleaseFact } from './facts.ts';
import { chartKeyTables } from './generated/chart-keys.ts';
import { compareVersions, parseVersion, type Version, type VersionBounds, versionBounds } from './limits/versions.ts';

/** A value of a chart. */
export interface ChartKey {
	/** JSON types that the chart's schema allows; undefined where it does not say. */
	readonly types: ReadonlySet<string> | undefined;
	/** False where any key may stand below. */
	readonly closed: boolean;
	readonly below: ReadonlyMap<string, ChartKey>;
}

const letters: ReadonlyMap<string, string> = new Map([
	['0', 'null'],
	['b', 'boolean'],
	['i', 'integer'],
	['n', 'number'],
	['s', 'string'],
	['a', 'array'],
	['o', 'object'],
]);

const trees = new Map<string, ChartKey>();

/** True for charts of which the values of some versions are known. */
export function hasKnownKeys(chart: string): boolean {
	return chartKeyTables.has(chart);
}

/** The values of the lowest and the highest version that a release may be of. */
export interface KeysAtEnds {
	readonly version: string;
	readonly low: ChartKey;
	readonly high: ChartKey;
}

/** The values that a release's chart has; undefined unless those of both ends of its versions were read. */
export function keysOf({ chart, version }: Pick<ChartReleaseFact, 'chart' | 'version'>): KeysAtEnds | undefined {
	const bounds = version.state === 'set' ? versionBounds(version.value) : undefined;
	const ends = bounds === undefined ? [] : knownKeys(chart, bounds);
	const [low, high = low] = ends;
	return low === undefined || high === undefined ? undefined : { version: low[0], low: low[1], high: high[1] };
}

function knownKeys(chart: string, { low, high }: VersionBounds): readonly [string, ChartKey][] {
	const table = chartKeyTables.get(chart);
	if (table === undefined) return [];
	const versions = table.versions.split(' ');
	const isPatchOpen = high.patch === Number.POSITIVE_INFINITY;
	const allowed = versions.filter((text) => {
		const version = parseVersion(text);
		return version !== undefined && compareVersions(version, low) >= 0 && compareVersions(version, high) <= 0;
	});
	const [first, last] = [allowed[0], allowed.at(-1)];
	if (first === undefined || last === undefined || high.minor === Number.POSITIVE_INFINITY) return [];
	if (!isSame(first, low) || !(isPatchOpen ? isSameMinor(last, high) : isSame(last, high))) return [];
	return [...new Set([first, last])].map((text) => [text, treeOf(chart, text, versions.indexOf(text), table.keys)]);
}

function isSame(text: string, version: Version): boolean {
	const known = parseVersion(text);
	return known !== undefined && compareVersions(known, version) === 0;
}

function isSameMinor(text: string, { major, minor }: Version): boolean {
	const known = parseVersion(text);
	return known !== undefined && known.major === major && known.minor === minor;
}

interface GrowingKey extends ChartKey {
	readonly below: Map<string, GrowingKey>;
}

/** Between the keys of a table are semicolons or line breaks; each is as deep as it is indented: `name:types* from-to,from-to`. */
function treeOf(chart: string, text: string, index: number, lines: string): ChartKey {
	const name = `${chart} ${text}`;
	const known = trees.get(name);
	if (known !== undefined) return known;
	const root: GrowingKey = { types: undefined, closed: true, below: new Map() };
	const path: (GrowingKey | undefined)[] = [root];
	for (const line of lines.split(/[;\n]/)) {
		const depth = line.length - line.trimStart().length;
		const [key = '', ranges] = line.trim().split(' ');
		if (key === '') continue;
		const parent = path[depth];
		path.length = depth + 1;
		if (parent === undefined || !isWithin(ranges, index)) path.push(undefined);
		else {
			const colon = key.lastIndexOf(':');
			const kind = colon === -1 ? '' : key.slice(colon + 1);
			const types = [...kind].flatMap((letter) => letters.get(letter) ?? []);
			const node: GrowingKey = {
				types: types.length === 0 ? undefined : new Set(types),
				closed: !kind.endsWith('*'),
				below: new Map(),
			};
			parent.below.set(colon === -1 ? key : key.slice(0, colon), node);
			path.push(node);
		}
	}
	trees.set(name, root);
	return root;
}

function isWithin(ranges: string | undefined, index: number): boolean {
	if (ranges === undefined) return true;
	return ranges.split(',').some((range) => {
		const [from = '', to = from] = range.split('-');
		return Number.parseInt(from, 36) <= index && index <= Number.parseInt(to, 36);
	});
}
