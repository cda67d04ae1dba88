import { familyOf } from '../../network/cidr.ts';
import { type Check, counted, type Finding, missing, single } from '../check.ts';
import type { Expected } from '../expected.ts';
import type { LiveCluster } from '../live.ts';
import { networksIn } from '../prefix-list.ts';

/** Agents that would wait without limit when they restart: IPv6 is on, and their node has no IPv6 block. */
export function holdChecks(live: LiveCluster, expected: Expected): Check[] {
	const title = 'no agent of Cilium waits for an IPv6 block that its node does not have';
	const command = `kubectl -n kube-system get cm cilium-config -o jsonpath='{.data.enable-ipv6}'; kubectl get nodes -o custom-columns='NAME:.metadata.name,POD CIDRS:.spec.podCIDRs'`;
	const config = live.ciliumConfig;
	if (config === undefined && expected.ipam === undefined) return [];
	if (config === undefined) return [missing('cilium-config', title, command)];
	const ipam = config.get('ipam');
	if (ipam !== 'kubernetes')
		return [
			single(title, command, 'not-needed', `the operator gives each node its blocks (ipam ${ipam ?? 'not set'})`),
		];
	if (config.get('enable-ipv6') !== 'true') return [single(title, command, 'done')];
	if (live.nodes.length === 0) return [missing('Node', title, command)];
	return [
		counted(
			title,
			command,
			live.nodes.map(
				({ name, podCidrs }): Finding =>
					podCidrs.flatMap(networksIn).some((one) => one !== undefined && familyOf(one) === 'IPv6')
						? { state: 'done' }
						: { state: 'to-do', detail: `${name} has no IPv6 block: an agent that restarts there waits without limit` },
			),
		),
	];
}
