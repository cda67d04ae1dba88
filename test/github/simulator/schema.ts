import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import description from '../openapi.json' with { type: 'json' };
import { isObject, type Json, type JsonObject } from './json.ts';

/** An operation as GitHub describes it. */
export interface Operation {
	readonly id: string;
	readonly method: string;
	readonly path: string;
	readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
	readonly statuses: readonly number[];
}

const schemas: JsonObject = JSON.parse(JSON.stringify(description));
const ajv = new Ajv({ strict: false, allErrors: true });
// The package is CommonJS: its function is the default of the default.
formats.default(ajv);
// `owner/name`; GitHub's own format.
ajv.addFormat('repo.nwo', true);
ajv.addSchema({ $id: 'github', ...schemas });

export const operations: readonly Operation[] = Object.entries(description.operations).map(([id, one]) => ({
	id,
	method: one.method,
	path: one.path,
	parameters: one.parameters,
	statuses: Object.keys(one.responses).map(Number),
}));

const compiled = new Map<string, ValidateFunction | undefined>();

function validator(pointer: readonly string[]): ValidateFunction | undefined {
	const key = pointer.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
	if (!compiled.has(key)) compiled.set(key, schemaAt(pointer) === null ? undefined : ajv.getSchema(`github#/${key}`));
	return compiled.get(key);
}

function schemaAt(pointer: readonly string[]): Json {
	let found: Json = schemas;
	for (const step of pointer) {
		const inner: Json | undefined = Array.isArray(found) ? found[Number(step)] : isObject(found) ? found[step] : null;
		found = inner ?? null;
	}
	return found;
}

/** What GitHub's description has against a value; empty when it fits or nothing is described. */
function faults(pointer: readonly string[], value: unknown): string[] {
	const check = validator(pointer);
	if (check === undefined || check(value)) return [];
	return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

export function requestFaults(operation: Operation, given: ReadonlyMap<string, string>, body: unknown): string[] {
	const known = operation.parameters.flatMap((parameter, i) => {
		const text = given.get(`${parameter.in} ${parameter.name}`);
		if (text === undefined) return parameter.required ? [`${parameter.name} is missing`] : [];
		const pointer = ['operations', operation.id, 'parameters', String(i), 'schema'];
		return faults(pointer, typed(text, schemaAt([...pointer, 'type']))).map((one) => `${parameter.name}${one}`);
	});
	const names = new Set(operation.parameters.map((one) => `${one.in} ${one.name}`));
	const strange = [...given.keys()].filter((name) => !names.has(name)).map((name) => `${name} is not described`);
	return [...known, ...strange, ...faults(['operations', operation.id, 'request'], body ?? {})];
}

export function responseFaults(operation: Operation, status: number, body: unknown): string[] {
	// Any operation may be refused for want of a permission, though few say so.
	const isUsual = operation.statuses.includes(status) || status === 403 || status >= 500;
	if (!isUsual) return [`status ${status} is not described`];
	return faults(['operations', operation.id, 'responses', String(status)], body);
}

function typed(text: string, type: Json): Json {
	if (type === 'integer' || type === 'number') return /^-?\d+$/.test(text) ? Number(text) : text;
	if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
	return text;
}

/** A value with everything that the description of a response demands: what is not given gets a neutral value. */
export function completed(operation: Operation, status: number, value: Json): Json {
	return fill(schemaAt(['operations', operation.id, 'responses', String(status)]), value, 0);
}

function fill(schema: Json, value: Json | undefined, depth: number): Json {
	if (!isObject(schema) || depth > 12) return value ?? null;
	if (typeof schema['$ref'] === 'string') return fill(schemaAt(schema['$ref'].slice(2).split('/')), value, depth);
	if (value === null && schema['nullable'] === true) return null;
	if (value === undefined && schema['nullable'] === true) return null;
	if (Array.isArray(schema['allOf']))
		return schema['allOf'].reduce<Json | undefined>((sum, one) => fill(one, sum, depth + 1), value) ?? null;
	const isNull = (one: Json) => isObject(one) && one['type'] === 'null';
	for (const choice of [schema['oneOf'], schema['anyOf']]) {
		if (Array.isArray(choice) && choice.some(isNull) && (value === undefined || value === null)) return null;
		if (Array.isArray(choice) && schema['properties'] === undefined)
			return fill(fitting(choice, value), value, depth + 1);
	}
	if (schema['type'] === 'array') {
		if (!Array.isArray(value)) return [];
		return value.map((one) => fill(schema['items'] ?? null, one, depth + 1));
	}
	if (isObject(schema['properties']) && (value === undefined || isObject(value))) {
		const made: Record<string, Json | undefined> = { ...value };
		const required: ReadonlySet<Json> = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
		for (const [name, inner] of Object.entries(schema['properties'])) {
			if (made[name] === undefined && !required.has(name)) continue;
			made[name] = fill(inner ?? null, made[name], depth + 1);
		}
		return made;
	}
	return value ?? neutral(schema);
}

/** Of several schemas the first of the type that the value has. */
function fitting(choice: readonly Json[], value: Json | undefined): Json {
	const kind =
		value === undefined ? undefined : Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
	const named = choice.find((one) => {
		const target = isObject(one) && typeof one['$ref'] === 'string' ? schemaAt(one['$ref'].slice(2).split('/')) : one;
		return isObject(target) && (kind === undefined || target['type'] === kind);
	});
	return named ?? choice[0] ?? null;
}

function neutral(schema: JsonObject): Json {
	if (Array.isArray(schema['enum'])) return schema['enum'][0] ?? null;
	switch (schema['type']) {
		case 'integer':
		case 'number':
			return typeof schema['minimum'] === 'number' ? schema['minimum'] : 0;
		case 'boolean':
			return false;
		case 'object':
			return {};
		default:
			if (schema['format'] === 'uri') return 'https://github.test/';
			if (schema['format'] === 'date-time') return '2026-01-01T00:00:00Z';
			if (schema['format'] === 'email') return 'nobody@github.test';
			return schema['type'] === undefined ? null : '';
	}
}
