import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesFromDisk } from '../../src/repo/disk.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { written } from '../../src/repo/origin.ts';
import { parseText } from '../../src/repo/parse.ts';
import { printYaml } from '../../src/repo/print.ts';
import { openSources } from '../../src/repo/sources.ts';
import { toJson } from '../../src/repo/to-json.ts';
import { type BuiltCommand, buildCommand, run } from '../support/command.ts';

const dungeon = resolve(import.meta.dirname, '../../examples/dungeon');

let command: BuiltCommand;
beforeAll(() => {
	command = buildCommand();
});
afterAll(() => command.remove());

const render = (...words: string[]) => run(command.path, ['render', ...words], dungeon);

describe('dualstack-lint render', () => {
	test('prints a folder as kustomize builds it', () => {
		const { code, out, err } = render('infrastructure/configs/overlays/production', '--kind', 'CiliumBGPAdvertisement');
		expect([code, err]).toEqual([0, '']);
		expect(out).toMatch(/^---\napiVersion: cilium.io\/v2\nkind: CiliumBGPAdvertisement\n/);
	});

	test('prints what a Kustomization applies, its variables filled in', () => {
		const { code, out } = render('flux-system/configs', '--kind', 'CiliumLoadBalancerIPPool');
		expect(code).toBe(0);
		expect(out).toContain('- cidr: 172.22.30.0/24');
		expect(render('configs', '--kind', 'CiliumLoadBalancerIPPool').out).toBe(out);
	});

	test('shows behind each value the file and line that decide it', () => {
		const { out } = render('--kind', 'HelmRelease', '--name', 'cilium', '--origins');
		expect(out).toContain('    ipv6:\n      enabled: true # infrastructure/controllers/overlays/production/cilium/');
		expect(out).toContain('chart: cilium # infrastructure/controllers/base/cilium/helm-release.yaml:13');
	});

	test('shows who set a value, the last one first', () => {
		const { out } = render('--kind', 'HelmRelease', '--name', 'cilium', '--values', '--trail', 'ipv4NativeRoutingCIDR');
		const places = [...out.matchAll(/--> (\S+)/g)].map(([, place]) => place);
		expect(places).toEqual([
			'infrastructure/controllers/overlays/production/cilium/helm-release-patch.yaml:20:28',
			'infrastructure/controllers/base/cilium/helm-release.yaml:33:28',
		]);
	});

	test.each([
		[['infrastructur'], 'no folder and no Kustomization infrastructur'],
		[['--trail', 'metadata.name'], 'several objects have metadata.name'],
		[['--trail', 'spec.nothing'], 'no object has spec.nothing'],
	])('%j is refused with what to do next', (words, message) => {
		const { code, out, err } = render(...words);
		expect([code, out]).toEqual([2, '']);
		expect(err).toContain(message);
	});

	test('says when nothing is left to print', () => {
		const { code, out } = render('--kind', 'Nothing');
		expect([code, out]).toEqual([4, '']);
	});
});

describe('a printed tree', () => {
	const read = (text: string) =>
		parseText(text, (start, end) => written('a.yaml' as RepoPath, start, end)).documents.map(toJson);

	test('reads as what it was, over every file of the examples', () => {
		const sources = openSources(filesFromDisk(join(dungeon, '..')));
		const files = sources.files.paths.filter((path) => /\.ya?ml$/.test(path) && !path.endsWith('.sops.yaml'));
		expect(files.length).toBeGreaterThan(50);
		for (const path of files) {
			for (const document of sources.get(path)?.documents ?? [])
				expect(read(printYaml(document)), path).toEqual([toJson(document)]);
		}
	});

	test('keeps words and digits that other readers of YAML would change', () => {
		const text = 'a: "yes"\nb: "010"\nc: 12345678901234567890\nd: "2024-01-01"\ne: "null"\nf: "1e3"\ng: "1:30"\n';
		const [tree] = parseText(text, (start, end) => written('a.yaml' as RepoPath, start, end)).documents;
		expect(tree && printYaml(tree)).toBe(
			'a: "yes"\nb: "010"\nc: 12345678901234567890\nd: "2024-01-01"\ne: "null"\nf: "1e3"\ng: "1:30"\n',
		);
	});
});
