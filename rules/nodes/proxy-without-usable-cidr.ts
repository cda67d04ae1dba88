import { familyOf } from '../../src/network/cidr.ts';
import { flag } from '../../src/network/flags.ts';
import { looseIp } from '../../src/network/loose-address.ts';
import { decidedAt } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const proxyWithoutUsableCidr = defineRule({
	id: 'nodes/proxy-without-usable-cidr',
	title: 'kube-proxy has pod prefixes of one family only, and its hosts have the other',
	severity: 'error',
	docs: block`
		On a host without IPv6, kube-proxy works for IPv4 alone and needs an IPv4 prefix in \`clusterCIDR\` to know which traffic
		is local. With IPv6 prefixes only it exits: "contains only addresses of the wrong IP family".

		In the cluster: \`kubectl -n kube-system logs ds/kube-proxy\`.

		Switch IPv6 on, or add the prefix of the family that hosts have.
	`,
	references: ['https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/'],

	*check({ plan }) {
		const off = plan.sysctls.find(({ key, value }) => key === 'net.ipv6.conf.all.disable_ipv6' && value === '1');
		if (off === undefined) return;
		for (const { process, flags, at } of plan.processes) {
			if (process !== 'kube-proxy') continue;
			const bind = flag(flags, 'bind-address');
			const address = bind.state === 'set' ? looseIp(bind.value) : undefined;
			if (address === undefined || familyOf(address) !== 'IPv4') continue;
			const { file } = decidedAt(at);
			for (const { component, at: place, prefixes } of plan.declarations) {
				if (component !== 'kube-proxy' || decidedAt(place).file !== file || prefixes.length === 0) continue;
				if (!prefixes.every(({ cidr }) => cidr !== undefined && familyOf(cidr) === 'IPv6')) continue;
				yield {
					at: place,
					subject: prefixes.map(({ text }) => text).join(','),
					message: 'clusterCIDR has IPv6 prefixes only, and IPv6 is switched off on the hosts',
					because: [{ at: off.at, note: 'IPv6 is switched off' }],
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
