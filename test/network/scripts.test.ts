import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/network/facts.ts';
import { bootstrapScript, documentsOf, textFilesOf } from '../../src/network/readers/bootstrap-script.ts';
import { hostNetwork } from '../../src/network/readers/host-network.ts';
import { kubeadm } from '../../src/network/readers/kubeadm.ts';
import { kubelet } from '../../src/network/readers/kubelet.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { readShell } from '../../src/repo/shell/shell.ts';
import { openSources } from '../../src/repo/sources.ts';
import { showFacts } from '../support/show-facts.ts';

const readers = [bootstrapScript, hostNetwork, kubeadm, kubelet];

/** What the readers say about a script, and about the files it writes. */
function read(text: string, others: Readonly<Record<string, string>> = {}, path = 'bootstrap/init.sh'): string {
	const texts = { ...others, [path]: text };
	const sources = openSources(filesFromTexts(texts));
	const script = readShell(path as RepoPath, text);
	const facts: Fact[] = readers.flatMap((reader) => [...(reader.script?.(script, sources) ?? [])]);
	for (const document of documentsOf(script)) {
		for (const reader of readers) facts.push(...(reader.document?.(document) ?? []));
	}
	for (const file of textFilesOf(script)) for (const reader of readers) facts.push(...(reader.text?.(file) ?? []));
	return `\n${showFacts(facts, Object.keys(others).length === 0 ? text : new Map(Object.entries(texts)))}\n`;
}

describe('kubeadm', () => {
	test('the flags of init', () => {
		const script = `V6=fd00:10:42::/56
PODS="10.42.0.0/16,$V6"
sudo kubeadm init --pod-network-cidr "$PODS" --service-cidr=10.43.0.0/16 \\
  --kubernetes-version=v1.34.1 --apiserver-advertise-address=192.168.1.10 --upload-certs
`;
		expect(read(script)).toMatchInlineSnapshot(`
			"
			bootstrap pod by kubeadm init --pod-network-cidr (comma-list)
			  10.42.0.0/16 | 2:7 10.42.0.0/16
			  fd00:10:42::/56 | 1:4 fd00:10:42::/56
			bootstrap service by kubeadm init --service-cidr (comma-list)
			  10.43.0.0/16 | 3:61 10.43.0.0/16
			version of kubernetes by kubeadm init: v1.34.1 | 4:24 v1.34.1
			kube-apiserver by kubeadm init, in part
			  --advertise-address 192.168.1.10 | 4:62 192.168.1.10
			"
		`);
	});

	test('flags of join, and what nobody can know', () => {
		const script = `kubeadm join "$1:6443" --apiserver-advertise-address="$2"
kubeadm init --pod-network-cidr="$POD_CIDR" --service-cidr=$(cat cidr)
kubeadm reset --force
`;
		expect(read(script)).toMatchInlineSnapshot(`
			"
			kube-apiserver by kubeadm join, in part
			  --advertise-address <argument 2 of the script> | 1:55 $2
			unresolved, templated: the variable POD_CIDR | 2:34 $POD_CIDR
			unresolved, templated: the output of a command | 2:60 $(cat cidr)
			"
		`);
	});

	test('a configuration in a heredoc', () => {
		const script = `V4=10.42.0.0/16
V6=fd00:10:42::/56
NODE=$1
cat <<EOF | kubeadm init --config /dev/stdin
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
networking:
  podSubnet: $V4,$V6
  serviceSubnet: "10.43.0.0/16,fd00:10:43::/112"
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint:
  advertiseAddress: \${NODE}
nodeRegistration:
  kubeletExtraArgs:
    - name: node-ip
      value: "\${NODE},fd00:1::10"
EOF
`;
		expect(read(script)).toMatchInlineSnapshot(`
			"
			kubeadm in heredoc
			bootstrap pod by kubeadm networking.podSubnet (comma-list)
			  10.42.0.0/16 | 1:4 10.42.0.0/16
			  fd00:10:42::/56 | 2:4 fd00:10:42::/56
			bootstrap service by kubeadm networking.serviceSubnet (comma-list)
			  10.43.0.0/16 | 9:19 10.43.0.0/16
			  fd00:10:43::/112 | 9:32 fd00:10:43::/112
			kubeadm-node
			kubelet by kubeadm, in part
			  --node-ip <argument 1 of the script> | 18:14 "\${NODE},fd00:1::10"
			kube-apiserver by kubeadm, in part
			  --advertise-address <argument 1 of the script> | 3:6 $1
			"
		`);
	});
});

describe('Cilium', () => {
	test('helm install with --set', () => {
		const script = `CIDR=10.42.0.0/16
helm repo add cilium https://helm.cilium.io
helm upgrade --install cilium cilium/cilium --version 1.18.2 -n kube-system --wait \\
  --set ipam.mode=cluster-pool,ipv6.enabled=true \\
  --set "ipam.operator.clusterPoolIPv4PodCIDRList={$CIDR}" \\
  --set-string k8sServicePort=6443 \\
  --set ipv6NativeRoutingCIDR=$1
`;
		expect(read(script)).toMatchInlineSnapshot(`
			"
			Cilium by bootstrap, in part: 1.18.2 | 3:55 1.18.2
			  ipam.mode: cluster-pool | 4:19 cluster-pool
			  ipam.operator.clusterPoolIPv4PodCIDRList: [10.42.0.0/16] | 5:51 {$CIDR}
			  ipv6.enabled: boolean true | 4:45 true
			  ipv6NativeRoutingCIDR: <argument 1 of the script> | 7:31 $1
			  k8sServicePort: 6443 | 6:31 6443
			version of cilium by helm upgrade: 1.18.2 | 3:55 1.18.2
			bootstrap pod by Cilium --set ipam.operator.clusterPoolIPv4PodCIDRList (list)
			  10.42.0.0/16 | 1:6 10.42.0.0/16
			"
		`);
	});

	test('cilium install, with values of a file beside the script and options nobody can see', () => {
		const script = `here="$(dirname "$0")"
cilium install --version "$VERSION" --values "$here/values.yaml" --set ipv6.enabled=false $EXTRA
`;
		const values = 'ipv4NativeRoutingCIDR: 10.42.0.0/16\nipv6: {enabled: true}\n';
		expect(read(script, { 'bootstrap/values.yaml': values })).toMatchInlineSnapshot(`
			"
			Cilium by bootstrap, in part: <the version: the variable VERSION> | bootstrap/init.sh:2:26 "$VERSION"
			  ipv4NativeRoutingCIDR: 10.42.0.0/16 | bootstrap/values.yaml:1:24 10.42.0.0/16
			  ipv6.enabled: boolean false | bootstrap/init.sh:2:85 false
			  unresolved: an option: the variable EXTRA | bootstrap/init.sh:2:91 $EXTRA
			version of cilium by cilium install: <the version: the variable VERSION> | bootstrap/init.sh:2:26 "$VERSION"
			unresolved, templated: an option: the variable EXTRA | bootstrap/init.sh:2:91 $EXTRA
			bootstrap pod within by Cilium --set ipv4NativeRoutingCIDR (one)
			  10.42.0.0/16 | bootstrap/values.yaml:1:24 10.42.0.0/16
			"
		`);
	});

	test('values that the script itself writes', () => {
		const script = `cat > /tmp/values.yaml <<EOF
ipv4NativeRoutingCIDR: 10.42.0.0/16
EOF
helm install cni oci://quay.io/cilium/charts/cilium -f /tmp/values.yaml -f missing.yaml
helm template cilium cilium/cilium --values - <<EOF
ipv4NativeRoutingCIDR: 10.43.0.0/16
EOF
`;
		expect(read(script)).toMatchInlineSnapshot(`
			"
			Cilium by bootstrap, in part: absent
			  ipv4NativeRoutingCIDR: 10.42.0.0/16 | 2:24 10.42.0.0/16
			  unresolved: the values in missing.yaml | 4:76 missing.yaml
			unresolved, missing: the values in missing.yaml | 4:76 missing.yaml
			bootstrap pod within by Cilium --set ipv4NativeRoutingCIDR (one)
			  10.42.0.0/16 | 2:24 10.42.0.0/16
			Cilium by bootstrap, in part: absent
			  ipv4NativeRoutingCIDR: 10.43.0.0/16 | 6:24 10.43.0.0/16
			bootstrap pod within by Cilium --set ipv4NativeRoutingCIDR (one)
			  10.43.0.0/16 | 6:24 10.43.0.0/16
			"
		`);
	});

	test('what Helm refuses is named', () => {
		const script = 'helm install cilium cilium/cilium --set ipv6.enabled=true,ipv6 --set a=1 --set a.b=2\n';
		expect(read(script)).toMatchInlineSnapshot(`
			"
			Cilium by bootstrap, in part: absent
			  a: number 1 | 1:72 1
			  unresolved: --set: key "ipv6" has no value | 1:41 ipv6.enabled=true,ipv6
			  unresolved: --set into a value | 1:80 a.b=2
			unresolved, templated: --set: key "ipv6" has no value | 1:41 ipv6.enabled=true,ipv6
			unresolved, templated: --set into a value | 1:80 a.b=2
			"
		`);
	});

	test.each([
		['another chart', 'helm install web charts/web --set a=cilium'],
		['another action', 'helm uninstall cilium; cilium status; helm repo add cilium https://helm.cilium.io'],
	])('%s says nothing', (_, script) => {
		expect(read(script)).toBe('\n\n');
	});
});

describe('hosts', () => {
	test('kernel settings in files, commands and /proc', () => {
		const script = `cat <<EOF | sudo tee /etc/sysctl.d/k8s.conf
# forwarding
net.ipv4.ip_forward = 1
-net/ipv6/conf/all/forwarding=$FORWARD
vm.swappiness = 0
EOF
sysctl -w net.ipv6.conf.{all,default}.forwarding=1 kernel.panic=10
echo 1 > /proc/sys/net/ipv6/conf/eth0.1/accept_ra
echo "net.ipv6.conf.all.disable_ipv6 = 1" >> /etc/sysctl.conf
sysctl -p
`;
		expect(read(script)).toMatchInlineSnapshot(`
			"
			bootstrap/init.sh: net.ipv6.conf.all.forwarding = 1 | 7:50 1
			bootstrap/init.sh: net.ipv6.conf.default.forwarding = 1 | 7:50 1
			bootstrap/init.sh: net.ipv6.conf.eth0/1.accept_ra = 1 | 8:6 1
			/etc/sysctl.d/k8s.conf: net.ipv4.ip_forward = 1 | 3:23 1
			/etc/sysctl.d/k8s.conf: net.ipv6.conf.all.forwarding = <the variable FORWARD> | 4:31 $FORWARD
			/etc/sysctl.conf: net.ipv6.conf.all.disable_ipv6 = 1 | 9:40 1
			"
		`);
	});

	test('the kubelet in drop-ins, environment files and commands', () => {
		const script = `IP=192.168.1.10
cat > /etc/systemd/system/kubelet.service.d/20.conf <<EOF
[Service]
Environment="KUBELET_EXTRA_ARGS=--node-ip=$IP,fd00:1::10 --v=2"
Environment=KUBELET_OTHER_ARGS=--node-ip=$IP
ExecStart=
ExecStart=/usr/bin/kubelet \\$KUBELET_EXTRA_ARGS \\\\
  --cluster-dns=10.43.0.10
EOF
echo "KUBELET_EXTRA_ARGS='--node-ip=$2'" > /etc/default/kubelet
echo 'KUBELET_EXTRA_ARGS=--node-ip="192.168.1.11" --v 2' > /etc/sysconfig/kubelet
kubelet --node-ip 192.168.1.12
kubelet --version
`;
		expect(read(script, {}, 'nodes/one/setup.sh')).toMatchInlineSnapshot(`
			"
			kubelet by kubelet command, in part on one
			  --node-ip 192.168.1.12 | 12:19 192.168.1.12
			kubelet by kubelet drop-in, in part on one
			  --node-ip 192.168.1.10,fd00:1::10 | 4:43 $IP,fd00:1::10
			  --v 2 | 4:62 2
			kubelet by kubelet drop-in, in part on one
			  --node-ip 192.168.1.10 | 1:4 192.168.1.10
			kubelet by kubelet drop-in, in part on one
			  --cluster-dns 10.43.0.10 | 8:17 10.43.0.10
			kubelet by kubelet environment file, in part on one
			  --node-ip <argument 2 of the script> | 10:37 $2
			kubelet by kubelet environment file, in part on one
			  --node-ip 192.168.1.11 | 11:37 192.168.1.11
			  --v 2 | 11:55 2
			"
		`);
	});

	test('files of their own', () => {
		const files = {
			'hosts/one/etc/sysctl.d/90.conf': 'net.ipv6.conf.all.forwarding=1\r\nnet.ipv4.ip_forward={{ forward }}\n',
			'hosts/one/etc/default/kubelet': 'KUBELET_EXTRA_ARGS=--node-ip=192.168.1.10\n',
			'hosts/two/etc/default/kubelet': 'KUBELET_EXTRA_ARGS="--node-ip=${NODE_IP}"\n',
		};
		const facts = Object.entries(files).flatMap(([path, text]) =>
			readers.flatMap((reader) => [...(reader.text?.({ path: path as RepoPath, text }) ?? [])]),
		);
		expect(`\n${showFacts(facts, new Map(Object.entries(files)))}\n`).toMatchInlineSnapshot(`
			"
			hosts/one/etc/sysctl.d/90.conf: net.ipv6.conf.all.forwarding = 1 | hosts/one/etc/sysctl.d/90.conf:1:30 1
			hosts/one/etc/sysctl.d/90.conf: net.ipv4.ip_forward = {{ forward }} | hosts/one/etc/sysctl.d/90.conf:2:21 {{ forward }}
			kubelet by kubelet environment file, in part on one
			  --node-ip 192.168.1.10 | hosts/one/etc/default/kubelet:1:30 192.168.1.10
			kubelet by kubelet environment file, in part on two
			  --node-ip <the value of \${NODE_IP}> | hosts/two/etc/default/kubelet:1:31 \${NODE_IP}
			"
		`);
	});

	test('the DNS servers of a KubeletConfiguration', () => {
		const script = `cat > /var/lib/kubelet/config.yaml <<EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
clusterDNS: [10.43.0.10, "fd00:10:43::a"]
EOF
`;
		expect(read(script)).toMatchInlineSnapshot(`
			"
			kubelet by KubeletConfiguration, in part
			  --cluster-dns 10.43.0.10 | 4:14 10.43.0.10
			  --cluster-dns fd00:10:43::a | 4:26 "fd00:10:43::a"
			"
		`);
	});
});

test('a script inside a script is read', () => {
	const script = `CIDR=10.42.0.0/16
cat > /root/init.sh <<EOF
#!/bin/bash
kubeadm init --pod-network-cidr=$CIDR --service-cidr=\\$SERVICES
EOF
sshpass -p x ssh root@one "sudo kubeadm init --service-cidr=10.43.0.0/16"
`;
	expect(read(script)).toMatchInlineSnapshot(`
		"
		bootstrap pod by kubeadm init --pod-network-cidr (comma-list)
		  10.42.0.0/16 | 1:6 10.42.0.0/16
		unresolved, templated: the variable SERVICES | 4:55 $SERVICES
		bootstrap service by kubeadm init --service-cidr (comma-list)
		  10.43.0.0/16 | 6:61 10.43.0.0/16
		"
	`);
});

test('a script that is too long is named', () => {
	expect(read(`kubeadm init\n${'#'.repeat(300_000)}`)).toMatchInlineSnapshot(`
		"
		unresolved, templated: the rest of the script: it is longer than 262144 characters | 1:1 
		"
	`);
});
