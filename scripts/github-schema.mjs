// Cuts GitHub's OpenAPI description down to the operations that the App uses. The argument is the folder of an unpacked
// `@octokit/openapi`, which is too large to depend on: `node scripts/github-schema.mjs FOLDER`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder of the unpacked package @octokit/openapi');

const wanted = {
	apps: [
		'get-authenticated',
		'list-installations',
		'get-installation',
		'get-repo-installation',
		'create-installation-access-token',
		'list-repos-accessible-to-installation',
		'list-webhook-deliveries',
		'get-webhook-delivery',
		'redeliver-webhook-delivery',
	],
	repos: [
		'get',
		'get-branch',
		'get-commit',
		'compare-commits-with-basehead',
		'download-tarball-archive',
		'get-content',
		'get-collaborator-permission-level',
		'list-pull-requests-associated-with-commit',
	],
	checks: ['create', 'get', 'update', 'list-annotations', 'list-for-ref'],
	git: [
		'create-blob',
		'get-blob',
		'create-commit',
		'get-commit',
		'get-ref',
		'list-matching-refs',
		'create-ref',
		'update-ref',
		'delete-ref',
		'create-tree',
		'get-tree',
	],
	pulls: [
		'list',
		'create',
		'get',
		'update',
		'list-files',
		'list-commits',
		'merge',
		'list-reviews',
		'create-review',
		'list-review-comments',
		'update-review-comment',
		'delete-review-comment',
		'request-reviewers',
	],
	issues: [
		'list-for-repo',
		'create',
		'get',
		'update',
		'list-comments',
		'create-comment',
		'get-comment',
		'update-comment',
		'delete-comment',
		'add-labels',
		'add-assignees',
	],
	reactions: ['create-for-issue-comment', 'create-for-issue'],
	'rate-limit': ['get'],
	users: ['get-authenticated'],
};

const description = JSON.parse(readFileSync(join(folder, 'generated/api.github.com.json'), 'utf8'));
const ids = new Set(Object.entries(wanted).flatMap(([group, names]) => names.map((name) => `${group}/${name}`)));
const silent = new Set(['description', 'example', 'examples', 'summary', 'externalDocs', 'title', 'links', 'headers']);

/** Takes away prose. Below `properties` a key is a name and stays. */
function bare(value, areNames = false) {
	if (Array.isArray(value)) return value.map((one) => bare(one));
	if (typeof value !== 'object' || value === null) return value;
	const kept = Object.entries(value).filter(([key]) => areNames || !(silent.has(key) || key.startsWith('x-')));
	const made = Object.fromEntries(kept.map(([key, one]) => [key, bare(one, !areNames && key === 'properties')]));
	// JSON Schema knows no `nullable` beside `enum`.
	if (!areNames && made.nullable === true && Array.isArray(made.enum) && !made.enum.includes(null))
		made.enum.push(null);
	if (areNames || made.nullable !== true || made.type !== undefined) return made;
	const { nullable: _, ...rest } = made;
	return Object.keys(rest).length === 0 ? {} : { anyOf: [rest, { type: 'null' }] };
}

function resolved(value) {
	return value.$ref === undefined ? value : at(value.$ref);
}

function at(reference) {
	return reference
		.slice(2)
		.split('/')
		.reduce((found, key) => found[key], description);
}

function schemaOf(message) {
	return bare(resolved(message).content?.['application/json']?.schema);
}

const operations = {};
for (const [path, methods] of Object.entries(description.paths)) {
	for (const [method, operation] of Object.entries(methods)) {
		if (!ids.has(operation.operationId)) continue;
		operations[operation.operationId] = {
			method: method.toUpperCase(),
			path,
			parameters: (operation.parameters ?? []).map(resolved).map((one) => ({
				name: one.name,
				in: one.in,
				required: one.required === true,
				schema: bare(one.schema),
			})),
			request: operation.requestBody === undefined ? null : (schemaOf(operation.requestBody) ?? null),
			responses: Object.fromEntries(
				Object.entries(operation.responses).map(([status, one]) => [status, schemaOf(one) ?? null]),
			),
		};
	}
}
const missing = [...ids].filter((id) => operations[id] === undefined);
if (missing.length > 0) throw new Error(`GitHub describes no ${missing.join(', ')}`);

const schemas = {};
const waiting = [operations];
for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
	for (const [, name] of JSON.stringify(one).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
		if (schemas[name] !== undefined) continue;
		schemas[name] = bare(description.components.schemas[name]);
		waiting.push(schemas[name]);
	}
}

const cut = { version: description.info.version, operations, components: { schemas } };
writeFileSync(new URL('../test/github/openapi.json', import.meta.url), `${JSON.stringify(cut)}\n`);
