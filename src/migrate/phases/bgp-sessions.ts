import type { Resource } from '../../render/resource.ts';
import { itemsAt, nodeAt, stringAt } from '../../repo/node.ts';
import { decidedAt } from '../../repo/origin.ts';
import type { ByHand } from '../phase.ts';

/** Sessions of Cilium that announce IPv4 only. The router has to agree to a family, so a person decides. */
export function bgpSessions(resources: readonly Resource[]): ByHand[] {
	return resources.flatMap(({ kind, name, root }): ByHand[] => {
		if (kind !== 'CiliumBGPPeerConfig') return [];
		const families = itemsAt(root, ['spec', 'families']);
		const [first] = families;
		const isSingle = first !== undefined && families.every((one) => stringAt(one, ['afi']) === 'ipv4');
		if (!isSingle) return [];
		const labels = nodeAt(first, ['advertisements', 'matchLabels']);
		const matching =
			labels?.kind === 'map'
				? [...labels.entries].map(([key]) => `\n      ${key}: ${stringAt(labels, [key]) ?? ''}`).join('')
				: '';
		return [
			{
				what: `CiliumBGPPeerConfig ${name} announces IPv4 only; a pool with IPv6 needs the family, and a session that the router takes it on`,
				at: decidedAt(first.origin),
				text: `- afi: ipv6\n  safi: unicast${matching === '' ? '' : `\n  advertisements:\n    matchLabels:${matching}`}`,
			},
		];
	});
}
