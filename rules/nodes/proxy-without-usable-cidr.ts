import { familyOf, type IpFamily } from '../../src/network/cidr.ts';
import type { Prefix } from '../../src/network/facts.ts';
import { flag } from '../../src/network/flags.ts';
import { boundFamily, hostsLack } from '../../src/network/kube-proxy.ts';
import { placeOf } from '../../src/network/setting.ts';
import { decidedAt } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const proxyWithoutUsableCidr = defineRule({
	id: 'nodes/proxy-without-usable-cidr',
	title: 'kube-proxy has pod prefixes only of the family that it does not work for',
	severity: 'error',
	docs: block`
		kube-proxy works first for the family of its own address and needs a pod prefix of that family to know which traffic is
		local: in \`clusterCIDR\`, or in the blocks of its Node with \`detectLocalMode: NodeCIDR\`. With prefixes of the other
		family only it exits where the host has one family ("contains only addresses of the wrong IP family"), and always with
		NodeCIDR; else it goes on without knowing what is local (a warning).

		In the cluster: \`kubectl -n kube-system logs ds/kube-proxy\`.

		Switch IPv6 on, or add the prefix of the family that hosts have.
	`,
	references: ['https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/'],

	*check({ plan }) {
		for (const fact of plan.processes) {
			if (fact.process !== 'kube-proxy') continue;
			const primary =
				boundFamily(fact) ?? (hostsLack(plan, 'IPv6') ? 'IPv4' : hostsLack(plan, 'IPv4') ? 'IPv6' : undefined);
			if (primary === undefined) continue;
			const other = primary === 'IPv4' ? 'IPv6' : 'IPv4';
			const absent = hostsLack(plan, other);
			const mode = flag(fact.flags, 'detect-local-mode');
			if (mode.state === 'unknown') continue;
			const isNodeMode = mode.state === 'set' && mode.value === 'NodeCIDR';
			const isClusterMode = mode.state === 'absent' || mode.value === 'ClusterCIDR';
			const note = absent?.value ?? `its own address is of ${primary}`;
			const because = [{ at: absent?.origin ?? placeOf(flag(fact.flags, 'bind-address')), note }];
			const { file } = decidedAt(fact.at);
			for (const { component, at, prefixes } of plan.declarations) {
				if (component !== 'kube-proxy' || decidedAt(at).file !== file || !isOnly(prefixes, other)) continue;
				yield {
					at,
					subject: prefixes.map(({ text }) => text).join(','),
					severity: isClusterMode && absent !== undefined ? 'error' : 'warning',
					message: `clusterCIDR has ${other} prefixes only, and kube-proxy works for ${primary}: ${note}`,
					because,
				};
			}
			const isOnlyProxy = plan.processes.filter(({ process }) => process === 'kube-proxy').length === 1;
			for (const { at, name, prefixes } of isOnlyProxy ? plan.nodeObjects : []) {
				if (!isOnly(prefixes, other)) continue;
				yield {
					at: prefixes[0]?.origin ?? at,
					subject: name,
					severity: isNodeMode ? 'error' : 'warning',
					message: `Node ${name} has ${other} blocks only, and kube-proxy works for ${primary}: ${note}`,
					because,
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 on hosts without it',
				repo: {
					'kube-proxy.yaml': block`
						apiVersion: kubeproxy.config.k8s.io/v1alpha1
						kind: KubeProxyConfiguration
						bindAddress: 0.0.0.0
						clusterCIDR: fd10:42::/56
						             ^^^^^^^^^^^^ switched off on the hosts
					`,
					'etc/sysctl.d/10-network.conf': block`
						net.ipv6.conf.all.disable_ipv6 = 1
					`,
				},
			},
		],
		valid: [
			{
				name: 'the family of the hosts',
				repo: {
					'kube-proxy.yaml': block`
						apiVersion: kubeproxy.config.k8s.io/v1alpha1
						kind: KubeProxyConfiguration
						bindAddress: 0.0.0.0
						clusterCIDR: 10.42.0.0/16
					`,
					'etc/sysctl.d/10-network.conf': block`
						net.ipv6.conf.all.disable_ipv6 = 1
					`,
				},
			},
		],
	},
});

/** True when there are prefixes and all of them are known to be of that family. */
function isOnly(prefixes: readonly Prefix[], family: IpFamily): boolean {
	return prefixes.length > 0 && prefixes.every(({ cidr }) => cidr !== undefined && familyOf(cidr) === family);
}
