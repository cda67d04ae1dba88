import { describe, expect, test } from 'vitest';
import { planned } from '../apply.ts';
import { cephBlock, dungeonWithoutRook, nested, repository, textsOf } from './repositories.ts';

/** A repository that connects already, with some texts changed. */
function connected(
	change: (text: string, path: string) => string,
	asked: Parameters<typeof dungeonWithoutRook>[0] = {},
) {
	const { after } = planned(repository(dungeonWithoutRook(asked)), { phase: 'rook' });
	return Object.fromEntries(Object.entries(textsOf(after)).map(([path, text]) => [path, change(text, path)]));
}

function run(texts: Record<string, string>) {
	const plan = planned(repository(texts), { phase: 'rook' });
	const [phase] = plan.clusters.flatMap(({ phases }) => phases);
	if (phase === undefined) throw new Error('there is no plan');
	const after = textsOf(plan.after);
	const changed = Object.keys(after).filter((path) => after[path] !== texts[path]);
	return { phase, after, changed };
}

const endpoints = 'infrastructure/storage/overlays/production/rook-ceph-mon-endpoints.yaml';
const list = 'key-001=[fd5c:9a3e:ce::1]:6789,key-002=[fd5c:9a3e:ce::2]:6789,key-003=[fd5c:9a3e:ce::3]:6789';

/** The line of the monitors after the phase, when it said something else before. */
function lineAfter(data: string): string | undefined {
	const { after, changed } = run(connected((text, path) => (path === endpoints ? text.replace(list, data) : text)));
	expect(changed.filter((path) => path !== endpoints)).toEqual([]);
	return /^ {2}data: (.*)$/m.exec(after[endpoints] ?? '')?.[1];
}

describe('a list of monitors that is there', () => {
	test.each([
		['has a monitor too few', '"key-001=[fd5c:9a3e:ce::1]:6789"', `"${list}"`],
		['has a monitor too many', `${list},key-009=[fd5c:9a3e:ce::9]:6789`, list],
		['has other names for the same addresses', `"${list.replaceAll('key-00', 'm')}"`, `"${list}"`],
		['has no brackets', "'key-001=fd5c:9a3e:ce::1:6789'", `'${list}'`],
		['is empty', '""', `"${list}"`],
	])('%s gets those of the configuration, in its own quotes', (_, before, after) => {
		expect(lineAfter(before)).toBe(after);
	});

	test.each([
		['another order', list.split(',').reverse().join(',')],
		['another spelling', list.replace('fd5c:9a3e:ce::1', 'FD5C:9a3e:00ce:0::1')],
	])('is left alone with %s', (_, data) => {
		expect(lineAfter(data)).toBe(data);
	});

	test('is left to a person where it is encrypted', () => {
		const { phase, changed } = run(
			connected((text, path) =>
				path === endpoints
					? text.replace(/data: key.*/, 'data: ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==,type:str]')
					: text,
			),
		);
		expect(changed).toEqual([]);
		expect(phase.byHand.map(({ what }) => what)).toEqual([expect.stringContaining('is encrypted')]);
	});

	test('gets the annotations that keep Flux from writing over what Rook keeps', () => {
		const { after } = run(
			connected((text, path) => (path === endpoints ? text.replace(/ {2}annotations:\n(?: {4}.*\n)+/, '') : text)),
		);
		expect(after[endpoints]).toMatch(
			/annotations:\n {4}kustomize.toolkit.fluxcd.io\/ssa: IfNotPresent\n {4}kustomize.toolkit.fluxcd.io\/prune: disabled\n/,
		);
	});
});

describe('objects that are there', () => {
	test('a class of the same pool under another name will do', () => {
		const path = 'infrastructure/storage/base/storage-class-ceph-rbd.yaml';
		expect(
			run(connected((text, at) => (at === path ? text.replace('name: ceph-rbd\n', 'name: block\n') : text))).changed,
		).toEqual([]);
	});

	test('a class of another pool is never changed', () => {
		const path = 'infrastructure/storage/base/storage-class-ceph-rbd.yaml';
		const { phase, changed } = run(
			connected((text, at) => (at === path ? text.replace('pool: volumes\n', 'pool: others\n') : text)),
		);
		expect(changed).toEqual([]);
		expect(phase.byHand).toEqual([
			{ what: expect.stringContaining('StorageClass ceph-rbd has other parameters'), text: 'pool: "volumes"' },
		]);
	});

	test('a CephCluster that collects crashes is a consumer no more', () => {
		const path = 'infrastructure/storage/base/ceph-cluster.yaml';
		const before = connected((text, at) => (at === path ? text.replace('disable: true', 'disable: false') : text));
		expect(run(before).after[path]).toContain('  crashCollector:\n    disable: true\n');
	});

	test('a gateway that has moved is written where it stands', () => {
		const path = 'infrastructure/storage/base/ceph-object-store.yaml';
		const before = connected((text, at) =>
			at === path ? text.replace('rgw.lab', 'old.lab').replace('7480', '80') : text,
		);
		const { after, changed } = run(before);
		expect(changed).toEqual([path]);
		expect(after[path]).toMatch(/port: 7480\n.*\n {6}- hostname: rgw\.lab\.example/);
	});

	test('a Secret that is there is not asked for again', () => {
		const before = connected((text) => text, { secrets: '{mode: sops}' });
		const names = (texts: Record<string, string>) =>
			run(texts)
				.phase.byHand.map(({ what }) => /^Write (\S+)/.exec(what)?.[1])
				.filter((name) => name !== undefined);
		const folder = 'infrastructure/storage/overlays/production';
		expect(names(before)[0]).toBe(`${folder}/rook-ceph-mon.sops.yaml`);
		expect(names(before)).toHaveLength(6);
		const kustomization = `${folder}/kustomization.yaml`;
		const written = {
			...before,
			[kustomization]: `${before[kustomization]}  - rook-ceph-mon.sops.yaml\n`,
			[`${folder}/rook-ceph-mon.sops.yaml`]:
				'apiVersion: v1\nkind: Secret\nmetadata:\n  name: rook-ceph-mon\n  namespace: rook-ceph\nsops: {}\n',
		};
		expect(names(written)).toHaveLength(5);
	});

	test('the release of another version is patched for its own', () => {
		const before = connected(
			(text, path) => (path === '.dualstack-lint.yaml' ? text.replace('v1.18.11', 'v1.20.6') : text),
			{ version: 'v1.18.11' },
		);
		const { phase, changed } = run(before);
		expect(changed).toEqual([]);
		expect(phase.byHand[0]?.what).toMatch(/^ceph.rook.version is v1.20.6, the release pins v1.18.11/);
	});
});

describe('a CephCluster in a namespace of its own', () => {
	test('gets what the chart of the operator makes for its own namespace only', () => {
		const asked = { ceph: '  rbd: {pool: volumes}\n', secrets: '{mode: manual}' };
		const texts = dungeonWithoutRook(asked);
		const path = '.dualstack-lint.yaml';
		texts[path] = (texts[path] ?? '').replace(
			'rook: {version: v1.20.6}',
			'rook: {version: v1.20.6, clusterNamespace: ceph}',
		);
		const { after, changed } = run(texts);
		const base = 'infrastructure/storage/base/';
		expect(changed.filter((one) => one.startsWith(base)).map((one) => one.slice(base.length))).toEqual([
			'ceph-cluster.yaml',
			'kustomization.yaml',
			'namespace.yaml',
			'role-binding-rook-ceph-cluster-mgmt.yaml',
			'role-binding-rook-ceph-cmd-reporter.yaml',
			'role.yaml',
			'service-account-rook-ceph-cmd-reporter.yaml',
			'service-account-rook-ceph-default.yaml',
			'storage-class-ceph-rbd.yaml',
		]);
		expect(after[`${base}storage-class-ceph-rbd.yaml`]).toMatch(/provisioner: rook-ceph\.rbd[\s\S]*clusterID: ceph\n/);
		expect(run(after).changed).toEqual([]);
	});
});

describe('conventions of the configuration', () => {
	test('win over what neighbours show', () => {
		const more =
			'conventions: {storageFolder: ceph/base, overlayFolder: ceph/lab, operatorFolder: infrastructure/controllers/base/rook, fileNames: lower, comments: false}\n';
		const { phase, changed, after } = run(dungeonWithoutRook({ more, secrets: '{mode: manual}' }));
		expect(phase.state.kind).toBe('to-do');
		expect(changed).toEqual(
			expect.arrayContaining([
				'ceph/base/cephcluster.yaml',
				'ceph/lab/rook-ceph-mon-endpoints.yaml',
				'infrastructure/controllers/base/rook/helmrelease.yaml',
			]),
		);
		expect(after['ceph/base/cephcluster.yaml']).not.toContain('#');
		expect(run(after).changed).toEqual([]);
	});
});

describe('egress', () => {
	const deny = (namespace: string, kind: string) =>
		kind === 'NetworkPolicy'
			? `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: deny\n  namespace: ${namespace}\nspec:\n  podSelector: {}\n  policyTypes: [Egress]\n`
			: `apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata:\n  name: deny\n  namespace: ${namespace}\nspec:\n  endpointSelector: {}\n  egress:\n    - {}\n`;
	const withPolicy = (text: string) => {
		const texts = dungeonWithoutRook();
		const list = 'infrastructure/configs/base/kustomization.yaml';
		return {
			...texts,
			[list]: `${texts[list]}  - policies/deny.yaml\n`,
			'infrastructure/configs/base/policies/deny.yaml': text,
		};
	};

	test.each([
		['CiliumNetworkPolicy', 'toCIDR:\n        - fd5c:9a3e:ce::/64', 'cilium-network-policy'],
		['NetworkPolicy', 'ipBlock:\n            cidr: fd5c:9a3e:ce::/64', 'network-policy'],
	])('is let out where a %s of the namespace denies it', (kind, range, file) => {
		const { after, changed } = run(withPolicy(deny('loki', kind)));
		const path = `infrastructure/configs/base/policies/${file}-ceph-egress.yaml`;
		expect(changed).toContain(path);
		expect(after[path]).toContain(range);
		expect(after[path]).toMatch(/port: "?7480"?/);
		expect(after['infrastructure/configs/base/kustomization.yaml']).toContain(`- policies/${file}-ceph-egress.yaml`);
		expect(run(after).changed).toEqual([]);
	});

	test('needs no policy where nothing denies it, nor for pods on the network of the nodes', () => {
		for (const namespace of ['rook-ceph', 'elsewhere'])
			expect(run(withPolicy(deny(namespace, 'NetworkPolicy'))).changed.join()).not.toContain('ceph-egress');
	});
});

test('a repository without any release tells where to begin', () => {
	const texts = {
		'.dualstack-lint.yaml': `version: 1\nfiles: [kubeadm.yaml]\n${cephBlock({ ceph: '  rbd: {pool: a}\n' })}`,
		'kubeadm.yaml': nested()['kubeadm.yaml'] ?? '',
		'clusters/lab/a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n',
	};
	const { phase, changed } = run(texts);
	expect(changed).toEqual([]);
	expect(phase.byHand.map(({ what }) => what)).toEqual([expect.stringMatching(/operatorFolder and storageFolder/)]);
});
