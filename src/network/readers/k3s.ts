import type { RepoPath } from '../../repo/location.ts';
import { entriesOf, type MapNode, nodeAt } from '../../repo/node.ts';
import { parseScalar } from '../../repo/parse.ts';
import { bareWords, commandName } from '../../repo/shell/shell-command.ts';
import type { Fact, ProcessFact } from '../facts.ts';
import type { Flag } from '../flags.ts';
import type { Reader } from '../reader.ts';
import { shellFlags } from '../shell-flags.ts';
import { prefixFacts, textFlags } from './distribution.ts';
import { nodeOfPath } from './node-of.ts';
import { processFacts } from './process-flags.ts';

/** k3s and RKE2: `config.yaml`, the same map in Ansible variables, and the command line. */
export const k3s: Reader = {
	name: 'k3s',
	words: /cluster-cidr|service-cidr/,

	*document({ root, source, file }) {
		if (source === 'rendered' || root.entries.has('kind')) return;
		for (const config of configsIn(root)) yield* configFacts(config, distributionOf(file), nodeOfPath(file));
	},

	*script({ commands }) {
		for (const { words, origin } of commands) {
			const name = commandName(words);
			if (name !== 'k3s' && name !== 'rke2') continue;
			yield* flagFacts(shellFlags(bareWords(words).slice(1), origin).all, name);
		}
	},
};

/** Keys that make a map a config of k3s, without the `+` by which a drop-in appends. k3s, `pkg/cli/cmds/server.go`. */
const telling = new Set(['cluster-cidr', 'service-cidr', 'node-ip', 'flannel-backend', 'cluster-init', 'tls-san']);

/** Variables of Ansible roles that hold such a map, or its text. */
const holders = ['k3s_server', 'k3s_agent', 'k3s_common', 'rke2_server', 'rke2_config', 'server_config_yaml'];

function configsIn(root: MapNode): MapNode[] {
	if ([...root.entries.keys()].some((key) => telling.has(bare(key)))) return [root];
	return holders.flatMap((name) => {
		const held = nodeAt(root, [name]);
		if (held?.kind === 'map') return [held];
		return held?.kind === 'scalar' && typeof held.value === 'string'
			? parseScalar(held).documents.filter((one) => one.kind === 'map')
			: [];
	});
}

function bare(key: string): string {
	return key.endsWith('+') ? key.slice(0, -1) : key;
}

function distributionOf(file: RepoPath | undefined): 'k3s' | 'RKE2' {
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

function* flagFacts(all: readonly Flag[], component: string): Iterable<Fact> {
	for (const { name, value } of all) {
		const role = name === 'cluster-cidr' ? 'pod' : name === 'service-cidr' ? 'service' : undefined;
		if (role !== undefined && value.kind === 'scalar')
			yield* prefixFacts(value, { component: component === 'rke2' ? 'RKE2' : 'k3s', role, setting: `--${name}` });
	}
}
