import { familyOf, parseIp } from '../../src/network/cidr.ts';
import { commaPiecesOf } from '../../src/network/pieces.ts';
import { itemsAt, type ScalarNode, stringAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodeLocalDnsFamilies = defineRule({
	id: 'add-ons/node-local-dns-families',
	title: 'The DNS cache of the nodes is given addresses of both families',
	severity: 'error',
	docs: block`
		node-cache of NodeLocal DNSCache takes one family for each process. With addresses of both in \`-localip\` it exits
		at its start, and pods that were told its address have no DNS.

		In the cluster: \`kubectl -n kube-system logs ds/node-local-dns\`.

		Run a DaemonSet for each family, or give it the addresses of one.
	`,
	references: ['https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/'],

	*check({ rendered }) {
		for (const { kind, root } of rendered.resources) {
			if (kind !== 'DaemonSet') continue;
			for (const container of itemsAt(root, ['spec', 'template', 'spec', 'containers'])) {
				const value = localIps([...itemsAt(container, ['command']), ...itemsAt(container, ['args'])]);
				const isCache = /node-cache/.test(stringAt(container, ['image']) ?? '');
				if (value === undefined || !isCache) continue;
				const pieces = commaPiecesOf(value).flatMap(({ value: text }) => {
					const ip = parseIp(text);
					return ip.ok ? [familyOf(ip.value)] : [];
				});
				if (new Set(pieces).size < 2) continue;
				yield {
					at: value.origin,
					subject: textOf(value),
					message: `-localip ${textOf(value)} has addresses of both families`,
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'both in one list',
				repo: {
					'cache.yaml': block`
						apiVersion: apps/v1
						kind: DaemonSet
						metadata: {name: node-local-dns, namespace: kube-system}
						spec:
						  template:
						    spec:
						      containers:
						        - name: node-cache
						          image: registry.k8s.io/dns/k8s-dns-node-cache:1.26.4
						          args: ["-localip", "169.254.20.10,fd10:96e5:43::a", "-conf", "/etc/Corefile"]
						          #                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ has addresses of both families
					`,
				},
			},
		],
		valid: [
			{
				name: 'two addresses of one family',
				repo: {
					'cache.yaml': block`
						apiVersion: apps/v1
						kind: DaemonSet
						metadata: {name: node-local-dns, namespace: kube-system}
						spec:
						  template:
						    spec:
						      containers:
						        - name: node-cache
						          image: registry.k8s.io/dns/k8s-dns-node-cache:1.26.4
						          args: ["-localip", "169.254.20.10,10.43.0.10", "-conf", "/etc/Corefile"]
					`,
				},
			},
		],
	},
});

/** The word behind `-localip`. */
function localIps(words: readonly { readonly kind: string }[]): ScalarNode | undefined {
	const scalars = words.filter((word): word is ScalarNode => word.kind === 'scalar');
	const index = scalars.findIndex((word) => /^--?localip$/.test(textOf(word)));
	return index === -1 ? undefined : scalars[index + 1];
}
