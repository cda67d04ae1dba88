import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesFromDisk } from '../../../src/repo/disk.ts';
import { planned } from '../apply.ts';
import { dungeonWithoutRook, repository, textsOf } from './repositories.ts';

const golden = textsOf(filesFromDisk(join(import.meta.dirname, 'golden')));
const before = dungeonWithoutRook();
const after = textsOf(planned(repository(before), { phase: 'rook' }).after);

describe('the reference cluster without Rook', () => {
	test('gets the files that were read and kept, and no other', () => {
		const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
		expect(changed.toSorted()).toEqual(Object.keys(golden).toSorted());
	});

	test.each(Object.keys(golden))('has %s as it was read and kept', (path) => {
		expect(after[path]).toBe(golden[path]);
	});
});

describe('the phases after each other', () => {
	const { clusters, after: final } = planned(repository(before));
	const done = textsOf(final);

	test('take Rook to pods that have IPv6, without the network of the nodes', () => {
		expect(clusters[0]?.phases.map(({ name, state }) => `${name}: ${state.kind}`).slice(-1)).toEqual(['rook: to-do']);
		const released = Object.entries(done).filter(([path]) => /base\/(?:rook-ceph|ceph-csi-drivers)\//.test(path));
		expect(released.length).toBeGreaterThan(4);
		for (const [, text] of released) expect(text).not.toMatch(/host ?network|nodes' network/i);
	});

	test('take the switches away again that a first run has set', () => {
		const second = textsOf(planned(repository(after)).after);
		const folder = 'infrastructure/controllers/base';
		const releases = [`${folder}/rook-ceph/helm-release.yaml`, `${folder}/ceph-csi-drivers/helm-release.yaml`];
		for (const path of releases) {
			expect(second[path]).not.toMatch(/hostNetwork: true|HostNetwork|nodes' network/);
			expect(second[path]).not.toBe(after[path]);
		}
	});
});
