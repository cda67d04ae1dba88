import { describe, expect, test } from 'vitest';
import { planned } from '../apply.ts';
import { dungeonWithoutRook, repository, textsOf } from './repositories.ts';

const path = 'apps/base/loki/helm-release.yaml';

/** The plan for a Loki with these values. */
function withValues(values: string) {
	const texts = dungeonWithoutRook();
	texts[path] = (texts[path] ?? '').replace(/ {2}values:\n[\s\S]*$/, `  values:\n${values}`);
	const plan = planned(repository(texts), { phase: 'rook' });
	const [phase] = plan.clusters.flatMap(({ phases }) => phases);
	const after = textsOf(plan.after);
	return { phase, after, release: after[path] ?? '', isChanged: after[path] !== texts[path] };
}

/** Parts of Loki that get their keys from the environment. */
function partsWithKeys(release: string): string[] {
	return [...release.matchAll(/^ {4}(\w+):\n(?: {6}.*\n)*? {6}extraEnv:\n {8}- name: AWS_ACCESS_KEY_ID/gm)].map(
		([, part]) => part ?? '',
	);
}

describe('the values of Loki', () => {
	test.each([
		['SingleBinary', ['singleBinary']],
		['SimpleScalable', ['write', 'read', 'backend']],
		['Distributed', ['global']],
	])('give keys to every part of the mode %s', (mode, parts) => {
		const { release, phase } = withValues(`    deploymentMode: ${mode}\n`);
		expect(partsWithKeys(release)).toEqual(parts);
		expect(phase?.byHand).toEqual([]);
		expect(release).toContain('endpoint: http://rgw.lab.example:7480\n');
		expect(release).toContain('insecure: true\n');
	});

	test('name no scheme for the client of Thanos', () => {
		const { release } = withValues(
			'    deploymentMode: SingleBinary\n    loki:\n      storage:\n        use_thanos_objstore: true\n',
		);
		expect(release).toMatch(
			/object_store:\n {10}type: s3\n {10}s3:\n {12}endpoint: rgw\.lab\.example:7480\n {12}insecure: true/,
		);
	});

	test('that stand elsewhere are put right in place', () => {
		const { release } = withValues(
			'    deploymentMode: SingleBinary\n    loki:\n      storage:\n        type: s3\n        s3:\n          endpoint: "http://10.0.0.1:80" # old\n          s3ForcePathStyle: false\n',
		);
		expect(release).toContain('endpoint: "http://rgw.lab.example:7480" # old\n          s3ForcePathStyle: true\n');
	});

	test('keep the environment that is there', () => {
		const { release } = withValues(
			'    deploymentMode: SingleBinary\n    singleBinary:\n      extraEnv:\n        - name: TZ\n          value: UTC\n',
		);
		expect(release).toMatch(/- name: TZ\n {10}value: UTC\n {8}- name: AWS_ACCESS_KEY_ID\n/);
	});

	test('keep keys that come from elsewhere, and nobody makes a user then', () => {
		const { after, release, phase } = withValues(
			'    deploymentMode: SingleBinary\n    loki:\n      storage:\n        s3:\n          accessKeyId: ${S3_ACCESS_KEY}\n    singleBinary:\n      extraArgs: [-config.expand-env=true]\n',
		);
		expect(partsWithKeys(release)).toEqual([]);
		expect(Object.keys(after).filter((one) => one.includes('object-store-user'))).toEqual([]);
		expect(phase?.byHand).toEqual([]);
	});

	test('are left alone while the logs are kept elsewhere', () => {
		const { isChanged, phase } = withValues(
			'    loki:\n      schemaConfig:\n        configs:\n          - {from: "2024-01-01", store: tsdb, object_store: filesystem, schema: v13}\n',
		);
		expect(isChanged).toBe(false);
		expect(phase?.byHand.map(({ what }) => what)).toEqual([
			expect.stringContaining('Add a period with object_store: s3'),
		]);
	});

	test('that hold a key are told of, without the key', () => {
		const { phase } = withValues(
			'    deploymentMode: SingleBinary\n    loki:\n      storage:\n        s3:\n          accessKeyId: AKIAEXAMPLE\n',
		);
		const told = JSON.stringify(phase?.byHand);
		expect(told).toContain('The keys of Loki stand in its values');
		expect(told).not.toContain('AKIAEXAMPLE');
	});
});

test('a gateway by its address is written with brackets and scheme, and its limits are told', () => {
	const texts = dungeonWithoutRook();
	const config = '.dualstack-lint.yaml';
	texts[config] = (texts[config] ?? '').replace('hostname: rgw.lab.example', 'hostname: "fd5c:9a3e:ce::9"');
	const plan = planned(repository(texts), { phase: 'rook' });
	const after = textsOf(plan.after);
	expect(after[path]).toContain('endpoint: http://[fd5c:9a3e:ce::9]:7480\n');
	expect(after['infrastructure/storage/base/ceph-object-store.yaml']).toContain('- ip: fd5c:9a3e:ce::9\n');
	const [phase] = plan.clusters.flatMap(({ phases }) => phases);
	expect(phase?.byHand.map(({ what }) => what)).toEqual([expect.stringMatching(/^Claims for buckets/)]);
});
