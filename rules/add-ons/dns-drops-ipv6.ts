import type { CorefilePlugin } from '../../src/network/add-on-facts.ts';
import { dualStack } from '../../src/network/families.ts';
import { block, defineRule } from '../../src/rule.ts';

export const dnsDropsIpv6 = defineRule({
	id: 'add-ons/dns-drops-ipv6',
	title: "The cluster's DNS server answers that names have no IPv6 address",
	severity: 'warning',
	docs: block`
		A \`template\` for AAAA without an answer of its own takes the question from every plugin behind it: clients are told that the
		name has no IPv6 address, and Services with two families are reached over IPv4 only. It is a known remedy for
		clusters without IPv6, and stays behind when IPv6 comes.

		A \`kubernetes\` plugin whose zones have \`in-addr.arpa\` and not \`ip6.arpa\` finds no names for IPv6 addresses.

		While only the target of the configuration has both families, this is pending: an info.

		In the cluster: \`kubectl run -it --rm --image=busybox dns -- nslookup -type=aaaa kubernetes.default\`.

		Take the template out; write \`ip6.arpa\` beside \`in-addr.arpa\`.

		## Limits

		Templates for some zones or names, with answers, and with \`fallthrough\` are left alone.
	`,
	references: [
		'https://coredns.io/plugins/template/',
		'https://coredns.io/plugins/kubernetes/',
		'https://kubernetes.io/docs/concepts/services-networking/dual-stack/',
	],

	*check({ plan }) {
		const dual = dualStack(plan);
		if (dual === undefined) return;
		const isPending = dual.standing === 'target';
		for (const { plugins } of plan.dnsServers) {
			for (const plugin of plugins) {
				const what = mistakeOf(plugin);
				if (what === undefined) continue;
				yield {
					at: plugin.at,
					subject: plugin.name,
					severity: isPending ? 'info' : 'warning',
					message: `${isPending ? 'pending: ' : ''}${what}; ${dual.note}`,
					because: [{ at: dual.at, note: dual.note }],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a template of the time before IPv6',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'coredns.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: coredns, namespace: kube-system}
						data:
						  Corefile: |
						    .:53 {
						      errors
						      template ANY AAAA {
						    # ^^^^^^^^^^^^^^^^^ template ANY AAAA answers that no name has an IPv6 address
						        rcode NOERROR
						      }
						      kubernetes cluster.local in-addr.arpa ip6.arpa
						      forward . /etc/resolv.conf
						    }
					`,
				},
			},
		],
		valid: [
			{
				name: 'a template for one zone of other people',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'coredns.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: coredns, namespace: kube-system}
						data:
						  Corefile: |
						    .:53 {
						      errors
						      template ANY AAAA films.example.com {
						        rcode NOERROR
						      }
						      kubernetes cluster.local in-addr.arpa ip6.arpa {
						        pods insecure
						      }
						      forward . /etc/resolv.conf
						    }
					`,
				},
			},
		],
	},
});

function mistakeOf(plugin: CorefilePlugin): string | undefined {
	const words = plugin.parameters.split(/\s+/).filter((word) => word !== '');
	if (plugin.name === 'template' && dropsAll(plugin, words))
		return `template ${plugin.parameters} answers that no name has an IPv6 address`;
	if (
		plugin.name === 'kubernetes' &&
		words.includes('in-addr.arpa') &&
		!words.some((word) => word.endsWith('ip6.arpa'))
	)
		return `kubernetes ${plugin.parameters} has no zone for names of IPv6 addresses`;
	return undefined;
}

/** `template CLASS TYPE [ZONE…]`: for everything, and with nothing in its block that answers or passes on. */
function dropsAll({ lines }: CorefilePlugin, [, type, ...zones]: readonly string[]): boolean {
	if (type !== 'AAAA' || !zones.every((zone) => zone === '.' || zone === 'cluster.local')) return false;
	return !lines.some(
		(line) => /^(?:answer|additional|fallthrough|match|upstream)\b/.test(line) && !/^match\s+\.\*?$/.test(line),
	);
}
