import { describe, expect, test } from 'vitest';
import { lintRepository } from '../../src/pipeline.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import { block } from '../../src/rule.ts';

/** What a repository says the pod and service networks are, and who says it. */
function networks(texts: Readonly<Record<string, string>>): string[] {
	const outcome = lintRepository(filesFromTexts(texts), []);
	if (!outcome.ok) return [];
	return outcome.value.clusters.flatMap(({ plan }) =>
		plan.declarations
			.filter(({ role, relation }) => (role === 'pod' || role === 'service') && relation === 'is')
			.map(({ role, component, setting, prefixes, standing }) => {
				const list = prefixes.map(({ cidr, text }) => cidr ?? text).join(' ');
				return `${role} ${list} (${component} ${setting}${standing === 'default' ? ', default' : ''})`;
			}),
	);
}

const talosPods = 'pod 10.42.0.0/16 fd5c:9a3e:42::/56 (Talos cluster.network.podSubnets)';

describe('a distribution is known by what its file holds, whatever the file is called', () => {
	test.each<[distribution: string, path: string, text: string, expected: readonly string[]]>([
		[
			'a machine config of Talos',
			'a/settings.yml',
			'version: v1alpha1\nmachine:\n  type: worker\ncluster:\n  network:\n    podSubnets: [10.42.0.0/16, "fd5c:9a3e:42::/56"]\n',
			[talosPods],
		],
		[
			'a patch for Talos',
			'a/x.yaml',
			'cluster:\n  network:\n    podSubnets: [10.42.0.0/16, "fd5c:9a3e:42::/56"]\n',
			[talosPods],
		],
		[
			'the documents of Talos 1.14',
			'b.yaml',
			'apiVersion: v1alpha1\nkind: KubeNetworkConfig\npodSubnets: [10.42.0.0/16]\nserviceSubnets: [10.43.0.0/16]\n',
			[
				'pod 10.42.0.0/16 (Talos KubeNetworkConfig.podSubnets)',
				'service 10.43.0.0/16 (Talos KubeNetworkConfig.serviceSubnets)',
			],
		],
		[
			'talhelper',
			'home.yml',
			'clusterName: lab\nendpoint: https://192.168.1.10:6443\nclusterPodNets: [10.42.0.0/16]\nnodes: [{hostname: one}]\n',
			['pod 10.42.0.0/16 (talhelper clusterPodNets)', 'service 10.96.0.0/12 (talhelper clusterSvcNets, default)'],
		],
		[
			'a config of k3s',
			'one.yaml',
			'cluster-init: true\ncluster-cidr: 10.42.0.0/16,fd5c:9a3e:42::/56\n',
			['pod 10.42.0.0/16 fd5c:9a3e:42::/56 (k3s cluster-cidr)', 'service 10.43.0.0/16 (k3s service-cidr, default)'],
		],
		[
			'a config of RKE2',
			'two.yaml',
			'cni: [cilium]\ncluster-cidr: [10.42.0.0/16, "fd5c:9a3e:42::/56"]\nservice-cidr: 10.43.0.0/16\n',
			['pod 10.42.0.0/16 fd5c:9a3e:42::/56 (RKE2 cluster-cidr)', 'service 10.43.0.0/16 (RKE2 service-cidr)'],
		],
		[
			'a config of k3s as text in a variable',
			'vars/all.yml',
			'server_config_yaml: |\n  flannel-backend: none\n  service-cidr: 10.44.0.0/16\n',
			['service 10.44.0.0/16 (k3s service-cidr)', 'pod 10.42.0.0/16 (k3s cluster-cidr, default)'],
		],
		[
			'arguments of k3s in a variable',
			'vars/servers.yml',
			'extra_server_args: "--flannel-iface=eth0 --cluster-cidr 10.42.0.0/16,fd5c:9a3e:42::/56 --service-cidr=10.43.0.0/16"\n',
			['pod 10.42.0.0/16 fd5c:9a3e:42::/56 (k3s --cluster-cidr)', 'service 10.43.0.0/16 (k3s --service-cidr)'],
		],
		[
			'k3d',
			'dev.yaml',
			'apiVersion: k3d.io/v1alpha5\nkind: Simple\noptions:\n  k3s:\n    extraArgs:\n      - {arg: "--cluster-cidr=10.42.0.0/16@server:*"}\n',
			['pod 10.42.0.0/16 (k3d --cluster-cidr)'],
		],
		[
			'Kairos',
			'cloud.yaml',
			'#cloud-config\nk3s:\n  enabled: true\n  args:\n    - --cluster-cidr 10.42.0.0/16\n    - --service-cidr=10.43.0.0/16\n',
			['pod 10.42.0.0/16 (k3s --cluster-cidr)', 'service 10.43.0.0/16 (k3s --service-cidr)'],
		],
		[
			'a unit of systemd',
			'units/server.service',
			"[Service]\nExecStart=/usr/local/bin/k3s \\\n  server \\\n  '--cluster-cidr=10.42.0.0/16' \\\n  '--service-cidr' '10.43.0.0/16'\n",
			['pod 10.42.0.0/16 (k3s --cluster-cidr)', 'service 10.43.0.0/16 (k3s --service-cidr)'],
		],
		[
			'the installer of k3s with its arguments in a variable',
			'up.sh',
			'curl -sfL https://get.k3s.io | INSTALL_K3S_EXEC="server --cluster-cidr=10.42.0.0/16" sh -\n',
			['pod 10.42.0.0/16 (k3s --cluster-cidr)'],
		],
		[
			'the installer of k3s with arguments behind a dash',
			'up',
			'#!/bin/sh\ncurl -sfL https://get.k3s.io | sh -s - server --service-cidr 10.43.0.0/16\n',
			['service 10.43.0.0/16 (k3s --service-cidr)'],
		],
		[
			'k0s',
			'zero.yaml',
			'apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nspec:\n  network:\n    podCIDR: 10.42.0.0/16\n',
			['pod 10.42.0.0/16 (k0s network.podCIDR)', 'service 10.96.0.0/12 (k0s network.serviceCIDR, default)'],
		],
		[
			'k0sctl',
			'ctl.yaml',
			'apiVersion: k0sctl.k0sproject.io/v1beta1\nkind: Cluster\nspec: {k0s: {config: {spec: {network: {podCIDR: 10.42.0.0/16, serviceCIDR: 10.43.0.0/16}}}}}\n',
			['pod 10.42.0.0/16 (k0s network.podCIDR)', 'service 10.43.0.0/16 (k0s network.serviceCIDR)'],
		],
		[
			'kubespray',
			'x.yml',
			'kube_service_addresses: 10.43.0.0/18\nipv6_stack: true\n',
			[
				'service 10.43.0.0/18 (kubespray kube_service_addresses)',
				'pod 10.233.64.0/18 fd85:ee78:d8a6:8607::1:0/112 (kubespray kube_pods_subnet, default)',
			],
		],
		[
			'Cluster API',
			'c.yaml',
			'apiVersion: cluster.x-k8s.io/v1beta2\nkind: Cluster\nmetadata: {name: lab}\nspec: {clusterNetwork: {pods: {cidrBlocks: [10.42.0.0/16]}}}\n',
			['pod 10.42.0.0/16 (Cluster API spec.clusterNetwork.pods.cidrBlocks)'],
		],
		[
			'kOps',
			'o.yaml',
			'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {name: lab}\nspec: {podCIDR: 10.42.0.0/16}\n',
			['pod 10.42.0.0/16 (kOps spec.podCIDR)'],
		],
		[
			'kind with both families and nothing else',
			'd.yaml',
			'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnetworking: {ipFamily: dual}\n',
			[
				'pod 10.244.0.0/16 fd00:10:244::/56 (kind networking.podSubnet, default)',
				'service 10.96.0.0/16 fd00:10:96::/112 (kind networking.serviceSubnet, default)',
			],
		],
		[
			'EKS Anywhere',
			'e.yaml',
			'apiVersion: anywhere.eks.amazonaws.com/v1alpha1\nkind: Cluster\nmetadata: {name: lab}\nspec: {clusterNetwork: {services: {cidrBlocks: [10.43.0.0/16]}}}\n',
			['service 10.43.0.0/16 (EKS Anywhere spec.clusterNetwork.services.cidrBlocks)'],
		],
	])('%s', (_, path, text, expected) => {
		expect(networks({ [path]: text }).sort()).toEqual([...expected].sort());
	});
});

describe('variables of Ansible', () => {
	const config =
		'k3s_server:\n  cluster-cidr: "{{ pods4 }},{{ pods6 }}"\n  service-cidr: "{{ services | default(x) }}"\n';

	test('are put in where all files of the inventory agree', () => {
		const texts = {
			'ansible/group_vars/servers/k3s.yml': config,
			'ansible/group_vars/all/net.yml': 'pods4: 10.42.0.0/16\npods6: fd5c:9a3e:42::/56\n',
			'other/group_vars/all.yml': 'pods4: 10.99.0.0/16\n',
		};
		expect(networks(texts)).toEqual(['pod 10.42.0.0/16 fd5c:9a3e:42::/56 (k3s cluster-cidr)']);
	});

	test('stay unknown where files disagree, are missing or hold variables themselves', () => {
		const of = (text: string) =>
			networks({
				'group_vars/servers.yml': config,
				'group_vars/all.yml': text,
				'host_vars/one.yml': 'pods4: 10.43.0.0/16\n',
			});
		expect(of('pods4: 10.42.0.0/16\npods6: fd5c:9a3e:42::/56\n')).toEqual([]);
		expect(of('pods6: "{{ pods4 }}"\n')).toEqual([]);
		expect(of('')).toEqual([]);
	});
});

describe('two distributions in one repository', () => {
	const files = {
		'talos/config.yaml': 'cluster:\n  network:\n    podSubnets: [10.244.0.0/16]\n    serviceSubnets: [10.96.0.0/12]\n',
		'hosts/one/config.yaml': 'cluster-init: true\ncluster-cidr: 10.42.0.0/16\nservice-cidr: 10.43.0.0/16\n',
		'clusters/lab/apps.yaml': block`
			apiVersion: kustomize.toolkit.fluxcd.io/v1
			kind: Kustomization
			metadata: {name: apps, namespace: flux-system}
			spec: {interval: 1h, path: ./apps, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
		`,
	};
	const k3s = ['pod 10.42.0.0/16 (k3s cluster-cidr)', 'service 10.43.0.0/16 (k3s service-cidr)'];

	test('nobody can tell which', () => {
		expect(networks({ ...files, 'apps/a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n' })).toEqual([]);
	});

	test('a plan for upgrades that the cluster is given tells', () => {
		const plan = block`
			apiVersion: upgrade.cattle.io/v1
			kind: Plan
			metadata: {name: server, namespace: system-upgrade}
			spec: {upgrade: {image: rancher/k3s-upgrade}}
		`;
		expect(networks({ ...files, 'apps/plan.yaml': plan })).toEqual(k3s);
	});

	test('so do variables of substitutions that name the networks of one of them', () => {
		const settings = block`
			apiVersion: v1
			kind: ConfigMap
			metadata: {name: settings, namespace: flux-system}
			data: {PODS: 10.42.0.0/16, SERVICES: 10.43.0.0/16, POOL: 192.168.1.0/28}
		`;
		const apps = block`
			apiVersion: kustomize.toolkit.fluxcd.io/v1
			kind: Kustomization
			metadata: {name: apps, namespace: flux-system}
			spec:
			  interval: 1h
			  path: ./apps
			  prune: true
			  sourceRef: {kind: GitRepository, name: flux-system}
			  postBuild: {substituteFrom: [{kind: ConfigMap, name: settings}]}
		`;
		const texts = { 'clusters/lab/settings.yaml': settings, 'clusters/lab/apps.yaml': apps };
		const pool = block`
			apiVersion: metallb.io/v1beta1
			kind: IPAddressPool
			metadata: {name: lan, namespace: metallb-system}
			spec: {addresses: ["\${POOL}"]}
		`;
		expect(networks({ ...files, ...texts, 'apps/pool.yaml': pool })).toEqual(k3s);
	});
});

describe('defaults of a distribution', () => {
	test('are silent where another file of it names the network', () => {
		const texts = {
			'hosts/one/a.yaml': 'cluster-init: true\n',
			'hosts/two/b.yaml': 'cluster-init: true\ncluster-cidr: 10.42.0.0/16\n',
		};
		expect(networks(texts)).toEqual([
			'pod 10.42.0.0/16 (k3s cluster-cidr)',
			'service 10.43.0.0/16 (k3s service-cidr, default)',
		]);
	});

	test.each([
		['an agent', 'node-ip: 192.168.1.10\n'],
		['a server with an IPv6 address', 'cluster-init: true\nnode-ip: fd10:96e5::10\nservice-cidr: 10.43.0.0/16\n'],
		[
			'a template of which a part may be left out',
			'cluster-init: true\n{% if pods %}\ncluster-cidr: {{ pods }}\n{% endif %}\n',
		],
		[
			'a machine config of a worker',
			'version: v1alpha1\nmachine:\n  type: worker\n  sysctls: {}\ncluster: {network: {}}\n',
		],
		[
			'a value that a template fills in',
			'cluster-init: true\ncluster-cidr: "{{ pods }}"\nservice-cidr: "{{ services }}"\n',
		],
	])('are not taken from %s', (_, text) => {
		expect(networks({ 'hosts/one/config.yaml': text }).filter((line) => line.includes('default'))).toEqual([]);
	});
});
