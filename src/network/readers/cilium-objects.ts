import { groupOf } from '../../render/resource.ts';
import { stringAt } from '../../repo/node.ts';
import { nameOrigin } from '../pieces.ts';
import type { Reader } from '../reader.ts';

/** Cilium's objects other than policies, for rules that look at their fields. */
export const ciliumObjects: Reader = {
	name: 'cilium-objects',
	words: /Cilium(?:BGP|EgressGatewayPolicy|LoadBalancerIPPool|PodIPPool|NodeConfig|L2AnnouncementPolicy|CIDRGroup)/,

	*document({ root, source }) {
		if (source === 'config-map') return;
		const apiVersion = stringAt(root, ['apiVersion']) ?? '';
		const kind = stringAt(root, ['kind']) ?? '';
		const name = stringAt(root, ['metadata', 'name']);
		if (groupOf({ apiVersion }) !== 'cilium.io' || name === undefined || policies.has(kind)) return;
		yield { fact: 'cilium-object', apiVersion, kind, name, root, at: nameOrigin(root) };
	},
};

/** Kinds of which a cluster has hundreds. */
const policies: ReadonlySet<string> = new Set(['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']);
