import type { RepoPath } from '../../repo/location.ts';
import { entriesOf, type MapNode, nodeAt, textOf } from '../../repo/node.ts';
import { parseScalar } from '../../repo/parse.ts';
import { leftOut } from '../distribution-defaults.ts';
import type { Fact, ProcessFact } from '../facts.ts';
import { k3sNetworks } from '../limits/distribution-networks.ts';
import type { Reader } from '../reader.ts';
import { kubeletOption, prefixFacts, textFlags } from './distribution.ts';
import { nodeOfPath } from './node-of.ts';
import { processFacts } from './process-flags.ts';

/** k3s and RKE2: `config.yaml`, and the same map in Ansible variables. */
export const k3s: Reader = {
	name: 'k3s',
	words: /cluster-cidr|service-cidr/,

	*document({ root, source, file, partial = false }) {
		if (source === 'rendered' || root.entries.has('kind')) return;
		for (const config of configsIn(root)) {
			const component = distributionOf(config, file);
			yield* configFacts(config, component, nodeOfPath(file));
			if (!partial && isServer(config)) yield* leftOut(config, { ...defaults, component });
		}
	},
};

/** Keys that make a map a config of k3s, without the `+` by which a drop-in appends. k3s, `pkg/cli/cmds/server.go`. */
const telling = new Set(['cluster-cidr', 'service-cidr', 'node-ip', 'flannel-backend', 'cluster-init', 'tls-san']);

/** What only a server is told. An agent knows no networks, and an IPv6 address of the node changes the defaults. */
function isServer(config: MapNode): boolean {
	const keys = [...config.entries.keys()].map(bare);
	const address = nodeAt(config, ['node-ip']);
	const hasIpv6 = address?.kind === 'scalar' && textOf(address).includes(':');
	return !hasIpv6 && keys.some((key) => serverKeys.has(key));
}

/** k3s, `pkg/cli/cmds/server.go`. */
const serverKeys = new Set(['flannel-backend', 'cluster-init', 'tls-san', 'disable-network-policy', 'cluster-cidr']);

const defaults = {
	networks: k3sNetworks,
	pod: ['cluster-cidr', 'cluster-cidr+'],
	service: ['service-cidr', 'service-cidr+'],
};

/** A variable of an Ansible role that holds such a map or its text: `k3s_server`, `k3s_server_config`, `server_config_yaml`. */
const holder = /^(?:k3s|rke2)_\w+$|^server_config_yaml$/;

function configsIn(root: MapNode): MapNode[] {
	if (isConfig(root)) return [root];
	return [...root.entries].flatMap(([name, { value }]) => {
		if (!holder.test(name)) return [];
		if (value.kind === 'map') return isConfig(value) ? [value] : [];
		return value.kind === 'scalar' && typeof value.value === 'string' && value.value.includes(':')
			? parseScalar(value)
					.documents.filter((one) => one.kind === 'map' && isConfig(one))
					.filter((one) => one.kind === 'map')
			: [];
	});
}

function isConfig(map: MapNode): boolean {
	return [...map.entries.keys()].some((key) => telling.has(bare(key)));
}

function bare(key: string): string {
	return key.endsWith('+') ? key.slice(0, -1) : key;
}

/** The settings that only RKE2 has tell, else the path. RKE2, `pkg/cli/cmds/root.go`. */
function distributionOf(config: MapNode, file: RepoPath | undefined): 'k3s' | 'RKE2' {
	if (['cni', 'ingress-controller', 'cloud-provider-name', 'profile'].some((key) => config.entries.has(key)))
		return 'RKE2';
	return /rke2/i.test(file ?? '') ? 'RKE2' : 'k3s';
}

/** Argument lists that are flags of a process of the control plane. */
const argLists: readonly (readonly [string, ProcessFact['process']])[] = [
	['kube-apiserver-arg', 'kube-apiserver'],
	['kube-controller-manager-arg', 'kube-controller-manager'],
	['kube-scheduler-arg', 'kube-scheduler'],
	['kube-proxy-arg', 'kube-proxy'],
	['kubelet-arg', 'kubelet'],
];

function* configFacts(config: MapNode, component: string, node: string | undefined): Iterable<Fact> {
	const machine = node === undefined ? {} : { node };
	for (const [key, { value }] of entriesOf(config)) {
		const name = bare(key);
		if (name === 'cluster-cidr') yield* prefixFacts(value, { component, role: 'pod', setting: name, ...machine });
		if (name === 'node-ip' || name === 'cluster-dns') yield* kubeletOption(name, value, component, node);
		if (name === 'service-cidr') yield* prefixFacts(value, { component, role: 'service', setting: name, ...machine });
		const [, process] = argLists.find(([list]) => list === name) ?? [];
		if (process === undefined) continue;
		const all = textFlags(value.kind === 'seq' ? value.items : [value]);
		if (all.length === 0) continue;
		const flags = { all, origin: value.origin };
		const fact: ProcessFact = {
			fact: 'process',
			process,
			component,
			complete: false,
			flags,
			at: value.origin,
			...machine,
		};
		yield* processFacts(fact, { component, standing: 'live', setting: (flag) => `${name}.${flag}` });
	}
}
