import { describe, expect, test } from 'vitest';
import { classify, unreadableTemplate } from '../../src/network/node-files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { parseFile } from '../../src/repo/parse.ts';

describe('files that hold node-level declarations', () => {
	test.each([
		['bootstrap/kubeadm.yaml', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration', 'yaml'],
		['kubeadm.conf', 'kind: InitConfiguration\napiVersion: "kubeadm.k8s.io/v1beta3"', 'yaml'],
		['backup.yaml', 'kind: ConfigMap\ndata:\n  a: |\n    apiVersion: kubeadm.k8s.io/v1beta4', 'yaml'],
		['kubelet.yaml', 'apiVersion: kubelet.config.k8s.io/v1beta1', 'yaml'],
		['proxy.yaml.j2', 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nclusterCIDR: {{ pods }}', 'yaml'],
		['nodes/one/kcm.yaml', 'kind: Pod\nspec:\n  containers:\n  - command:\n    - kube-controller-manager', 'yaml'],
		['nodes/one/etcd.yaml', 'kind: Pod\nspec:\n  containers: [{command: [/usr/bin/etcd, --name=one]}]', 'yaml'],
		['proxy.yaml', 'kind: DaemonSet\nspec:\n  - command: ["kube-proxy"]', 'yaml'],
		['setup.sh', 'kubeadm init', 'script'],
		['setup', '#!/usr/bin/env bash\nhelm install \\\n  cilium cilium/cilium', 'script'],
		['prepare.sh.tpl', 'sysctl -w net.ipv4.ip_forward=1', 'script'],
		['prepare.bash', 'echo KUBELET_EXTRA_ARGS=--node-ip=$1 > /etc/default/kubelet', 'script'],
		['cni.sh', 'cilium install --version 1.18.2', 'script'],
		['hosts/one/etc/sysctl.d/90-k8s.conf', '# k8s\nnet.ipv4.ip_forward = 1', 'text'],
		['sysctl.conf.j2', '-net.ipv6.conf.all.forwarding={{ on }}', 'text'],
		['hosts/one/etc/default/kubelet', 'KUBELET_EXTRA_ARGS=--node-ip=192.168.1.10', 'text'],
		['one/kubelet.service.d/20.conf', '[Service]\nEnvironment="KUBELET_EXTRA_ARGS=--v=2"', 'text'],
		['kubelet.service', '[Service]\nExecStart=/usr/bin/kubelet --node-ip=192.168.1.10', 'text'],
	])('%s is read', (path, text, kind) => {
		expect(classify(path as RepoPath, text)).toBe(kind);
	});

	test.each([
		['web.yaml', 'apiVersion: apps/v1\nkind: Deployment\nspec: {containers: [{command: [nginx]}]}'],
		['pod.yaml', 'apiVersion: v1\nkind: Pod\nspec: {containers: [{image: nginx}]}'],
		['policy.yaml', 'kind: CiliumNetworkPolicy\nspec:\n  - k8s:component: kube-apiserver'],
		['setup.sh', 'echo hello'],
		['helm.sh', 'helm install web charts/web'],
		['README.md', '```\nkubeadm init\napiVersion: kubeadm.k8s.io/v1beta4\n```'],
		['sysctl.d/vm.conf', 'vm.swappiness = 0'],
		['values.yaml', 'env: KUBELET_EXTRA_ARGS=--node-ip=1'],
		['main.py', '#!/usr/bin/python3\nrun("kubeadm init")'],
	])('%s is left alone', (path, text) => {
		expect(classify(path as RepoPath, text)).toBeUndefined();
	});

	test.each([
		['x'.repeat(1_000_000)],
		['\n'.repeat(1_000_000)],
		[' '.repeat(1_000_000)],
		['KUBELET_=KUBELET_='.repeat(50_000)],
		['[/'.repeat(500_000)],
		['apiVersion:    '.repeat(60_000)],
		['kind: Pod\n- '.repeat(80_000)],
	])('%# is classified in time that grows with its length', (text) => {
		expect(['yaml', 'text', undefined]).toContain(classify('a.conf' as RepoPath, text));
	});
});

describe('templates', () => {
	const open = '{{';

	test.each([
		['a template that is YAML', 'kubeadm.yaml.j2', `kind: ClusterConfiguration\npodSubnet: "${open} pods }}"\n`],
		['a broken file that is no template', 'kubeadm.yaml', 'a: [b\nc: d\n'],
	])('%s is read as it is', (_, path, text) => {
		expect(unreadableTemplate(parseFile(path as RepoPath, text))).toBeUndefined();
	});

	test.each([
		['by its name', 'kubeadm.yaml.j2', 'a: [b\nc: d\n'],
		['by its text', 'kubeadm.yaml', `a: "b\n${open}- if c }}\n`],
	])('a template that is no YAML is not resolved: %s', (_, path, text) => {
		expect(unreadableTemplate(parseFile(path as RepoPath, text))).toMatchObject({
			why: 'templated',
			what: 'a template that is filled in elsewhere',
		});
	});
});
