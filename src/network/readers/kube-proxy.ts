import { itemsAt } from '../../repo/node.ts';
import type { Fact, ProcessFact } from '../facts.ts';
import { scalarAt } from '../placeholders.ts';
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
	const node = scalarAt(root, ['clusterCIDR']);
	if (node === undefined) return;
	const standing = source === 'heredoc' ? 'bootstrap' : 'live';
	yield* networkFacts(node, 'pod', { component: 'kube-proxy', standing }, 'clusterCIDR', nodeOfPath(file));
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
