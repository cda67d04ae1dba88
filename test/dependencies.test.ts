import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const { devDependencies, peerDependencies, peerDependenciesMeta, dependencies, scripts } = JSON.parse(
	text('package.json'),
);
const rows = [...text('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| (\w+) \| (.+) \|$/gm)];

test('each dependency has its reason in docs/dependencies.md, and no other is there', () => {
	const named = rows.map(([, name]) => name).sort();
	expect(named).toEqual([...new Set([...Object.keys(devDependencies), ...Object.keys(peerDependencies)])].sort());
});

test('what is told to be a peer is one, and can be left out', () => {
	const peers = rows.filter(([, , where]) => where === 'peer').map(([, name]) => name);
	expect(peers.sort()).toEqual(Object.keys(peerDependencies).sort());
	expect(Object.keys(peerDependenciesMeta).sort()).toEqual(peers);
	expect(dependencies).toBeUndefined();
});

test('nothing runs when the package is installed', () => {
	expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
});
