/** A value of a line of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
	readonly [key: string]: Json;
}

/** A case without its verdict: only the fields that its adapter asks for. */
export type Question = JsonObject;

/** File path → text. */
export type Texts = Readonly<Record<string, string>>;

/** The smallest repository that says the same as a case. */
export interface Shown {
	readonly texts: Texts;
	/** What it says in the words of the case, besides the scalars of the question: texts made of several of them. */
	readonly given?: readonly string[];
}

/** How one kind of file is turned into repositories. It never sees the verdict, the id or the explanation of a case. */
export interface Adapter {
	readonly name: string;
	/** The fields that it is given, the first of which tells its cases from others'. */
	readonly asks: readonly string[];
	/** What the case is about: its check, its stage or its field. Cases are counted by it. */
	groupOf(question: Question): string;
	/** Why no repository can show a group; undefined for groups that one can. */
	notShown(group: string): string | undefined;
	/** Ids of the rules that speak of the subject; a refused case agrees only by one of them. */
	rulesOf(question: Question): readonly string[];
	/** Rules about what another stage or component does with the same values: id → what that is. */
	beyond?(question: Question): ReadonlyMap<string, string>;
	show(question: Question): Shown;
}

/** True for a map of JSON. */
export function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The map at a key; an empty one where there is none. */
export function objectAt(object: JsonObject, key: string): JsonObject {
	const value = object[key];
	return isObject(value) ? value : {};
}

/** The text at a key; numbers and booleans are printed, null is nothing. */
export function textAt(object: JsonObject, key: string): string | undefined {
	const value = object[key];
	return value === null || value === undefined || typeof value === 'object' ? undefined : String(value);
}

/** The texts of the list at a key; an empty list where there is none. */
export function textsAt(object: JsonObject, key: string): string[] {
	const value = object[key];
	return Array.isArray(value) ? value.flatMap((item: Json) => (typeof item === 'string' ? [item] : [])) : [];
}

/** The maps of the list at a key. */
export function objectsAt(object: JsonObject, key: string): JsonObject[] {
	const value = object[key];
	return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Every scalar of a value as it is written in JSON without its quotes. */
export function scalarsOf(value: Json): string[] {
	if (isObject(value)) return Object.values(value).flatMap(scalarsOf);
	if (Array.isArray(value)) return value.flatMap(scalarsOf);
	return value === null ? [] : [String(value)];
}

/** JSON is YAML; each value stands on a line of its own. Keys without a value are left out. */
export function yaml(value: unknown): string {
	return `${JSON.stringify(value, null, 2)}\n`;
}
