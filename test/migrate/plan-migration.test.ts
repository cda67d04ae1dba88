import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { overlaps } from '../../src/network/cidr.ts';
import { filesFromDisk } from '../../src/repo/disk.ts';
import { filesFromTexts, type RepoFiles } from '../../src/repo/files.ts';
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

function textOf(files: RepoFiles, path: string): string {
	const read = files.read(path as RepoPath);
	return read?.ok ? read.value : '';
}

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

	const shared = {
		'clusters/one/network.yaml': kustomization('network', './network'),
		'clusters/two/network.yaml': kustomization('network', './network'),
		'network/cilium.yaml': release,
	};

	test('patches a release for one cluster where another one has it from the same file', () => {
		const { clusters, after } = planned(filesFromTexts(shared), { seed });
		expect(clusters.map(({ cluster }) => cluster)).toEqual(['one', 'two']);
		expect(textOf(after, 'network/cilium.yaml')).toBe(release);
		expect(textOf(after, 'clusters/one/network.yaml')).toMatchInlineSnapshot(`
			"apiVersion: kustomize.toolkit.fluxcd.io/v1
			kind: Kustomization
			metadata: {name: network, namespace: flux-system}
			spec:
			  interval: 1h
			  prune: true
			  path: ./network
			  patches:
			    - target:
			        kind: HelmRelease
			        name: cilium
			      patch: |
			        apiVersion: helm.toolkit.fluxcd.io/v2
			        kind: HelmRelease
			        metadata:
			          name: cilium
			          namespace: kube-system
			        spec:
			          values:
			            ipv6:
			              enabled: true
			            ipam:
			              operator:
			                clusterPoolIPv6PodCIDRList:
			                  - fda1:b2c3:d4e5::/112
			  sourceRef: {kind: GitRepository, name: flux-system}
			"
		`);
		for (const { cluster, phases } of clusters) {
			const cilium = phases.find(({ name }) => name === 'cilium');
			expect(cilium?.state.kind).toBe('to-do');
			expect(cilium?.edits.map(({ file }) => file)).toEqual([`clusters/${cluster}/network.yaml`]);
		}
		const again = planned(after, { seed }).clusters.flatMap(({ phases }) => phases);
		expect(again.flatMap(({ edits }) => edits)).toEqual([]);
	});

	test('proposes other prefixes for each cluster', () => {
		const { clusters } = planned(filesFromTexts(shared), { seed });
		const prefixes = clusters.flatMap(({ target }) => [target.pod.ipv6, target.service.ipv6]);
		expect(new Set(prefixes).size).toBe(4);
		for (const [i, one] of prefixes.entries())
			for (const other of prefixes.slice(i + 1)) expect(overlaps(one, other)).toBe(false);
	});

	test('leaves values alone that other clusters have, and says what belongs into an overlay', () => {
		const inOne =
			'spec: {interval: 1h, prune: true, path: ./network, sourceRef: {kind: GitRepository, name: flux-system}}';
		const head =
			'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: network, namespace: flux-system}\n';
		const files = filesFromTexts({ ...shared, 'clusters/one/network.yaml': `${head}${inOne}\n` });
		const cilium = planned(files, { seed }).clusters[0]?.phases.find(({ name }) => name === 'cilium');
		expect(cilium?.state).toMatchObject({ kind: 'blocked', reason: expect.stringContaining('shared') });
		expect(cilium?.edits).toEqual([]);
		expect(cilium?.byHand.map(({ what, text }) => `${what}:\n${text}`).join('\n')).toMatchInlineSnapshot(`
			"Add IPv6 to Cilium's values, in an overlay of one:
			apiVersion: helm.toolkit.fluxcd.io/v2
			kind: HelmRelease
			metadata:
			  name: cilium
			  namespace: kube-system
			spec:
			  values:
			    ipv6:
			      enabled: true
			    ipam:
			      operator:
			        clusterPoolIPv6PodCIDRList:
			          - fda1:b2c3:d4e5::/112"
		`);
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
			    node-cidr-mask-size-ipv4: "25" # small nodes
			    node-cidr-mask-size-ipv6: "120"
			"
		`);
	});

	test('gives values that were renamed the names that the pinned chart reads', () => {
		const old = release
			.replace('version: 1.18.2', 'version: 1.16.4')
			.replace(
				'  values:\n',
				'  values:\n    tunnel: disabled # as on bare metal\n    ipv4NativeRoutingCIDR: 10.42.0.0/16\n',
			);
		const files = filesFromTexts({
			'clusters/home/network.yaml': kustomization('network', './network'),
			'network/cilium.yaml': old,
		});
		const text = textOf(planned(files, { seed }).after, 'network/cilium.yaml');
		expect(text.slice(text.indexOf('  values:'))).toMatchInlineSnapshot(`
			"  values:
			    routingMode: native # as on bare metal
			    ipv4NativeRoutingCIDR: 10.42.0.0/16
			    ipam:
			      mode: cluster-pool
			      operator:
			        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
			        clusterPoolIPv6PodCIDRList:
			          - fda1:b2c3:d4e5::/112
			    ipv6:
			      enabled: true
			    ipv6NativeRoutingCIDR: fda1:b2c3:d4e5::/112
			"
		`);
	});

	test('puts the second range behind a variable of Flux, which others use as one range', () => {
		const files = filesFromTexts({
			'clusters/home/network.yaml': `${kustomization('network', './network').trimEnd()}\n  postBuild:\n    substitute: {PODS: 10.42.0.0/16, SERVICES: 10.43.0.0/16}\n`,
			'network/kubeadm.yaml': block`
				apiVersion: v1
				kind: ConfigMap
				metadata: {name: kubeadm-config, namespace: kube-system}
				data:
				  ClusterConfiguration: |
				    apiVersion: kubeadm.k8s.io/v1beta4
				    kind: ClusterConfiguration
				    networking:
				      podSubnet: ${'$'}{PODS} # of all nodes
				      serviceSubnet: "${'$'}{SERVICES}"
				`,
		});
		const text = textOf(planned(files, { seed }).after, 'network/kubeadm.yaml');
		expect(text.slice(text.indexOf('    networking:'))).toMatchInlineSnapshot(`
			"    networking:
			      podSubnet: "\${PODS},fda1:b2c3:d4e5::/56" # of all nodes
			      serviceSubnet: "\${SERVICES},fda1:b2c3:d4e5:100::/112"
			"
		`);
	});

	test('gives kubespray its own variables for IPv6 and switches them on', () => {
		const files = filesFromTexts({
			'inventory/group_vars/k8s_cluster/k8s-cluster.yml':
				'kube_version: 1.34.1\nkube_pods_subnet: 10.42.0.0/16 # of all nodes\nkube_service_addresses: 10.43.0.0/16\nkube_network_node_prefix: 24\nenable_dual_stack_networks: false\n',
		});
		const { after, clusters } = planned(files, { seed });
		expect(clusters[0]?.phases.find(({ name }) => name === 'control-plane')?.byHand).toEqual([]);
		expect(textOf(after, 'inventory/group_vars/k8s_cluster/k8s-cluster.yml')).toMatchInlineSnapshot(`
			"kube_version: 1.34.1
			kube_pods_subnet: 10.42.0.0/16 # of all nodes
			kube_pods_subnet_ipv6: fda1:b2c3:d4e5::/56
			kube_service_addresses: 10.43.0.0/16
			kube_service_addresses_ipv6: fda1:b2c3:d4e5:100::/112
			kube_network_node_prefix: 24
			kube_network_node_prefix_ipv6: 64
			enable_dual_stack_networks: true
			"
		`);
	});
});
