import { parseIp } from '../../network/cidr.ts';
import { kubeadmRoots } from '../../network/extra-args.ts';
import { nodeAt, stringAt, textOf } from '../../repo/node.ts';
import type { ChangeGroup, PhaseInput } from '../phase.ts';

/** IPv6 addresses of machines beside their IPv4 ones in the API server's certificate. */
export function certificateNames({ view, target }: PhaseInput): ChangeGroup[] {
	return kubeadmRoots(view.input.plan).flatMap((root): ChangeGroup[] => {
		if (stringAt(root, ['kind']) !== 'ClusterConfiguration') return [];
		const list = nodeAt(root, ['apiServer', 'certSANs']);
		if (list?.kind !== 'seq') return [];
		const named = new Set(
			list.items.flatMap((item) => {
				const parsed = item.kind === 'scalar' ? parseIp(textOf(item)) : undefined;
				return parsed?.ok ? [parsed.value] : [];
			}),
		);
		const missing = target.machines.flatMap(({ ipv4, ipv6 }) =>
			ipv4 !== undefined && ipv6 !== undefined && named.has(ipv4) && !named.has(ipv6) ? [ipv6] : [],
		);
		if (missing.length === 0) return [];
		return [
			{
				title: 'Add the IPv6 addresses of the control plane to apiServer.certSANs',
				changes: missing.map((value) => ({ op: 'append', into: list, value })),
				otherwise: missing.map((value) => `- "${value}"`).join('\n'),
			},
		];
	});
}
