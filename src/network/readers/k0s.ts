import { itemsAt, type MapNode, mapAt, nodeAt, stringAt, textOf, type YamlNode } from '../../repo/node.ts';
import { leftOut } from '../distribution-defaults.ts';
import type { Fact, NetworkRole, ProcessFact } from '../facts.ts';
import { k0sNetworks } from '../limits/distribution-networks.ts';
import { scalarAt } from '../placeholders.ts';
import type { Reader } from '../reader.ts';
import { kubeletOption, mapFlags, prefixFacts } from './distribution.ts';
import { isKind } from './embedded.ts';
import { processFacts } from './process-flags.ts';

/** k0s: its ClusterConfig, alone or inside a k0sctl Cluster. */
export const k0s: Reader = {
	name: 'k0s',
	words: /k0sproject\.io/,

	*document({ root }) {
		if (isKind(root, 'k0s.k0sproject.io', 'ClusterConfig')) yield* clusterConfig(mapAt(root, ['spec']));
		if (isKind(root, 'k0sctl.k0sproject.io', 'Cluster')) {
			yield* clusterConfig(mapAt(root, ['spec', 'k0s', 'config', 'spec']));
			for (const host of itemsAt(root, ['spec', 'hosts'])) yield* kubeletOf(host);
		}
	},
};

const component = 'k0s';

/** The settings of the first family, and of the second where dual-stack is switched on. k0s, `pkg/apis/k0s/v1beta1/network.go`. */
const networks: readonly (readonly [NetworkRole, string, string])[] = [
	['pod', 'podCIDR', 'IPv6podCIDR'],
	['service', 'serviceCIDR', 'IPv6serviceCIDR'],
];

function* clusterConfig(spec: MapNode | undefined): Iterable<Fact> {
	if (spec === undefined) return;
	const network = nodeAt(spec, ['network']);
	yield* leftOut(spec, defaults);
	const isDual = isTrue(nodeAt(network, ['dualStack', 'enabled']));
	for (const [role, first, second] of networks) {
		yield* prefixFacts(nodeAt(network, [first]), { component, role, setting: `network.${first}` });
		const written = nodeAt(network, ['dualStack', second]);
		const setting = `network.dualStack.${second}`;
		const why = 'network.dualStack.enabled is not true';
		if (!isDual && written !== undefined) yield { fact: 'idle-setting', component, setting, at: written.origin, why };
		const node = isDual ? written : undefined;
		yield* prefixFacts(node, { component, role, setting, family: 'IPv6' });
	}
	for (const [part, process] of parts) yield* extraArgs(spec, part, process);
}

const defaults = {
	component,
	networks: k0sNetworks,
	pod: ['network.podCIDR'],
	service: ['network.serviceCIDR'],
};

const parts: readonly (readonly [string, ProcessFact['process']])[] = [
	['api', 'kube-apiserver'],
	['controllerManager', 'kube-controller-manager'],
	['scheduler', 'kube-scheduler'],
];

function* extraArgs(spec: MapNode, part: string, process: ProcessFact['process']): Iterable<Fact> {
	const args = nodeAt(spec, [part, 'extraArgs']);
	const all = mapFlags(args);
	if (args === undefined || all.length === 0) return;
	const flags = { all, origin: args.origin };
	const fact: ProcessFact = { fact: 'process', process, component, complete: false, flags, at: args.origin };
	yield* processFacts(fact, {
		component,
		standing: 'live',
		setting: (flag) => `${part}.extraArgs.${flag}`,
	});
}

function isTrue(node: YamlNode | undefined): boolean {
	return node?.kind === 'scalar' && node.value === true;
}

/** k0sctl gives the kubelet `privateAddress` unless `installFlags` say something else. k0sctl, `cluster/host.go`. */
function* kubeletOf(host: YamlNode): Iterable<Fact> {
	const address = scalarAt(host, ['privateAddress']);
	const flags = itemsAt(host, ['installFlags']);
	const isTold = flags.some((one) => one.kind !== 'scalar' || textOf(one).includes('--kubelet-extra-args'));
	// A controller alone has no kubelet.
	if (address?.kind !== 'scalar' || isTold || stringAt(host, ['role']) === 'controller') return;
	yield* kubeletOption('node-ip', address, 'k0sctl', stringAt(host, ['hostname']));
}
