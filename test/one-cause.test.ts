import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { lintRepository } from '../src/pipeline.ts';
import { filesFromTexts } from '../src/repo/files.ts';
import { block } from '../src/rule.ts';

/** Every finding of a repository as `severity rule`, in the order of reports. */
function findings(texts: Readonly<Record<string, string>>): string[] {
	const outcome = lintRepository(filesFromTexts(texts), rules);
	if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
	return outcome.value.diagnostics.map(({ severity, ruleId }) => `${severity} ${ruleId}`);
}

function kubeadm(pods: string, services: string, args = ''): Record<string, string> {
	const text = block`
		apiVersion: kubeadm.k8s.io/v1beta4
		kind: ClusterConfiguration
		kubernetesVersion: v1.34.1
		networking:
		  podSubnet: ${pods}
		  serviceSubnet: ${services}
	`;
	return { 'kubeadm.yaml': text + args };
}

interface Release {
	readonly version?: string;
	/** Lines before the values. */
	readonly source?: string;
}

function cilium(values: string, { version = '1.18.2', source = '' }: Release = {}): Record<string, string> {
	const head = block`
		apiVersion: helm.toolkit.fluxcd.io/v2
		kind: HelmRelease
		metadata: {name: cilium, namespace: kube-system}
		spec:
		  chart: {spec: {chart: cilium, version: ${version}}}
	`;
	return { 'cilium.yaml': `${head}${source}  values: ${values}\n` };
}

function controllerManager(node: string, ...flags: readonly string[]): Record<string, string> {
	const head = block`
		apiVersion: v1
		kind: Pod
		metadata: {name: kube-controller-manager, namespace: kube-system}
		spec:
		  containers:
		    - name: kube-controller-manager
		      command:
		        - kube-controller-manager
		        - --allocate-node-cidrs=true
	`;
	return { [`nodes/${node}/manager.yaml`]: head + flags.map((flag) => `        - ${flag}\n`).join('') };
}

const dual = kubeadm('10.42.0.0/16,fd10:96e5:42::/56', '10.43.0.0/16,fd10:96e5:43::/112');
const single = kubeadm('10.42.0.0/16', '10.43.0.0/16');

describe('one cause is one finding', () => {
	const cases: readonly { what: string; texts: Readonly<Record<string, string>>; said: readonly string[] }[] = [
		{
			what: 'the old mask flag on every control-plane node',
			texts: {
				...dual,
				...Object.assign(
					{},
					...['one', 'two', 'three'].map((node) =>
						controllerManager(
							node,
							'--cluster-cidr=10.42.0.0/16,fd10:96e5:42::/56',
							'--service-cluster-ip-range=10.43.0.0/16,fd10:96e5:43::/112',
							'--node-cidr-mask-size=24',
						),
					),
				),
			},
			said: ['error control-plane/node-mask-flags-conflict'],
		},
		{
			what: 'a list with two prefixes of one family',
			texts: kubeadm('10.42.0.0/16,10.44.0.0/16', '10.43.0.0/16'),
			said: ['error control-plane/too-many-prefixes'],
		},
		{
			what: 'a pod network that kubeadm finds too small',
			texts: kubeadm('10.42.0.0/16,fd10:96e5:42::/126', '10.43.0.0/16,fd10:96e5:43::/112'),
			said: ['error control-plane/pod-cidr-size'],
		},
		{
			what: 'a default pool over the services, outside of the native routing CIDR',
			texts: {
				...kubeadm('10.42.0.0/16,fd10:96e5:42::/64', '10.43.0.0/16,fd00:0:0:1::/112'),
				...cilium(
					'{ipv6: {enabled: true}, routingMode: native, autoDirectNodeRoutes: true, ' +
						'ipv4NativeRoutingCIDR: 10.42.0.0/16, ipv6NativeRoutingCIDR: "fd10:96e5:42::/64", ' +
						'ipam: {operator: {clusterPoolIPv4PodCIDRList: [10.42.0.0/16], clusterPoolIPv6MaskSize: 80}}}',
				),
			},
			said: ['error cilium/cluster-pool-unset', 'warning addressing/zero-global-id'],
		},
		{
			what: 'a pod network that one component names differently than Cilium and kubeadm',
			texts: {
				...single,
				...controllerManager('one', '--cluster-cidr=10.44.0.0/16', '--service-cluster-ip-range=10.43.0.0/16'),
				...cilium('{ipam: {mode: kubernetes}, ipv4NativeRoutingCIDR: 10.42.0.0/16}'),
			},
			said: ['error control-plane/pod-cidr-mismatch'],
		},
		{
			what: 'IPv6 in Cilium before the control plane has it',
			texts: {
				...single,
				...cilium('{ipam: {mode: kubernetes}, ipv6: {enabled: true}, ipv6NativeRoutingCIDR: "fd10:96e5:42::/64"}'),
			},
			said: ['error cilium/ipv6-without-pod-cidr'],
		},
	];
	test.each(cases)('$what', ({ texts, said }) => {
		expect(findings(texts).sort()).toEqual([...said].sort());
	});
});

describe('what cannot be known is no reason for a finding', () => {
	const hidden = '  valuesFrom: [{kind: Secret, name: cilium-values}]\n';
	const cases: readonly { what: string; texts: Readonly<Record<string, string>>; said?: readonly string[] }[] = [
		{
			what: 'values in a Secret may set the mode, the pools and IPv6',
			texts: { ...single, ...cilium('{routingMode: native}', { source: hidden }) },
			said: ['info flux/unresolved-source'],
		},
		{
			what: 'a range of chart versions with two answers',
			texts: {
				...single,
				...cilium(
					'{ipam: {mode: kubernetes}, routingMode: native, autoDirectNodeRoutes: true, kubeProxyReplacement: "true", bpf: {masquerade: true}, ipMasqAgent: {enabled: true}}',
					{ version: '">=1.14.0 <1.16"' },
				),
			},
		},
		{
			what: "a script's flags are not all of Cilium's values",
			texts: {
				...single,
				'bootstrap.sh': '#!/bin/sh\nhelm install cilium cilium/cilium --version 1.18.2 --set routingMode=native\n',
			},
		},
		{
			what: 'a mask that a template fills in',
			texts: kubeadm(
				'10.42.0.0/16,fd10:96e5:42::/64',
				'10.43.0.0/16,fd10:96e5:43::/112',
				block`
					controllerManager:
					  extraArgs:
					    - {name: node-cidr-mask-size-ipv6, value: "\${mask}"}
				`,
			),
		},
		{
			what: 'Calico has blocks of its own',
			texts: {
				...kubeadm('10.42.0.0/16,fd10:96e5:42::/64', '10.43.0.0/16,fd10:96e5:43::/112'),
				'calico.yaml': block`
					apiVersion: operator.tigera.io/v1
					kind: Installation
					metadata: {name: default}
					spec: {}
				`,
			},
		},
	];
	test.each(cases)('$what', ({ texts, said = [] }) => {
		expect(findings(texts)).toEqual(said);
	});
});
