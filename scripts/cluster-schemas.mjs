// Cuts the schemas of the objects that `verify` reads, for its tests: node scripts/cluster-schemas.mjs SWAGGER CRD...
// SWAGGER is api/openapi-spec/swagger.json of kubernetes/kubernetes, each CRD a CustomResourceDefinition as YAML or a
// JSON schema of one kind.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'yaml';

const [swaggerFile, ...crdFiles] = process.argv.slice(2);
const { definitions } = JSON.parse(readFileSync(swaggerFile, 'utf8'));
const prefix = 'io.k8s.api.';
const kinds = {
	Node: `${prefix}core.v1.Node`,
	Pod: `${prefix}core.v1.Pod`,
	Service: `${prefix}core.v1.Service`,
	ConfigMap: `${prefix}core.v1.ConfigMap`,
	ServiceCIDR: `${prefix}networking.v1.ServiceCIDR`,
};
const kept = {};
const keep = (name) => {
	if (kept[name] !== undefined) return;
	kept[name] = {};
	kept[name] = strict(definitions[name]);
};
/** Without prose, and closed: what the API server does not know is a mistake in a test. */
function strict(schema) {
	if (schema === null || typeof schema !== 'object') return schema;
	if (Array.isArray(schema)) return schema.map(strict);
	if (schema.$ref !== undefined) {
		const name = schema.$ref.replace('#/definitions/', '');
		keep(name);
		return { $ref: schema.$ref };
	}
	const copy = {};
	for (const [key, value] of Object.entries(schema)) {
		if (['description', 'default', 'example', 'format'].includes(key) || key.startsWith('x-kubernetes-')) continue;
		if (key === 'properties') {
			copy.properties = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, strict(one)]));
		} else copy[key] = strict(value);
	}
	// An integer or a text, and a point in time, are text to OpenAPI version 2.
	if (schema.format === 'int-or-string') return { type: ['string', 'integer'] };
	if (schema['x-kubernetes-int-or-string'] === true) return { type: ['string', 'integer'] };
	if (copy.type === 'object' && copy.properties !== undefined && copy.additionalProperties === undefined) {
		if (schema['x-kubernetes-preserve-unknown-fields'] !== true) copy.additionalProperties = false;
	}
	return copy;
}
const schemas = {};
for (const [kind, name] of Object.entries(kinds)) {
	keep(name);
	schemas[kind] = { $ref: `#/definitions/${name}` };
}
for (const file of crdFiles) {
	const crd = parse(readFileSync(file, 'utf8'));
	const isWhole = crd.kind === 'CustomResourceDefinition';
	const kind = isWhole ? crd.spec.names.kind : basename(file, '.json');
	const schema = strict(isWhole ? crd.spec.versions.at(-1).schema.openAPIV3Schema : crd);
	schemas[kind] = { ...schema, properties: { ...schema.properties, metadata: { type: 'object' } } };
}
writeFileSync('test/verify/schemas.json', `${JSON.stringify({ schemas, definitions: kept })}\n`);
