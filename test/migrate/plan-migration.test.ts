import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesFromDisk } from '../../src/repo/disk.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { block } from '../../src/rule.ts';
import { frozen, planned } from './apply.ts';

const release = block`
	apiVersion: helm.toolkit.fluxcd.io/v2
	kind: HelmRelease
	metadata:
	  name: cilium
	  namespace: kube-system
	spec:
	  chart:
	    spec:
	      chart: cilium
	      version: 1.18.2
	      sourceRef: {kind: HelmRepository, name: cilium}
	  values:
	    ipam:
	      mode: cluster-pool
	      operator:
	        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
	`;

function kustomization(name: string, path: string): string {
	return block`
		apiVersion: kustomize.toolkit.fluxcd.io/v1
		kind: Kustomization
		metadata: {name: ${name}, namespace: flux-system}
		spec:
		  interval: 1h
		  prune: true
		  path: ${path}
		  sourceRef: {kind: GitRepository, name: flux-system}
		`;
}

const seed = 'a1b2c3d4e5';

describe('a plan of migration', () => {
	test('appends the IPv6 pool and nothing else where Cilium hands out the blocks', () => {
		const files = filesFromTexts({
			'clusters/home/network.yaml': kustomization('network', './network'),
			'network/cilium.yaml': release,
		});
		const plan = planned(files, { seed });
		const read = plan.after.read('network/cilium.yaml' as RepoPath);
		expect(read?.ok ? read.value.slice(read.value.indexOf('  values:')) : '').toMatchInlineSnapshot(`
			"  values:
			    ipam:
			      mode: cluster-pool
			      operator:
			        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
			        clusterPoolIPv6PodCIDRList:
			          - fda1:b2c3:d4e5::/112
			    ipv6:
			      enabled: true
			"
		`);
		const phases = plan.clusters.flatMap((cluster) => cluster.phases);
		expect(phases.find(({ name }) => name === 're-registration')?.state.kind).toBe('skipped');
	});

	test('keeps a new seed in the configuration, and then proposes the same', () => {
		const files = frozen(filesFromDisk(join(import.meta.dirname, '../repos/talos/single-stack')));
		const plan = planned(files, { seed });
		expect(plan.isSeedNew).toBe(true);
		const read = plan.after.read('.dualstack-lint.yaml' as RepoPath);
		expect(read?.ok ? read.value : '').toContain(seed);
		const again = planned(plan.after, { seed: 'ffffffffff' });
		expect(again.clusters[0]?.target.pod.ipv6).toBe(plan.clusters[0]?.target.pod.ipv6);
	});

	test('changes no value that another cluster has from the same file', () => {
		const files = filesFromTexts({
			'clusters/one/network.yaml': kustomization('network', './network'),
			'clusters/two/network.yaml': kustomization('network', './network'),
			'network/cilium.yaml': release,
		});
		const plan = planned(files, { seed });
		expect(plan.clusters.map(({ cluster }) => cluster)).toEqual(['one', 'two']);
		for (const { phases } of plan.clusters) {
			const cilium = phases.find(({ name }) => name === 'cilium');
			expect(cilium?.state).toMatchObject({ kind: 'blocked', reason: expect.stringContaining('shared') });
			expect(cilium?.edits).toEqual([]);
		}
	});

	test('is blocked where the target moves a range that is in use', () => {
		const files = filesFromTexts({
			'.dualstack-lint.yaml': 'version: 1\ntarget:\n  podCIDRs: [10.99.0.0/16, "fd12:3456:789a::/56"]\n',
			'clusters/home/network.yaml': kustomization('network', './network'),
			'network/cilium.yaml': release,
		});
		const [cluster] = planned(files, { seed }).clusters;
		expect(cluster?.blocked).toEqual([
			'the target moves the pod network from 10.42.0.0/16 to 10.99.0.0/16; a range in use cannot move',
		]);
		expect(cluster?.phases).toEqual([]);
	});

	test('puts masks for each family in the place of the one for both, together with the second range', () => {
		const files = filesFromTexts({
			'clusters/home/network.yaml': kustomization('network', './network'),
			'network/cilium.yaml': release,
			'kubeadm.yaml': block`
				apiVersion: kubeadm.k8s.io/v1beta3
				kind: ClusterConfiguration
				networking:
				  podSubnet: 10.42.0.0/16
				  serviceSubnet: 10.43.0.0/16
				controllerManager:
				  extraArgs:
				    bind-address: 127.0.0.1
				    node-cidr-mask-size: "25" # small nodes
				`,
		});
		const read = planned(files, { seed }).after.read('kubeadm.yaml' as RepoPath);
		expect(read?.ok ? read.value.slice(read.value.indexOf('networking:')) : '').toMatchInlineSnapshot(`
			"networking:
			  podSubnet: 10.42.0.0/16,fda1:b2c3:d4e5::/112
			  serviceSubnet: 10.43.0.0/16,fda1:b2c3:d4e5:1::/112
			controllerManager:
			  extraArgs:
			    bind-address: 127.0.0.1
			    node-cidr-mask-size-ipv4: "25"
			    node-cidr-mask-size-ipv6: "120"
			"
		`);
	});
});
