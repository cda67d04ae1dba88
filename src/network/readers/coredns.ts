import { entriesOf, itemsAt, nodeAt, stringAt, textOf, type YamlNode } from '../../repo/node.ts';
import type { CorefilePlugin, DnsServerFact } from '../add-on-facts.ts';
import { corefilePlugins } from '../corefile.ts';
import { known } from '../pieces.ts';
import type { Reader } from '../reader.ts';

/** CoreDNS of the cluster: its Corefile, what k3s puts into it, and the values of its chart. */
export const coreDns: Reader = {
	name: 'coredns',
	words: /Corefile|coredns/,

	*document({ root, source }) {
		if (source === 'config-map' || stringAt(root, ['kind']) !== 'ConfigMap') return;
		const name = stringAt(root, ['metadata', 'name']) ?? '';
		for (const [key, { value }] of entriesOf(nodeAt(root, ['data']))) {
			// Of other names are the caches on nodes and servers for other people.
			const isOwn =
				(name === 'coredns' && key === 'Corefile') || (name === 'coredns-custom' && key.endsWith('.override'));
			if (isOwn && value.kind === 'scalar') yield server(corefilePlugins(value, key !== 'Corefile'), value.origin);
		}
	},

	*release({ chart, values, resource }) {
		if ((chart !== 'coredns' && chart !== 'rke2-coredns') || resource.namespace !== 'kube-system') return;
		const servers = itemsAt(values, ['servers']);
		const plugins = servers.flatMap((one) => itemsAt(one, ['plugins']).flatMap(chartPlugin));
		const [first] = servers;
		if (first !== undefined) yield server(plugins, first.origin);
	},
};

function server(plugins: readonly CorefilePlugin[], at: DnsServerFact['at']): DnsServerFact {
	return { fact: 'dns-server', plugins, at };
}

/** One of `servers[].plugins`. coredns/helm, `charts/coredns/values.yaml`. */
function chartPlugin(node: YamlNode): CorefilePlugin[] {
	const name = stringAt(node, ['name']);
	const parameters = nodeAt(node, ['parameters']);
	const body = nodeAt(node, ['configBlock']);
	if (name === undefined || (parameters !== undefined && known(parameters).kind !== 'scalar')) return [];
	const lines =
		body?.kind === 'scalar'
			? textOf(body)
					.split('\n')
					.map((line) => line.trim())
			: [];
	return [
		{
			name,
			parameters: parameters?.kind === 'scalar' ? textOf(parameters) : '',
			lines: lines.filter((line) => line !== '' && !line.startsWith('#')),
			at: (parameters ?? node).origin,
		},
	];
}
