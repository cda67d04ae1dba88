/** A value of JSON of which nothing is taken for granted. */
export type Json = unknown;

/** The value below these keys; undefined where the way ends. Keys of the prototype are none. */
export function valueAt(value: Json, ...path: readonly string[]): Json {
	let at = value;
	for (const key of path) {
		if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
		at = Reflect.get(at, key);
	}
	return at;
}

/** A text; '' for anything else. */
export function textAt(value: Json, ...path: readonly string[]): string {
	const found = valueAt(value, ...path);
	return typeof found === 'string' ? found : '';
}

/** The items of a list; none for anything else. */
export function itemsAt(value: Json, ...path: readonly string[]): readonly Json[] {
	const found = valueAt(value, ...path);
	return Array.isArray(found) ? found : [];
}

/** The texts of a list. */
export function textsAt(value: Json, ...path: readonly string[]): string[] {
	return itemsAt(value, ...path).filter((item) => typeof item === 'string');
}

/** The texts of a map by key. */
export function textMapAt(value: Json, ...path: readonly string[]): ReadonlyMap<string, string> {
	const found = valueAt(value, ...path);
	if (typeof found !== 'object' || found === null || Array.isArray(found)) return new Map();
	return new Map(Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
