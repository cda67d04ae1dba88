import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import { rules } from '../../../rules/index.ts';
import { surveyRepository } from '../../../src/pipeline.ts';
import type { Resource } from '../../../src/render/resource.ts';
import type { RepoFiles } from '../../../src/repo/files.ts';
import { nodeAt } from '../../../src/repo/node.ts';
import { toJson } from '../../../src/repo/to-json.ts';
import { errorsOf, planned } from '../apply.ts';
import { type Asked, dungeonWithoutRook, flat, nested, repository, secretModes, textsOf } from './repositories.ts';

const { releases, schemas }: { releases: Record<string, Record<string, number>>; schemas: object[] } = JSON.parse(
	readFileSync(join(import.meta.dirname, 'schemas.json'), 'utf8'),
);
const ajv = new Ajv({ strict: false });
const validators = schemas.map((schema): ValidateFunction => ajv.compile(schema));

const plain = { apiVersion: {}, kind: {}, metadata: {} };
/** Kinds of Kubernetes itself, as far as they are written here. */
const core = new Map<string, ValidateFunction>(
	Object.entries({
		Namespace: {},
		ConfigMap: { data: { additionalProperties: { type: 'string' } } },
		StorageClass: {
			provisioner: { type: 'string' },
			parameters: { additionalProperties: { type: 'string' } },
			allowVolumeExpansion: { type: 'boolean' },
			reclaimPolicy: { enum: ['Delete', 'Retain'] },
		},
		ServiceAccount: {},
		Role: { rules: { type: 'array' } },
		RoleBinding: { roleRef: { type: 'object' }, subjects: { type: 'array' } },
	}).map(([kind, properties]) => [
		kind,
		ajv.compile({ properties: { ...plain, ...properties }, additionalProperties: false }),
	]),
);

const tags = Object.keys(releases).filter((tag) => tag.startsWith('v1.'));
const layouts = { overlay: dungeonWithoutRook, flat, nested };

function run(layout: keyof typeof layouts, asked: Asked) {
	const before = repository(layouts[layout](asked));
	const plan = planned(before, { phase: 'rook' });
	const [phase] = plan.clusters.flatMap(({ phases }) => phases);
	if (phase === undefined) throw new Error('there is no plan');
	return { before, phase, after: plan.after };
}

function resourcesOf(files: RepoFiles): readonly Resource[] {
	const survey = surveyRepository(files, rules, { everything: true });
	if (!survey.ok) throw new Error(JSON.stringify(survey.problem));
	return survey.value.clusters.flatMap(({ input }) => input.rendered.resources);
}

/** What the API server of a cluster with this release of Rook would say. */
function complaints(files: RepoFiles, tag: string): string[] {
	return resourcesOf(files).flatMap(({ kind, name, root, apiVersion }) => {
		if (kind === 'GitRepository' || (/kustomize\.config|cilium|apps\/|^v1$/.test(apiVersion) && !core.has(kind)))
			return [];
		const index = releases[tag]?.[kind] ?? releases['other']?.[kind];
		const validate = index === undefined ? core.get(kind) : validators[index];
		if (validate === undefined) return [`${kind} ${name}: no schema`];
		return validate(toJson(root)) ? [] : [`${kind} ${name}: ${ajv.errorsText(validate.errors)}`];
	});
}

const combinations = tags.flatMap((version) =>
	Object.keys(secretModes).map((mode) => [version, mode as keyof typeof secretModes] as const),
);

/** Rook 1.14 connects only when pods have IPv6: its provisioners cannot use the network of the nodes. */
const knowsHostNetwork = ([version]: readonly [string, ...unknown[]]) => !version.startsWith('v1.14.');

describe.each(combinations.filter(knowsHostNetwork))('Rook %s with secrets by %s', (version, mode) => {
	const asked = { version, secrets: secretModes[mode] } as const;
	const { before, phase, after } = run('overlay', asked);

	test('gets objects that its API server takes', () => {
		expect(phase.state).toEqual({ kind: 'to-do' });
		expect(complaints(after, version)).toEqual([]);
	});

	test('gets no error that was not there', () => {
		const known = new Set(errorsOf(before));
		expect(errorsOf(after).filter((one) => !known.has(one))).toEqual([]);
	});

	test('is left alone by a second plan', () => {
		const [again] = planned(after, { phase: 'rook' }).clusters.flatMap(({ phases }) => phases);
		expect([again?.edits, again?.made]).toEqual([[], []]);
		expect(again?.state.kind).toBe(mode === 'sops' ? 'to-do' : 'done');
	});

	test('has one line changed by another address of a monitor', () => {
		const texts = textsOf(after);
		const path = '.dualstack-lint.yaml';
		const moved = { ...texts, [path]: (texts[path] ?? '').replace('fd5c:9a3e:ce::2"', 'fd5c:9a3e:ce::22"') };
		const { after: then } = planned(repository(moved), { phase: 'rook' });
		expect(changedLines(moved, textsOf(then))).toEqual([
			expect.stringMatching(/key-001=\[fd5c:9a3e:ce::1\]:6789,key-002=\[fd5c:9a3e:ce::22\]:6789,key-003=/),
		]);
	});

	test('renders with kubectl, where it is there', ({ skip }) => {
		if (hasNoKubectl) skip('kubectl is not on the PATH');
		expect(renderedByKubectl(before, after)).toBeGreaterThan(1);
	});

	test('gets no Secret and nothing that Rook makes itself', () => {
		const known = new Set(before.paths);
		const added = after.paths.filter((path) => !known.has(path)).map((path) => textsOf(after)[path] ?? '');
		expect(added.join('\n')).not.toMatch(
			/kind: (?:Secret|CephConnection|ClientProfile)\b|csi-cluster-config-json|\bAQ[A-D]/,
		);
	});
});

function changedLines(before: Record<string, string>, after: Record<string, string>): string[] {
	return Object.entries(after).flatMap(([path, text]) => {
		const old = (before[path] ?? '').split('\n');
		return text.split('\n').filter((line, i) => line !== old[i]);
	});
}

describe('Rook 1.14', () => {
	const version = 'v1.14.12';

	test('is blocked while pods have no IPv6', () => {
		const { phase } = run('overlay', { version });
		expect([phase.state.kind, phase.edits]).toEqual(['blocked', []]);
	});

	test.each(Object.values(secretModes))('connects after the other phases, secrets by %s', (secrets) => {
		const before = repository(dungeonWithoutRook({ version, secrets }));
		const { clusters, after } = planned(before);
		const phase = clusters[0]?.phases.at(-1);
		expect([phase?.name, phase?.state.kind]).toEqual(['rook', 'to-do']);
		expect(complaints(after, version)).toEqual([]);
		expect(errorsOf(after)).toEqual([]);
		const [again] = planned(after, { phase: 'rook' }).clusters.flatMap(({ phases }) => phases);
		expect(again?.edits).toEqual([]);
		if (!hasNoKubectl) expect(renderedByKubectl(before, after)).toBeGreaterThan(1);
		expect(textsOf(after)['infrastructure/controllers/base/rook-ceph/helm-release.yaml']).not.toMatch(/HostNetwork/);
	});
});

describe.each(Object.keys(layouts) as (keyof typeof layouts)[])('the layout %s', (layout) => {
	test.each(['v1.19.10', 'v1.20.6'])('takes Rook %s without an error, for good', (version) => {
		const { before, phase, after } = run(layout, { version });
		expect(phase.state).toEqual({ kind: 'to-do' });
		expect(phase.byHand).toEqual([]);
		expect(complaints(after, version)).toEqual([]);
		const known = new Set(errorsOf(before));
		expect(errorsOf(after).filter((one) => !known.has(one))).toEqual([]);
		const [again] = planned(after, { phase: 'rook' }).clusters.flatMap(({ phases }) => phases);
		expect([again?.state.kind, again?.edits]).toEqual(['done', []]);
	});

	test('has every object applied once', () => {
		const ids = resourcesOf(run(layout, {}).after).map(
			({ kind, name, namespace, apiVersion }) => `${apiVersion} ${kind} ${namespace} ${name}`,
		);
		expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
		expect(ids.filter((id) => id.includes('rook-ceph-mon-endpoints'))).toEqual([
			'v1 ConfigMap rook-ceph rook-ceph-mon-endpoints',
		]);
	});

	test('renders with kubectl, where it is there', ({ skip }) => {
		if (hasNoKubectl) skip('kubectl is not on the PATH');
		const { before, after } = run(layout, {});
		expect(renderedByKubectl(before, after)).toBeGreaterThan(1);
	});
});

const hasNoKubectl = spawnSync('kubectl', ['version', '--client']).error !== undefined;

/** Builds each folder that differs with kustomize itself; answers how many there are. */
function renderedByKubectl(before: RepoFiles, after: RepoFiles): number {
	const folder = mkdtempSync(join(tmpdir(), 'rook-'));
	const [old, texts] = [textsOf(before), textsOf(after)];
	try {
		for (const [path, text] of Object.entries(texts)) {
			mkdirSync(dirname(join(folder, path)), { recursive: true });
			writeFileSync(join(folder, path), text);
		}
		const changed = new Set(Object.keys(texts).flatMap((path) => (texts[path] === old[path] ? [] : [dirname(path)])));
		const lists = after.paths.filter(
			(path) => /kustomization\.yaml$/.test(path) && !path.includes('flux-system') && changed.has(dirname(path)),
		);
		for (const list of lists) {
			const { status, stderr } = spawnSync('kubectl', ['kustomize', join(folder, dirname(list))], { encoding: 'utf8' });
			expect([list, status, stderr]).toEqual([list, 0, '']);
		}
		return lists.length;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

test('values of the drivers are fields of their objects', () => {
	const { after } = run('overlay', { version: 'v1.20.6' });
	const release = resourcesOf(after).find(({ kind, name }) => kind === 'HelmRelease' && name === 'ceph-csi-drivers');
	const values = nodeAt(release?.root, ['spec', 'values']);
	const index = releases['csi-v1.0.4'] ?? {};
	const object = (kind: string, spec: unknown) => ({ apiVersion: 'csi.ceph.io/v1', kind, metadata: {}, spec });
	for (const driver of ['rbd', 'cephfs']) {
		const { enabled, name, ...spec } = toJson(nodeAt(values, ['drivers', driver]) ?? never()) as Record<
			string,
			unknown
		>;
		expect([enabled, name]).toEqual([true, `rook-ceph.${driver}.csi.ceph.com`]);
		expect(validators[index['Driver'] ?? -1]?.(object('Driver', spec))).toBe(true);
		expect(spec).toEqual({ controllerPlugin: { hostNetwork: true } });
	}
	const { namespace, ...spec } = toJson(nodeAt(values, ['operatorConfig']) ?? never()) as Record<string, unknown>;
	expect(namespace).toBe('rook-ceph');
	expect(validators[index['OperatorConfig'] ?? -1]?.(object('OperatorConfig', spec))).toBe(true);
});

function never(): never {
	throw new Error('the values are missing');
}
