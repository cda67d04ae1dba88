import { familyOf, type IpAddress, parseIp } from '../../network/cidr.ts';
import { kubeadmRoots } from '../../network/extra-args.ts';
import { nodeAt, type SeqNode, stringAt, textOf } from '../../repo/node.ts';
import { decidedAt, type Origin } from '../../repo/origin.ts';
import type { ByHand, ChangeGroup, PhaseInput } from '../phase.ts';

/** IPv6 addresses of machines and virtual addresses beside their IPv4 ones in the API server's certificate. */
export function certificateNames({ view, target }: PhaseInput): ChangeGroup[] {
	return lists(view).flatMap((list): ChangeGroup[] => {
		const named = addressesIn(list);
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

/** IPv4 addresses of a certificate, such as a virtual one, of which nobody tells the IPv6 one. */
export function namesByHand({ view, target }: PhaseInput): ByHand[] {
	return lists(view).flatMap((list) => {
		const named = addressesIn(list);
		if ([...named.keys()].some((one) => familyOf(one) === 'IPv6')) return [];
		return [...named]
			.filter(([address]) => !target.machines.some(({ ipv4, ipv6 }) => ipv4 === address && ipv6 !== undefined))
			.map(
				([address, at]): ByHand => ({
					what: `apiServer.certSANs names ${address}; if clients are to reach it over IPv6, its IPv6 address belongs beside it`,
					at: decidedAt(at),
					text: `- "<IPv6 address of ${address}>"`,
				}),
			);
	});
}

function lists(view: PhaseInput['view']): SeqNode[] {
	return kubeadmRoots(view.input.plan).flatMap((root) => {
		if (stringAt(root, ['kind']) !== 'ClusterConfiguration') return [];
		const list = nodeAt(root, ['apiServer', 'certSANs']);
		return list?.kind === 'seq' ? [list] : [];
	});
}

function addressesIn(list: SeqNode): ReadonlyMap<IpAddress, Origin> {
	return new Map(
		list.items.flatMap((item): [IpAddress, Origin][] => {
			const parsed = item.kind === 'scalar' ? parseIp(textOf(item)) : undefined;
			return parsed?.ok && !loopback.has(parsed.value) ? [[parsed.value, item.origin]] : [];
		}),
	);
}

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1']);
