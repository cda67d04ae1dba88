import { describe, expect, test } from 'vitest';
import type { Reader } from '../../src/network/reader.ts';
import { kubeProxy } from '../../src/network/readers/kube-proxy.ts';
import { kubeadm } from '../../src/network/readers/kubeadm.ts';
import { staticPods } from '../../src/network/readers/static-pods.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { mapsOf, parseFile } from '../../src/repo/parse.ts';
import { showFacts } from '../support/show-facts.ts';

function read(reader: Reader, text: string, path = 'file.yaml'): string {
	const file = path as RepoPath;
	const documents = mapsOf(parseFile(file, text));
	const facts = documents.flatMap((root) => [...(reader.document?.({ root, source: 'file', file }) ?? [])]);
	return `\n${showFacts(facts, text)}\n`;
}

describe('kubeadm', () => {
	test('v1beta4: networks, flags in lists, the version', () => {
		const text = `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.34.1
networking:
  podSubnet: 10.42.0.0/16,fd00:10:42::1/56
  serviceSubnet: "10.43.0.0/16, fd00:10:43::/112"
apiServer:
  extraArgs:
    - name: service-cluster-ip-range
      value: 10.43.0.0/16
controllerManager:
  extraArgs:
    - {name: node-cidr-mask-size-ipv4, value: "24"}
    - {name: node-cidr-mask-size-ipv6, value: "/80"}
    - {name: node-cidr-mask-size-ipv4, value: "25"}
scheduler: {}
`;
		expect(read(kubeadm, text)).toMatchInlineSnapshot(`
			"
			kubeadm in file
			live pod by kubeadm networking.podSubnet (comma-list)
			  10.42.0.0/16 | 5:14 10.42.0.0/16
			  fd00:10:42::/56 host-bits | 5:27 fd00:10:42::1/56
			live service by kubeadm networking.serviceSubnet (comma-list)
			  10.43.0.0/16 | 6:19 10.43.0.0/16
			  - spaces | 6:32  fd00:10:43::/112
			kube-apiserver by kubeadm, in part
			  --service-cluster-ip-range 10.43.0.0/16 | 10:14 10.43.0.0/16
			live service by kubeadm apiServer.extraArgs.service-cluster-ip-range (comma-list)
			  10.43.0.0/16 | 10:14 10.43.0.0/16
			kube-controller-manager by kubeadm, in part
			  --node-cidr-mask-size-ipv4 24 | 13:47 "24"
			  --node-cidr-mask-size-ipv6 /80 | 14:47 "/80"
			  --node-cidr-mask-size-ipv4 25 | 15:47 "25"
			live mask IPv4 by kubeadm controllerManager.extraArgs.node-cidr-mask-size-ipv4: 25 | 15:48 25
			live mask IPv6 by kubeadm controllerManager.extraArgs.node-cidr-mask-size-ipv6: <a node mask in "/80"> | 14:47 "/80"
			version of kubernetes by kubeadm: v1.34.1 | 3:20 v1.34.1
			"
		`);
	});

	test('v1beta3: flags in maps, a number where text belongs', () => {
		const text = `apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
kubernetesVersion: 1.30
networking: {podSubnet: '', serviceSubnet: null}
controllerManager:
  extraArgs:
    cluster-cidr: '10.42.0.0/16'
    node-cidr-mask-size: 24
`;
		expect(read(kubeadm, text)).toMatchInlineSnapshot(`
			"
			kubeadm in file
			kube-controller-manager by kubeadm, in part
			  --cluster-cidr 10.42.0.0/16 | 7:19 '10.42.0.0/16'
			  --node-cidr-mask-size number 24 | 8:26 24
			live pod by kubeadm controllerManager.extraArgs.cluster-cidr (comma-list)
			  10.42.0.0/16 | 7:20 10.42.0.0/16
			live mask of both by kubeadm controllerManager.extraArgs.node-cidr-mask-size: 24 | 8:26 24
			version of kubernetes by kubeadm: 1.30 | 3:20 1.30
			"
		`);
	});

	test('what a template fills in is unknown', () => {
		const text = `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: "{{ kubernetes_version }}"
networking:
  podSubnet: {{ pod_cidr }}
  serviceSubnet: \${SERVICE_CIDR}
controllerManager:
  extraArgs:
    - name: node-cidr-mask-size-ipv6
      value: NODE_MASK
`;
		expect(read(kubeadm, text)).toMatchInlineSnapshot(`
			"
			kubeadm in file
			unresolved, templated: a map in place of a text | 5:14 {{ pod_cidr }}
			unresolved, templated: the value of \${SERVICE_CIDR} | 6:18 \${SERVICE_CIDR}
			kube-controller-manager by kubeadm, in part
			  --node-cidr-mask-size-ipv6 <the value of NODE_MASK> | 10:14 NODE_MASK
			live mask IPv6 by kubeadm controllerManager.extraArgs.node-cidr-mask-size-ipv6: <the value of NODE_MASK> | 10:14 NODE_MASK
			version of kubernetes by kubeadm: <the value of {{ kubernetes_version }}> | 3:20 "{{ kubernetes_version }}"
			"
		`);
	});

	test('Init- and JoinConfiguration: the kubelet and the API server of one node', () => {
		const text = `apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint:
  advertiseAddress: 192.168.1.10
nodeRegistration:
  name: one
  kubeletExtraArgs:
    - name: node-ip
      value: 192.168.1.10,fd00:1::10
---
apiVersion: kubeadm.k8s.io/v1beta3
kind: JoinConfiguration
controlPlane:
  localAPIEndpoint:
    advertiseAddress: 192.168.1.11
nodeRegistration:
  kubeletExtraArgs:
    node-ip: 192.168.1.11
`;
		expect(read(kubeadm, text, 'nodes/two/kubeadm.yaml')).toMatchInlineSnapshot(`
			"
			kubeadm-node
			kubelet by kubeadm, in part on one
			  --node-ip 192.168.1.10,fd00:1::10 | 9:14 192.168.1.10,fd00:1::10
			kube-apiserver by kubeadm, in part on one
			  --advertise-address 192.168.1.10 | 4:21 192.168.1.10
			kubeadm-node
			kubelet by kubeadm, in part on two
			  --node-ip 192.168.1.11 | 18:14 192.168.1.11
			kube-apiserver by kubeadm, in part on two
			  --advertise-address 192.168.1.11 | 15:23 192.168.1.11
			"
		`);
	});

	test('the ConfigMap of the cluster', () => {
		const text = `apiVersion: v1
kind: ConfigMap
metadata: {name: kubeadm-config, namespace: kube-system}
data:
  ClusterConfiguration: |
    apiVersion: kubeadm.k8s.io/v1beta4
    kind: ClusterConfiguration
    networking:
      podSubnet: "10.42.0.0/16,fd00:10:42::/56"
`;
		expect(read(kubeadm, text)).toMatchInlineSnapshot(`
			"
			kubeadm in ConfigMap kube-system/kubeadm-config
			live pod by kubeadm networking.podSubnet (comma-list)
			  10.42.0.0/16 | 9:19 10.42.0.0/16
			  fd00:10:42::/56 | 9:32 fd00:10:42::/56
			"
		`);
	});

	test.each([
		[
			'another group',
			'apiVersion: kubeadm.example.org/v1\nkind: ClusterConfiguration\nnetworking: {podSubnet: 10.42.0.0/16}',
		],
		['another kind', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ResetConfiguration'],
		[
			'another ConfigMap',
			'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {ClusterConfiguration: "kind: ClusterConfiguration"}',
		],
		['a ConfigMap without data', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubeadm-config}'],
	])('%s says nothing', (_, text) => {
		expect(read(kubeadm, text)).toBe('\n\n');
	});
});

describe('static pods', () => {
	const pod = (spec: string, name = 'kube-controller-manager') =>
		`apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: kube-system}\nspec:\n${spec}`;

	test('flags with and without an equals sign, the node by its folder', () => {
		const text = pod(`  containers:
    - name: kube-controller-manager
      image: registry.k8s.io/kube-controller-manager:v1.34.1@sha256:0
      command:
        - /usr/local/bin/kube-controller-manager
        - --allocate-node-cidrs
        - --cluster-cidr=10.42.0.0/16,fd00:10:42::/56
        - --node-cidr-mask-size-ipv6=80
      args: [--service-cluster-ip-range, "10.43.0.0/16,fd00:10:43::/112", --node-cidr-mask-size-ipv4, '24']
`);
		expect(read(staticPods, text, 'nodes/one/etc/kubernetes/manifests/kcm.yaml')).toMatchInlineSnapshot(`
			"
			kube-controller-manager by static pod on one
			  --allocate-node-cidrs true | 10:11 --allocate-node-cidrs
			  --cluster-cidr 10.42.0.0/16,fd00:10:42::/56 | 11:26 10.42.0.0/16,fd00:10:42::/56
			  --node-cidr-mask-size-ipv6 80 | 12:38 80
			  --service-cluster-ip-range 10.43.0.0/16,fd00:10:43::/112 | 13:42 "10.43.0.0/16,fd00:10:43::/112"
			  --node-cidr-mask-size-ipv4 24 | 13:103 '24'
			live pod by kube-controller-manager --cluster-cidr (comma-list) on one
			  10.42.0.0/16 | 11:26 10.42.0.0/16
			  fd00:10:42::/56 | 11:39 fd00:10:42::/56
			live service by kube-controller-manager --service-cluster-ip-range (comma-list) on one
			  10.43.0.0/16 | 13:43 10.43.0.0/16
			  fd00:10:43::/112 | 13:56 fd00:10:43::/112
			live mask IPv4 by kube-controller-manager --node-cidr-mask-size-ipv4 on one: 24 | 13:104 24
			live mask IPv6 by kube-controller-manager --node-cidr-mask-size-ipv6 on one: 80 | 12:38 80
			version of kubernetes by kube-controller-manager: v1.34.1 | 7:54 v1.34.1
			"
		`);
	});

	test('the node by the name of the mirror Pod, the process by the image', () => {
		const text = pod(
			`  containers:\n    - image: registry.k8s.io/kube-apiserver:v1.34.1\n      args: ['--service-cluster-ip-range=10.43.0.0/16']\n`,
			'kube-apiserver-one',
		);
		expect(read(staticPods, text)).toMatchInlineSnapshot(`
			"
			kube-apiserver by static pod on one
			  --service-cluster-ip-range 10.43.0.0/16 | 7:42 10.43.0.0/16
			live service by kube-apiserver --service-cluster-ip-range (comma-list) on one
			  10.43.0.0/16 | 7:42 10.43.0.0/16
			version of kubernetes by kube-apiserver: v1.34.1 | 6:45 v1.34.1
			"
		`);
	});

	test.each([
		['a Pod of something else', pod('  containers: [{image: nginx:1, command: [nginx]}]', 'web')],
		['a Deployment', 'apiVersion: apps/v1\nkind: Deployment\nspec: {containers: [{command: [kube-apiserver]}]}'],
		['a container without a command', pod('  containers: [{image: kube-apiserver:v1.34.1}]')],
	])('%s says nothing', (_, text) => {
		expect(read(staticPods, text)).toBe('\n\n');
	});
});

describe('kube-proxy', () => {
	test('its configuration, alone and in its ConfigMap', () => {
		const text = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clusterCIDR: 10.42.0.0/16,fd00:10:42::/56
---
apiVersion: v1
kind: ConfigMap
metadata: {name: kube-proxy, namespace: kube-system}
data:
  config.conf: |-
    apiVersion: kubeproxy.config.k8s.io/v1alpha1
    kind: KubeProxyConfiguration
    clusterCIDR: ""
  kubeconfig.conf: |-
    apiVersion: v1
    kind: Config
---
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clusterCIDR: 10.42.0.0/16
`;
		expect(read(kubeProxy, text)).toMatchInlineSnapshot(`
			"
			live pod by kube-proxy clusterCIDR (comma-list)
			  10.42.0.0/16 | 3:14 10.42.0.0/16
			  fd00:10:42::/56 | 3:27 fd00:10:42::/56
			live pod by kube-proxy clusterCIDR (comma-list)
			  10.42.0.0/16 | 19:14 10.42.0.0/16
			"
		`);
	});

	test('its flags in a DaemonSet', () => {
		const text = `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: kube-proxy, namespace: kube-system}
spec:
  template:
    spec:
      containers:
        - name: kube-proxy
          image: registry.k8s.io/kube-proxy:v1.34.1
          command: [kube-proxy, --cluster-cidr=10.42.0.0/16]
`;
		expect(read(kubeProxy, text)).toMatchInlineSnapshot(`
			"
			kube-proxy by DaemonSet
			  --cluster-cidr 10.42.0.0/16 | 10:48 10.42.0.0/16
			live pod by kube-proxy --cluster-cidr (comma-list)
			  10.42.0.0/16 | 10:48 10.42.0.0/16
			version of kubernetes by kube-proxy: v1.34.1 | 9:45 v1.34.1
			"
		`);
	});
});
