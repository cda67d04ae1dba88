import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
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

describe('the manifests of the App', () => {
	test('are rendered without a problem', () => {
		const { resources, problems } = renderFolder(openSources(filesFromDisk(manifests)), '' as RepoPath);
		expect({ count: resources.length, problems }).toEqual({ count: 5, problems: [] });
	});

	test('have no finding in a cluster of both families', () => {
		const files = filesFromDisk(manifests);
		const texts = files.paths.flatMap((path) => {
			const read = files.read(path);
			return read?.ok ? [[`app/${path}`, read.value] as const] : [];
		});
		const linted = lintRepository(filesFromTexts({ ...Object.fromEntries(texts), 'kubeadm.yaml': kubeadm }), rules);
		if (!linted.ok) throw new Error(JSON.stringify(linted.problem));
		expect(linted.value.diagnostics.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
	});

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
