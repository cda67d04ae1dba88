// Cuts the schemas of what `migrate --phase rook` writes, for its tests:
// node scripts/rook-schemas.mjs ROOK CSI CRD...
// ROOK and CSI are folders <tag>/<Kind>.json with the openAPIV3Schema of each kind (deploy/examples/crds.yaml of
// rook/rook, config/crd/bases of ceph/ceph-csi-operator), each CRD a CustomResourceDefinition as YAML.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const [rook, csi, ...crds] = process.argv.slice(2);

/** The places that are written; beside them a schema keeps the names of fields and nothing else. */
const written = {
	CephCluster: [
		'spec.external',
		'spec.crashCollector',
		'spec.healthCheck.daemonHealth.mon',
		'spec.csi.cephfs',
		'spec.cephVersion',
	],
	CephObjectStore: ['spec.gateway.externalRgwEndpoints', 'spec.allowUsersInNamespaces'],
	CephObjectStoreUser: ['spec.quotas'],
	Driver: ['spec.controllerPlugin'],
	OperatorConfig: ['spec.driverSpecDefaults.imageSet'],
	HelmRelease: [
		'spec.chart.spec.sourceRef',
		'spec.install.remediation',
		'spec.upgrade.remediation',
		'spec.values',
		'spec.dependsOn',
	],
	HelmRepository: ['spec.secretRef'],
	Kustomization: ['spec.sourceRef', 'spec.dependsOn', 'spec.healthCheckExprs', 'spec.decryption.secretRef'],
	ExternalSecret: [
		'spec.secretStoreRef',
		'spec.target.template.data',
		'spec.target.template.metadata',
		'spec.data.secretKey',
		'spec.data.remoteRef',
	],
};

/** What the API server checks of an object, as far as `paths` lead; objects are closed. */
function cut(schema, paths) {
	const copy = {};
	for (const key of ['type', 'enum', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'required'])
		if (schema[key] !== undefined) copy[key] = schema[key];
	if (schema['x-kubernetes-int-or-string'] === true) copy.type = ['string', 'integer'];
	if (schema.items !== undefined) copy.items = cut(schema.items, paths);
	if (typeof schema.additionalProperties === 'object')
		copy.additionalProperties = cut(schema.additionalProperties, paths);
	if (schema.properties !== undefined) {
		copy.properties = Object.fromEntries(
			Object.entries(schema.properties).map(([name, inner]) => {
				const below = paths.filter((path) => path[0] === name).map((path) => path.slice(1));
				const isLeaf = inner.properties === undefined && inner.items === undefined;
				return [
					name,
					below.length > 0 || isLeaf ? cut(inner, below) : inner.type === undefined ? {} : { type: inner.type },
				];
			}),
		);
		const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties !== undefined;
		if (!isOpen) copy.additionalProperties = false;
	}
	return copy;
}

function cutKind(kind, schema) {
	const paths = (written[kind] ?? []).map((path) => path.split('.'));
	const { properties } = schema;
	const whole = { ...schema, properties: { ...properties, metadata: { type: 'object' }, status: { type: 'object' } } };
	return { ...cut(whole, paths), required: ['apiVersion', 'kind', 'metadata'] };
}

/** Equal schemas of several releases stand there once. */
const schemas = [];
const releases = {};
const keep = (tag, kind, schema) => {
	const text = JSON.stringify(cutKind(kind, schema));
	const known = schemas.indexOf(text);
	releases[tag] ??= {};
	releases[tag][kind] = known === -1 ? schemas.push(text) - 1 : known;
};
for (const folder of [rook, csi])
	for (const tag of readdirSync(folder).sort())
		for (const file of readdirSync(join(folder, tag)).sort()) {
			const kind = file.replace('.json', '');
			if (written[kind] !== undefined)
				keep(folder === csi ? `csi-${tag}` : tag, kind, JSON.parse(readFileSync(join(folder, tag, file), 'utf8')));
		}
for (const file of crds) {
	const { spec } = parse(readFileSync(file, 'utf8'));
	const version = spec.versions.find(({ storage }) => storage) ?? spec.versions[0];
	keep('other', spec.names.kind, version.schema.openAPIV3Schema);
}
const lines = schemas.join(',\n');
writeFileSync('test/migrate/rook/schemas.json', `{"releases":${JSON.stringify(releases)},"schemas":[\n${lines}\n]}\n`);
