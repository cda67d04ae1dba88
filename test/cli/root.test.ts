import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/cli/exit.ts';
import { findRoot } from '../../src/cli/root.ts';
import { folderWith, type TemporaryFolder } from '../support/command.ts';

const flux = (path: string) =>
	`apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: web}\nspec: {path: ${path}}\n`;

let folder: TemporaryFolder | undefined;
afterEach(() => folder?.remove());

/** The root and the paths seen from it, for folders of a tree whose top is `top`. */
function rootOf(files: Readonly<Record<string, string>>, paths: readonly string[], given?: string) {
	folder = folderWith(files);
	const found = findRoot(
		paths.map((path) => join(folder?.path ?? '', path)),
		given,
		folder.path,
	);
	return { folder: found.folder.slice(folder.path.length + 1), paths: found.paths };
}

describe('the root', () => {
	test('is the nearest folder with a configuration', () => {
		const files = {
			'.git/HEAD': '',
			'.dualstack-lint.yaml': '',
			'sub/.dualstack-lint.yaml': '',
			'sub/apps/web.yaml': '',
		};
		expect(rootOf(files, ['sub/apps'])).toEqual({ folder: 'sub', paths: ['apps'] });
	});

	test('is never looked for above the checkout', () => {
		const files = { '.dualstack-lint.yaml': '', 'repo/.git/HEAD': '', 'repo/apps/web.yaml': '' };
		expect(rootOf(files, ['repo/apps'])).toEqual({ folder: 'repo', paths: ['apps'] });
	});

	test('is where the paths of Flux lead to folders', () => {
		const files = {
			'.git/HEAD': '',
			'gitops/clusters/east/apps.yaml': flux('./apps/east'),
			'gitops/apps/east/x.yaml': '',
		};
		expect(rootOf(files, ['gitops/clusters/east'])).toEqual({ folder: 'gitops', paths: ['clusters/east'] });
	});

	test('is where Flux leads to also without a checkout around it', () => {
		const files = { 'gitops/clusters/east/apps.yaml': flux('./apps/east'), 'gitops/apps/east/x.yaml': '' };
		expect(rootOf(files, ['gitops/clusters/east'])).toEqual({ folder: 'gitops', paths: ['clusters/east'] });
	});

	test('is not a folder in which some path of another repository happens to be', () => {
		const files = {
			'.git/HEAD': '',
			'a/clusters/one.yaml': flux('./infra'),
			'a/clusters/two.yaml': flux('./apps/two'),
			'a/clusters/three.yaml': flux('./apps/three'),
			'a/infra/x.yaml': '',
			'apps/two/x.yaml': '',
			'apps/three/x.yaml': '',
		};
		expect(rootOf(files, ['a/clusters']).folder).toBe('');
	});

	test('is the checkout when nothing below says more', () => {
		expect(rootOf({ '.git/HEAD': '', 'infra/pool.yaml': 'kind: Pool' }, ['infra/pool.yaml'])).toEqual({
			folder: '',
			paths: ['infra/pool.yaml'],
		});
	});

	test('is the folder itself when there is no checkout', () => {
		expect(rootOf({ 'infra/pool.yaml': 'kind: Pool' }, ['infra'])).toEqual({ folder: 'infra', paths: [''] });
	});

	test('of several paths lies above all of them', () => {
		const files = { 'a/.dualstack-lint.yaml': '', 'a/b/x.yaml': '', 'a/c/y.yaml': '' };
		expect(rootOf(files, ['a/b', 'a/c/y.yaml'])).toEqual({ folder: 'a', paths: ['b', 'c/y.yaml'] });
	});

	test('is the one that was asked for', () => {
		expect(rootOf({ 'a/.dualstack-lint.yaml': '', 'a/b/x.yaml': '' }, ['a/b'], 'a/b').folder).toBe('a/b');
	});
});

describe('a path', () => {
	test('that is not there is refused', () => {
		expect(() => rootOf({ 'a/x.yaml': '' }, ['nowhere'])).toThrow(UsageError);
	});

	test('outside the root that was asked for is refused', () => {
		expect(() => rootOf({ 'a/x.yaml': '', 'b/y.yaml': '' }, ['a'], 'b')).toThrow(/lies outside the root/);
	});

	test('may be a file as a root only by mistake', () => {
		expect(() => rootOf({ 'a/x.yaml': '' }, ['a'], 'a/x.yaml')).toThrow(/is no folder/);
	});

	test('named from inside the repository is seen from its root', () => {
		folder = folderWith({ '.dualstack-lint.yaml': '', 'apps/web/x.yaml': '' });
		mkdirSync(join(folder.path, 'apps/db'));
		expect(findRoot(['../web'], undefined, join(folder.path, 'apps/db')).paths).toEqual(['apps/web']);
	});
});
