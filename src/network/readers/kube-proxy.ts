import { itemsAt, type MapNode, nodeAt } from '../../repo/node.ts';
import type { Fact, ProcessFact } from '../facts.ts';
import type { Flag } from '../flags.ts';
import { scalarAt, withoutPlaceholders } from '../placeholders.ts';
import type { ClusterDocument, Reader } from '../reader.ts';
import { configurationsIn, isKind } from './embedded.ts';
import { nodeOfPath } from './node-of.ts';
import { commandFlags, networkFacts, processFacts } from './process-flags.ts';
import { commandOf, versionOf } from './static-pods.ts';

/** kube-proxy: its configuration, alone or in the ConfigMap that kubeadm makes, and its flags in a DaemonSet. */
export const kubeProxy: Reader = {
	name: 'kube-proxy',
	words: /KubeProxyConfiguration|kube-proxy/,

	*document(document) {
		for (const inner of configurationsIn(document)) {
			if (isKind(inner.root, 'kubeproxy.config.k8s.io', 'KubeProxyConfiguration')) yield* configuration(inner);
		}
		if (isKind(document.root, 'apps', 'DaemonSet')) yield* daemonSet(document);
	},
};

function* configuration({ root, source, file }: ClusterDocument): Iterable<Fact> {
	yield* settings(root, nodeOfPath(file));
	const node = scalarAt(root, ['clusterCIDR']);
	if (node === undefined) return;
	const standing = source === 'heredoc' ? 'bootstrap' : 'live';
	yield* networkFacts(node, 'pod', { component: 'kube-proxy', standing }, 'clusterCIDR', nodeOfPath(file));
}

/** The fields beside the networks that hold addresses, as the flags they stand for. */
function* settings(root: MapNode, node: string | undefined): Iterable<ProcessFact> {
	const one = (name: string, path: readonly string[]): Flag[] => {
		const value = scalarAt(root, path);
		return value === undefined ? [] : [{ name, nameOrigin: value.origin, value }];
	};
	const list = (name: string, path: readonly string[]): Flag[] => {
		const items = nodeAt(root, path);
		if (items?.kind !== 'seq') return [];
		// An empty list is the flag with an empty text; a missing one is no flag.
		const values =
			items.items.length > 0 ? items.items : [{ kind: 'scalar', value: '', origin: items.origin } as const];
		return values.flatMap((item): Flag[] => {
			if (item.kind !== 'scalar' && item.kind !== 'unknown') return [];
			return [{ name, nameOrigin: item.origin, value: withoutPlaceholders(item) }];
		});
	};
	const all: Flag[] = [
		...one('bind-address', ['bindAddress']),
		...one('detect-local-mode', ['detectLocalMode']),
		...one('metrics-bind-address', ['metricsBindAddress']),
		...one('healthz-bind-address', ['healthzBindAddress']),
		...list('nodeport-addresses', ['nodePortAddresses']),
		...list('ipvs-exclude-cidrs', ['ipvs', 'excludeCIDRs']),
	];
	if (all.length === 0) return;
	const flags = { all, origin: root.origin };
	const named = node === undefined ? {} : { node };
	yield {
		fact: 'process',
		process: 'kube-proxy',
		component: 'KubeProxyConfiguration',
		complete: false,
		flags,
		at: root.origin,
		...named,
	};
}

function* daemonSet({ root, source }: ClusterDocument): Iterable<Fact> {
	if (source === 'config-map') return;
	for (const container of itemsAt(root, ['spec', 'template', 'spec', 'containers'])) {
		const command = commandOf(container);
		if (command?.process !== 'kube-proxy') continue;
		const fact: ProcessFact = {
			fact: 'process',
			process: 'kube-proxy',
			component: 'DaemonSet',
			complete: true,
			flags: commandFlags(command.words, command.origin),
			at: command.origin,
		};
		yield* processFacts(fact, { component: 'kube-proxy', standing: 'live', setting: (flag) => `--${flag}` });
		yield* versionOf(container, 'kube-proxy');
	}
}
