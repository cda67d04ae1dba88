import { type JsonObject, type Shown, textAt, textsAt, yaml } from '../case.ts';
import type { Checks } from './check.ts';
import { clusterConfiguration, nodes, object } from './objects.ts';

const nodeIps = [
	'nodes/node-ip-same-family',
	'nodes/node-ip-unreadable',
	'nodes/node-ip-unusable',
	'nodes/node-ip-pair-refused',
] as const;

/** Checks of the kubelet, of kube-proxy and of Node objects. */
export const nodeProcesses: Checks = {
	'kubelet.nodeIP': {
		rules: [...nodeIps],
		show: (input, release) => kubelet(release, textAt(input, 'nodeIP') ?? '', input),
	},
	'kubelet.nodeAddresses': {
		rules: [...nodeIps],
		show: (input, release) => kubelet(release, textsAt(input, 'nodeIPs').join(','), input),
	},
	'kubelet.validateNodeIP': {
		rules: [...nodeIps],
		// Addresses that ask for a family only are never validated, so it is one of a pair that is looked at.
		show(input, release) {
			const ip = textAt(input, 'nodeIP') ?? '';
			return kubelet(release, `${ip},${ip.includes(':') ? '192.0.2.11' : '2001:db8::11'}`, input);
		},
	},
	'kubeproxy.badConfig': {
		rules: ['nodes/node-port-addresses-lack-family'],
		// The check is about this list, so one that is not given is one that is empty.
		show(input, release) {
			const shown = kubeProxy({ nodePortAddresses: [], ...input }, release);
			return { ...shown, given: [...(shown.given ?? []), '[]'] };
		},
	},
	'kubeproxy.badIPConfig': {
		rules: ['nodes/proxy-without-usable-cidr', 'nodes/proxy-setting-of-absent-family'],
		show: kubeProxy,
	},
	'kubeproxy.clusterCIDRs': { rules: ['control-plane/too-many-prefixes', 'addressing/not-a-prefix'], show: kubeProxy },
	'kubeproxy.localDetectors': { rules: [], show: kubeProxy },
	'node.podCIDRs.create': {
		rules: ['nodes/pod-cidrs-refused'],
		show: (input, release) => ({
			texts: { ...strictGate(input, release), ...nodes([textsAt(input, 'podCIDRs')]) },
		}),
	},
};

/** The gate of strict prefixes as a case gives it; nothing where it gives none. */
export function strictGate(input: JsonObject, release: string | undefined): Shown['texts'] {
	const strict = input['strictIPCIDRValidation'];
	const gates = typeof strict === 'boolean' ? `StrictIPCIDRValidation=${strict}` : undefined;
	const extraArgs = gates === undefined ? [] : [{ name: 'feature-gates', value: gates }];
	return clusterConfiguration(release, { apiServer: { extraArgs } });
}

function kubelet(release: string | undefined, nodeIp: string, input: JsonObject): Shown {
	const cloud = textAt(input, 'cloudProvider') ?? '';
	const kubeletExtraArgs = [
		{ name: 'node-ip', value: nodeIp },
		...(cloud === '' ? [] : [{ name: 'cloud-provider', value: cloud }]),
	];
	const root = {
		apiVersion: 'kubeadm.k8s.io/v1beta4',
		kind: 'InitConfiguration',
		nodeRegistration: { kubeletExtraArgs },
	};
	return { given: [nodeIp], texts: { ...clusterConfiguration(release, {}), 'init.yaml': yaml(root) } };
}

function kubeProxy(input: JsonObject, release: string | undefined): Shown {
	const cidrs = textsAt(input, 'clusterCIDRs').join(',');
	const family = textAt(input, 'primaryIPFamily');
	const mode = textAt(input, 'detectLocalMode')?.replace(/^LocalMode/, '');
	const ports = textsAt(input, 'nodePortAddresses');
	const configuration = yaml({
		apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
		kind: 'KubeProxyConfiguration',
		...(family === undefined ? {} : { bindAddress: hostAddress(family) }),
		...(cidrs === '' ? {} : { clusterCIDR: cidrs }),
		...(mode === undefined ? {} : { detectLocalMode: mode }),
		...(input['nodePortAddresses'] === undefined ? {} : { nodePortAddresses: ports }),
		...(input['metricsBindAddress'] === undefined ? {} : { metricsBindAddress: input['metricsBindAddress'] }),
		...(input['ipvsExcludeCIDRs'] === undefined ? {} : { ipvs: { excludeCIDRs: input['ipvsExcludeCIDRs'] } }),
	});
	const held = textsAt(input, 'nodePodCIDRs');
	const texts = {
		...clusterConfiguration(release, {}),
		'kube-proxy.yaml': configuration,
		...(held.length === 0 ? {} : nodes([held])),
		...(input['dualStackSupported'] === false ? singleStackHost(family) : {}),
	};
	return { given: [cidrs], texts };
}

/** An address of a host, in that family. */
function hostAddress(family: string | undefined): string {
	return family === 'IPv6' ? 'fd10:96e5:1::10' : '192.168.0.10';
}

/** A host that has addresses of one family only. */
function singleStackHost(family: string | undefined): Shown['texts'] {
	return { '.dualstack-lint.yaml': yaml({ version: 1, nodes: [{ name: 'one', addresses: [hostAddress(family)] }] }) };
}

/** An object in the default namespace. */
export function namespaced(apiVersion: string, kind: string, rest: Readonly<Record<string, unknown>>): Shown['texts'] {
	return object(kind.toLowerCase(), apiVersion, kind, { name: 'web', namespace: 'default' }, rest);
}
