import type { Setting } from '../setting.ts';

/** A release of a product. In the upper end of a range a part may be `Infinity`. */
export interface Version {
	readonly major: number;
	readonly minor: number;
	readonly patch: number;
	/** What follows the hyphen of a pre-release; empty for a release. */
	readonly pre: string;
}

/** The lowest and the highest release that a text allows, both included. */
export interface VersionBounds {
	readonly low: Version;
	readonly high: Version;
}

/** The releases that a repository may mean, where a table must choose. */
export interface Releases extends VersionBounds {
	/** True when no pin could be read or it is beyond the tables, so that the newest known release stands for it. */
	readonly assumed: boolean;
}

/** Characters beyond which a text is no version. The longest are tags with a digest, about 100. */
const longestVersion = 200;

const versionPattern = /^v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z.-]+))?$/;

/** Reads one exact version; `v`, build metadata and a digest are passed over. Undefined for a range. */
export function parseVersion(text: string): Version | undefined {
	const match = versionPattern.exec(bare(text));
	if (match === null) return undefined;
	const [, major, minor, patch, pre = ''] = match;
	return { major: Number(major), minor: Number(minor), patch: Number(patch), pre };
}

/** Negative when `a` is older. A pre-release is older than its release. Semantic Versioning 2.0.0, section 11. */
export function compareVersions(a: Version, b: Version): number {
	return compareReleases(a, b) || comparePre(a.pre, b.pre);
}

/** True when `version` is that release or a later one; a pre-release counts as the release it leads to. */
export function isAtLeast(version: Version, release: string): boolean {
	const limit = parseVersion(release);
	if (limit === undefined) throw new Error(`not a release: ${release}`);
	return compareReleases(version, limit) >= 0;
}

/** `1.18.3`; a part without a limit is an `x`. */
export function versionText({ major, minor, patch, pre }: Version): string {
	const parts = [major, minor, patch].map((part) => (part === Number.POSITIVE_INFINITY ? 'x' : String(part)));
	return `${parts.join('.')}${pre === '' ? '' : `-${pre}`}`;
}

/** The releases a pin means: its bounds, or the newest known release where it tells nothing that the tables know. */
export function releasesOf(version: Setting<string>, newest: Version): Releases {
	const bounds = version.state === 'set' ? versionBounds(version.value) : undefined;
	if (bounds === undefined) return { low: newest, high: newest, assumed: true };
	const beyond = { ...newest, patch: Number.POSITIVE_INFINITY };
	return { ...bounds, assumed: compareReleases(bounds.low, beyond) > 0 };
}

/**
 * The releases that a pin allows: an exact version, or a range as Flux reads it (Masterminds/semver): `1.18.x`,
 * `>=1.18.0 <1.19`, `^1.18`, `~1.18.2`, `1.17 - 1.18`, `a || b`. Of alternatives the outer bounds are given.
 */
export function versionBounds(text: string): VersionBounds | undefined {
	if (text.length > longestVersion) return undefined;
	const trimmed = bare(text).replace(/^(?:stable|latest)-(?=\d)/, '');
	if (trimmed === '') return undefined;
	const alternatives = trimmed.split('||').map(alternativeBounds);
	if (alternatives.includes(undefined)) return undefined;
	const [first, ...rest] = alternatives.filter((bounds) => bounds !== undefined && bounds !== 'none');
	if (first === undefined) return undefined;
	return rest.reduce(({ low, high }, next) => ({ low: min(low, next.low), high: max(high, next.high) }), first);
}

/** One part of a range; `none` when its conditions contradict each other. */
function alternativeBounds(text: string): VersionBounds | 'none' | undefined {
	const hyphen = text.split(/\s-\s/);
	const [from = '', to = '', ...more] = hyphen;
	if (more.length > 0) return undefined;
	const conditions = hyphen.length === 2 ? [`>=${from.trim()}`, `<=${to.trim()}`] : conditionsOf(text);
	let bounds: VersionBounds | undefined;
	for (const condition of conditions) {
		const next = conditionBounds(condition);
		if (next === undefined) return undefined;
		bounds = bounds === undefined ? next : { low: max(bounds.low, next.low), high: min(bounds.high, next.high) };
	}
	if (bounds === undefined) return undefined;
	return compareVersions(bounds.low, bounds.high) > 0 ? 'none' : bounds;
}

/** Conditions stand apart by commas or blanks; an operator may have blanks behind it. */
function conditionsOf(text: string): string[] {
	const joined = text.replace(/([<>=!~^])\s+/g, '$1');
	return joined.split(/[\s,]+/).filter((condition) => condition !== '');
}

const conditionPattern =
	/^(=|==|!=|>|<|>=|=>|<=|=<|~|~>|\^)?v?(\d{1,9}|[xX*])(?:\.(\d{1,9}|[xX*]))?(?:\.(\d{1,9}|[xX*]))?(?:-([0-9A-Za-z.-]+))?$/;

function conditionBounds(condition: string): VersionBounds | undefined {
	const match = conditionPattern.exec(condition.replace(/\+[0-9A-Za-z.-]*$/, ''));
	if (match === null) return undefined;
	const [, operator = '', major = 'x', minor = 'x', patch = 'x', pre = ''] = match;
	const parts = [major, minor, patch].map((part) => (/^\d+$/.test(part) ? Number(part) : undefined));
	const firstOpen = parts.indexOf(undefined);
	const fixed = firstOpen === -1 ? 3 : firstOpen;
	const at = (i: number, open: number) => (i < fixed ? (parts[i] ?? open) : open);
	const low: Version = { major: at(0, 0), minor: at(1, 0), patch: at(2, 0), pre };
	const high: Version = { major: at(0, top), minor: at(1, top), patch: at(2, top), pre: fixed === 3 ? pre : '' };
	switch (operator) {
		case '!=':
			return everything;
		case '>':
			return { low: fixed === 3 ? after(high) : { ...after(high), pre: '' }, high: everything.high };
		case '>=':
		case '=>':
			return { low, high: everything.high };
		case '<':
			return below(low);
		case '<=':
		case '=<':
			return { low: min(everything.low, high), high };
		case '~':
		case '~>':
			return { low, high: opened(high, fixed < 2 ? 1 : 2) };
		case '^':
			return { low, high: opened(high, caretDepth(low, fixed)) };
		default:
			return { low, high };
	}
}

/** How many leading parts `^` keeps: up to the first that is not zero. */
function caretDepth({ major, minor }: Version, fixed: number): number {
	if (major > 0 || fixed < 2) return 1;
	return minor > 0 || fixed < 3 ? 2 : 3;
}

/** The version with all parts beyond `kept` open. */
function opened({ major, minor, patch, pre }: Version, kept: number): Version {
	if (kept >= 3) return { major, minor, patch, pre };
	return { major, minor: kept < 2 ? top : minor, patch: top, pre: '' };
}

/** The first release above a version of which the last parts may be open. */
function after({ major, minor, patch, pre }: Version): Version {
	if (pre !== '') return { major, minor, patch, pre: '' };
	if (patch !== top) return { major, minor, patch: patch + 1, pre: '' };
	return minor === top
		? { major: major + 1, minor: 0, patch: 0, pre: '' }
		: { major, minor: minor + 1, patch: 0, pre: '' };
}

/** Everything below a release; a contradiction when there is nothing below it. */
function below({ major, minor, patch }: Version): VersionBounds {
	const { low } = everything;
	if (patch > 0) return { low, high: { major, minor, patch: patch - 1, pre: '' } };
	if (minor > 0) return { low, high: { major, minor: minor - 1, patch: top, pre: '' } };
	if (major > 0) return { low, high: { major: major - 1, minor: top, patch: top, pre: '' } };
	return { low: { ...low, patch: 1 }, high: low };
}

const top = Number.POSITIVE_INFINITY;
const everything: VersionBounds = {
	low: { major: 0, minor: 0, patch: 0, pre: '' },
	high: { major: top, minor: top, patch: top, pre: '' },
};

/** Without the digest of an image or chart and without build metadata such as `+k3s1`. */
function bare(text: string): string {
	const [version = ''] = text.trim().split('@', 1);
	return version.replace(/^(v?\d[\d.]*(?:-[0-9A-Za-z.-]+)?)\+[0-9A-Za-z.-]+$/, '$1');
}

function compareReleases(a: Version, b: Version): number {
	return compareNumbers(a.major, b.major) || compareNumbers(a.minor, b.minor) || compareNumbers(a.patch, b.patch);
}

function compareNumbers(a: number, b: number): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function comparePre(a: string, b: string): number {
	if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
	const [left, right] = [a.split('.'), b.split('.')];
	for (let i = 0; i < Math.max(left.length, right.length); i++) {
		const [x, y] = [left[i], right[i]];
		if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
		const numeric = [/^\d+$/.test(x), /^\d+$/.test(y)];
		if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
		const order = numeric[0] ? compareNumbers(Number(x), Number(y)) : x < y ? -1 : x > y ? 1 : 0;
		if (order !== 0) return order;
	}
	return 0;
}

function min(a: Version, b: Version): Version {
	return compareVersions(a, b) <= 0 ? a : b;
}

function max(a: Version, b: Version): Version {
	return compareVersions(a, b) >= 0 ? a : b;
}
