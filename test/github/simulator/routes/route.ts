import { isObject, type Json, type JsonObject } from '../json.ts';
import { Refused, type Repository, type World } from '../world.ts';

/** What a handler gets: the request, already held against GitHub's description. */
export interface Asked {
	readonly world: World;
	/** Path and query parameters by name. */
	readonly given: ReadonlyMap<string, string>;
	readonly body: JsonObject;
	/** Who asks. */
	readonly login: string;
	readonly installation: number | undefined;
	repository(): Repository;
}

export interface Answer {
	readonly status: number;
	readonly body: Json;
	/** Archives are no JSON. */
	readonly redirect?: string;
}

export type Route = (asked: Asked) => Answer;
export type Routes = Readonly<Record<string, Route>>;

export const ok = (body: Json): Answer => ({ status: 200, body });
export const created = (body: Json): Answer => ({ status: 201, body });
export const nothing: Answer = { status: 204, body: null };

export function found<T>(value: T | undefined): T {
	if (value === undefined) throw new Refused(404, 'Not Found');
	return value;
}

export function numberGiven(asked: Asked, name: string): number {
	return Number(asked.given.get(name));
}

export function textGiven(asked: Asked, name: string): string {
	return asked.given.get(name) ?? '';
}

export function text(body: JsonObject, name: string): string | undefined {
	const value = body[name];
	return typeof value === 'string' ? value : undefined;
}

function list(body: JsonObject, name: string): readonly Json[] {
	const value = body[name];
	return Array.isArray(value) ? value : [];
}

export function texts(body: JsonObject, name: string): string[] {
	return list(body, name).filter((one) => typeof one === 'string');
}

export function objects(body: JsonObject, name: string): JsonObject[] {
	return list(body, name).filter(isObject);
}
