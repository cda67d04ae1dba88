import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { rules } from '../rules/index.ts';
import { lintRepository } from '../src/pipeline.ts';
import { renderFolder } from '../src/render/kustomize/kustomize.ts';
import { filesFromDisk } from '../src/repo/disk.ts';
import { filesFromTexts } from '../src/repo/files.ts';
import type { RepoPath } from '../src/repo/location.ts';
import { openSources } from '../src/repo/sources.ts';

const root = resolve(import.meta.dirname, '..');
const manifests = join(root, 'deploy/kubernetes');
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const scratch = mkdtempSync(join(tmpdir(), 'deploy-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The cluster that the manifests are for, in both families. */
const kubeadm =
	'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking:\n  podSubnet: 10.42.0.0/16,fd00:10:42::/56\n  serviceSubnet: 10.43.0.0/16,fd00:10:43::/112\n';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

/** The manifests of a variant as texts of one repository. */
function textsOf(folders: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		folders.flatMap((folder) => {
			const files = filesFromDisk(join(root, 'deploy', folder));
			return files.paths.flatMap((path) => {
				const read = files.read(path);
				return read?.ok ? [[`deploy/${folder}/${path}`, read.value] as const] : [];
			});
		}),
	);
}

describe('the manifests of the App', () => {
	const variants = [
		['in one process', 'kubernetes', ['kubernetes'], 5],
		['in many processes', 'kubernetes-redis', ['kubernetes', 'kubernetes-redis'], 13],
	] as const;

	test.each(variants)('%s are rendered without a problem', (_, folder, all, count) => {
		const { resources, problems } = renderFolder(
			openSources(filesFromTexts(textsOf(all))),
			`deploy/${folder}` as RepoPath,
		);
		expect({ count: resources.length, problems }).toEqual({ count, problems: [] });
	});

	test.each(variants)('%s have no finding in a cluster of both families', (_, folder, all) => {
		const flux = `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: app, namespace: flux-system}\nspec:\n  path: ./deploy/${folder}\n  prune: true\n  interval: 10m\n  sourceRef: {kind: GitRepository, name: flux-system}\n`;
		const files = filesFromTexts({ ...textsOf(all), 'kubeadm.yaml': kubeadm, 'clusters/main/app.yaml': flux });
		const linted = lintRepository(files, rules);
		if (!linted.ok) throw new Error(JSON.stringify(linted.problem));
		const found = linted.value.diagnostics.filter(({ ruleId }) => ruleId !== 'flux/unresolved-source');
		expect(found.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
	});

	test.skipIf(!hasKubectl)(
		'in many processes are built by kubectl, with nothing on a disk but the data of Redis',
		() => {
			const folder = join(scratch, 'many');
			for (const name of ['kubernetes', 'kubernetes-redis'])
				cpSync(join(root, 'deploy', name), join(folder, name), { recursive: true });
			const built = spawnSync('kubectl', ['kustomize', join(folder, 'kubernetes-redis')], { encoding: 'utf8' });
			expect({ status: built.status, err: built.stderr }).toEqual({ status: 0, err: '' });
			const objects = parseAllDocuments(built.stdout).map((one) => one.toJS());
			const claims = objects.filter(({ kind }) => kind === 'PersistentVolumeClaim');
			expect(claims).toEqual([]);
			const deployments = objects.filter(({ kind }) => kind === 'Deployment');
			expect(deployments.map(({ spec }) => spec.template.spec.volumes)).toEqual([
				[expect.objectContaining({ name: 'private-key' })],
				[expect.objectContaining({ name: 'private-key' })],
			]);
			expect(deployments.map(({ spec }) => spec.template.spec.containers[0].args)).toEqual([['serve'], ['worker']]);
			for (const { spec } of objects.filter(({ kind }) => kind === 'Service'))
				expect(spec.ipFamilyPolicy).toBe('PreferDualStack');
		},
	);

	test.skipIf(!hasKubectl)('are built by kubectl, with the component for external secrets too', () => {
		cpSync(manifests, scratch, { recursive: true });
		const built = spawnSync('kubectl', ['kustomize', scratch], { encoding: 'utf8' });
		expect({ status: built.status, err: built.stderr }).toEqual({ status: 0, err: '' });
		expect(built.stdout).toContain('image: registry.example/dualstack-lint:0.1.0');
		const component = spawnSync('kubectl', ['kustomize', join(scratch, 'external-secret')], { encoding: 'utf8' });
		expect(component.stdout.match(/^kind: .*/gm)).toEqual(['kind: ExternalSecret', 'kind: ExternalSecret']);
	});
});

describe('the image', () => {
	test('installs the versions of the packages that the App is tested with', () => {
		const { dependencies, overrides } = JSON.parse(text('deploy/app/package.json'));
		const locked = JSON.parse(text('package-lock.json')).packages;
		for (const [name, version] of Object.entries(dependencies))
			expect(locked[`node_modules/${name}`].version).toBe(version);
		expect(overrides).toEqual(JSON.parse(text('package.json')).overrides);
	});

	test('names no registry in its lock file, and nothing with a script to run beside what is optional and left out', () => {
		const { packages } = JSON.parse(text('deploy/app/package-lock.json'));
		const odd = Object.entries<{ resolved?: string; hasInstallScript?: boolean; optional?: boolean }>(packages).filter(
			([, one]) => one.resolved !== undefined || (one.hasInstallScript === true && one.optional !== true),
		);
		expect(odd).toEqual([]);
		for (const file of ['Dockerfile', 'scripts/image.mjs']) expect(text(file)).toContain('--omit=optional');
	});

	test('runs as nobody in particular, without a shell', () => {
		const lines = text('Dockerfile').split('\n');
		expect(lines.filter((line) => line.startsWith('USER'))).toEqual(['USER 1000:1000']);
		expect(lines.filter((line) => /^(ENTRYPOINT|CMD) /.test(line)).every((line) => line.includes(' ['))).toBe(true);
		expect(lines.find((line) => line.startsWith('HEALTHCHECK'))).toContain('CMD ["node", ');
	});
});
