import { itemsAt, type MapNode, nodeAt, type ScalarNode, stringAt, textOf, type YamlNode } from '../../repo/node.ts';
import { parseScalar } from '../../repo/parse.ts';
import { leftOut } from '../distribution-defaults.ts';
import type { Fact } from '../facts.ts';
import { talosNetworks } from '../limits/distribution-networks.ts';
import { scalarAt } from '../placeholders.ts';
import type { Reader } from '../reader.ts';
import { addressesIn, kubernetesVersion, prefixFacts } from './distribution.ts';
import { isMachineConfig, machineConfig } from './talos.ts';
import { interfaceLinks } from './talos-links.ts';

/** talhelper's `talconfig.yaml`: the networks of the cluster, its machines, and patches of their configs. */
export const talhelper: Reader = {
	name: 'talhelper',
	words: /clusterPodNets|clusterSvcNets|talosVersion/,

	*document({ root, source, file, partial = false }) {
		if (source === 'rendered' || !isTalconfig(root)) return;
		const component = 'talhelper';
		yield* prefixFacts(nodeAt(root, ['clusterPodNets']), { component, role: 'pod', setting: 'clusterPodNets' });
		yield* prefixFacts(nodeAt(root, ['clusterSvcNets']), { component, role: 'service', setting: 'clusterSvcNets' });
		if (!partial) yield* leftOut(root, defaults);
		yield* kubernetesVersion(root, ['kubernetesVersion'], component);
		for (const node of itemsAt(root, ['nodes'])) yield* machine(node);
		const holders = [root, nodeAt(root, ['controlPlane']), nodeAt(root, ['worker']), ...itemsAt(root, ['nodes'])];
		for (const holder of holders) {
			for (const patch of holder === undefined ? [] : patchesOf(holder)) {
				if (isMachineConfig({ root: patch, source: 'file' }))
					yield* machineConfig({ root: patch, ...(file === undefined ? {} : { file }) });
			}
		}
	},
};

const defaults = {
	component: 'talhelper',
	networks: talosNetworks,
	pod: ['clusterPodNets'],
	service: ['clusterSvcNets'],
};

function isTalconfig(root: MapNode): boolean {
	const has = (key: string) => root.entries.has(key);
	return has('clusterName') && has('nodes') && (has('endpoint') || has('talosVersion') || has('kubernetesVersion'));
}

function* machine(node: YamlNode): Iterable<Fact> {
	const name = scalarAt(node, ['hostname']);
	if (name?.kind !== 'scalar') return;
	yield {
		fact: 'node',
		name: textOf(name),
		role:
			stringAt(node, ['controlPlane']) === undefined && !isTrue(nodeAt(node, ['controlPlane']))
				? 'worker'
				: 'control-plane',
		addresses: addressesIn(scalarAt(node, ['ipAddress'])),
		at: name.origin,
	};
	yield* interfaceLinks(nodeAt(node, ['networkInterfaces']), textOf(name));
}

function isTrue(node: YamlNode | undefined): boolean {
	return node?.kind === 'scalar' && node.value === true;
}

/** Patches are texts of YAML; `@file` names a file, which is read as a file. */
function patchesOf(holder: YamlNode): MapNode[] {
	return itemsAt(holder, ['patches']).flatMap((item) => {
		if (item.kind === 'map') return [item];
		return item.kind === 'scalar' && isYaml(item)
			? parseScalar(item).documents.filter((one) => one.kind === 'map')
			: [];
	});
}

function isYaml(node: ScalarNode): boolean {
	return (
		typeof node.value === 'string' && !node.value.startsWith('@') && /(?:^|\n)\s*(?:machine|cluster):/.test(node.value)
	);
}
