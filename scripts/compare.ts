import { unknownNode } from '../src/render/to-plain.ts';

/** The first place where two lists of objects differ, as `object: path: ours against theirs`; undefined when none. */
export function firstDifference(ours: readonly unknown[], theirs: readonly unknown[]): string | undefined {
	const left = byName(ours);
	const right = byName(theirs);
	for (const [name, object] of right) {
		const own = left.get(name);
		if (own === undefined) return `${name}: only kubectl has it`;
		const difference = differenceIn(own, object, '');
		if (difference !== undefined) return `${name}: ${difference}`;
	}
	const extra = [...left.keys()].find((name) => !right.has(name));
	return extra === undefined ? undefined : `${extra}: only we have it`;
}

function byName(objects: readonly unknown[]): Map<string, unknown> {
	const map = new Map<string, unknown>();
	for (const object of objects) {
		const of = (value: unknown, key: string): unknown => (isMap(value) ? value[key] : undefined);
		const metadata = of(object, 'metadata');
		const parts = [
			of(object, 'apiVersion'),
			of(object, 'kind'),
			of(metadata, 'namespace') ?? '-',
			of(metadata, 'name'),
		];
		let name = parts.map((part) => (unknownNode(part) === undefined ? String(part) : 'ENC')).join(' ');
		while (map.has(name)) name += "'";
		map.set(name, object);
	}
	return map;
}

function differenceIn(ours: unknown, theirs: unknown, path: string): string | undefined {
	const hidden = unknownNode(ours);
	if (hidden !== undefined) {
		return typeof theirs === 'string' ? undefined : `${path}: unknown (${hidden.what}) against ${show(theirs)}`;
	}
	if (Array.isArray(ours) && Array.isArray(theirs)) {
		if (ours.length !== theirs.length) return `${path}: ${ours.length} items against ${theirs.length}`;
		return firstOf(ours.map((item, i) => () => differenceIn(item, theirs[i], `${path}/${i}`)));
	}
	if (isMap(ours) && isMap(theirs)) {
		const keys = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])];
		return firstOf(
			keys.map((key) => () => {
				if (!(key in ours)) return `${path}/${key}: only kubectl has it`;
				if (!(key in theirs)) return `${path}/${key}: only we have it`;
				return differenceIn(ours[key], theirs[key], `${path}/${key}`);
			}),
		);
	}
	return Object.is(ours, theirs) ? undefined : `${path}: ${show(ours)} against ${show(theirs)}`;
}

function firstOf(checks: readonly (() => string | undefined)[]): string | undefined {
	for (const check of checks) {
		const difference = check();
		if (difference !== undefined) return difference;
	}
	return undefined;
}

function isMap(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && unknownNode(value) === undefined;
}

function show(value: unknown): string {
	const text =
		typeof value === 'bigint' ? `${value}n` : JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v));
	return text === undefined ? 'nothing' : text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
