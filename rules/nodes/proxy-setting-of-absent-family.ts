import { familyOf } from '../../src/network/cidr.ts';
import type { Located, ProcessFact } from '../../src/network/facts.ts';
import { flag } from '../../src/network/flags.ts';
import { hostsLack, proxyList } from '../../src/network/kube-proxy.ts';
import { looseCidr, looseIp } from '../../src/network/loose-address.ts';
import { block, defineRule } from '../../src/rule.ts';

export const proxySettingOfAbsentFamily = defineRule({
	id: 'nodes/proxy-setting-of-absent-family',
	title: 'kube-proxy is given addresses of a family that its hosts do not have',
	severity: 'warning',
	docs: block`
		Where hosts have one family, kube-proxy works for it alone. An address for its metrics or its health check that is of the
		other family cannot be listened on, and prefixes to be left out of IPVS (\`ipvs.excludeCIDRs\`) match nothing. It logs
		that and goes on without.

		In the cluster: \`kubectl -n kube-system logs ds/kube-proxy\`; \`ss -ltn\` on a node.

		Name addresses of the family that the hosts have, or \`0.0.0.0\` and \`::\`, which are any address.
	`,
	references: ['https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/'],

	*check({ plan }) {
		for (const family of ['IPv4', 'IPv6'] as const) {
			const absent = hostsLack(plan, family);
			if (absent === undefined) continue;
			for (const process of plan.processes.filter((one) => one.process === 'kube-proxy')) {
				for (const [name, { value, origin }] of settingsOf(process, family)) {
					yield {
						at: origin,
						subject: value,
						message: `${name} of kube-proxy is ${value}, and ${absent.value}`,
						because: [{ at: absent.origin, note: absent.value }],
					};
				}
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'metrics over IPv6',
				repo: {
					'kube-proxy.yaml': block`
						apiVersion: kubeproxy.config.k8s.io/v1alpha1
						kind: KubeProxyConfiguration
						metricsBindAddress: "[fd10:96e5:1::10]:10249"
						                    ^^^^^^^^^^^^^^^^^^^^^^^^^ IPv6 is switched off on the hosts
						ipvs: {excludeCIDRs: ["fd10:96e5:1::/64"]}
						                       ^^^^^^^^^^^^^^^^ ipvs.excludeCIDRs of kube-proxy
					`,
					'etc/sysctl.d/10-network.conf': block`
						net.ipv6.conf.all.disable_ipv6 = 1
					`,
				},
			},
		],
		valid: [
			{
				name: 'any address, and the family that is there',
				repo: {
					'kube-proxy.yaml': block`
						apiVersion: kubeproxy.config.k8s.io/v1alpha1
						kind: KubeProxyConfiguration
						metricsBindAddress: "[::]:10249"
						ipvs: {excludeCIDRs: [192.168.0.0/24]}
					`,
					'etc/sysctl.d/10-network.conf': block`
						net.ipv6.conf.all.disable_ipv6 = 1
					`,
				},
			},
		],
	},
});

/** Settings that name addresses of one family only, that one. */
function settingsOf(process: ProcessFact, family: 'IPv4' | 'IPv6'): (readonly [string, Located<string>])[] {
	const excluded = proxyList(process, 'ipvs-exclude-cidrs') ?? [];
	const cidrs = excluded.map(({ value }) => looseCidr(value));
	const isOnly = cidrs.length > 0 && cidrs.every((cidr) => cidr !== undefined && familyOf(cidr) === family);
	const binds = (['metrics-bind-address', 'healthz-bind-address'] as const).flatMap((name) => {
		const bind = flag(process.flags, name);
		const [, bracketed, plain] =
			/^(?:\[([^\]]*)\]|([^:]*))(?::\d+)?$/.exec(bind.state === 'set' ? bind.value : '') ?? [];
		const address = looseIp(bracketed ?? plain ?? '');
		if (bind.state !== 'set' || address === undefined || address === '0.0.0.0' || address === '::') return [];
		const field = name === 'metrics-bind-address' ? 'metricsBindAddress' : 'healthzBindAddress';
		return familyOf(address) === family ? [[field, { value: bind.value, origin: bind.origin }] as const] : [];
	});
	const [first] = excluded;
	return [...binds, ...(isOnly && first !== undefined ? [['ipvs.excludeCIDRs', first] as const] : [])];
}
