import type { Rendered, Resource } from '../render/resource.ts';
import { itemsAt, nodeAt, type ScalarNode, textOf } from '../repo/node.ts';
import { known } from './pieces.ts';
import { objectsOf, scalarIn } from './rook-objects.ts';

/** What a Service says about its addresses; undefined where a part of it is not known. */
export interface ServiceFields {
	readonly resource: Resource;
	readonly policy: ScalarNode | undefined;
	readonly families: readonly ScalarNode[];
	readonly clusterIp: ScalarNode | undefined;
	readonly clusterIps: readonly ScalarNode[];
	readonly isHeadless: boolean;
	readonly hasSelector: boolean;
}

/** The Services whose fields about addresses are all known. A name outside of the cluster has no addresses. */
export function serviceFields(rendered: Rendered): ServiceFields[] {
	return objectsOf(rendered, '', 'Service').flatMap((resource) => {
		const { root } = resource;
		const spec = nodeAt(root, ['spec']);
		const type = scalarIn(spec, ['type']);
		const families = itemsAt(spec, ['ipFamilies']).map(known);
		const ips = itemsAt(spec, ['clusterIPs']).map(known);
		const policy = nodeAt(spec, ['ipFamilyPolicy']);
		const single = nodeAt(spec, ['clusterIP']);
		const isKnown = [...families, ...ips, ...(policy ? [known(policy)] : []), ...(single ? [known(single)] : [])].every(
			({ kind }) => kind === 'scalar',
		);
		if (spec?.kind !== 'map' || !isKnown || (type !== undefined && textOf(type) === 'ExternalName')) return [];
		const clusterIp = scalarIn(spec, ['clusterIP']);
		const clusterIps = ips.filter((one) => one.kind === 'scalar');
		const all = clusterIp === undefined ? clusterIps : [clusterIp, ...clusterIps];
		return [
			{
				resource,
				policy: scalarIn(spec, ['ipFamilyPolicy']),
				families: families.filter((one) => one.kind === 'scalar'),
				clusterIp,
				clusterIps,
				isHeadless: all.some((one) => textOf(one) === 'None'),
				hasSelector: itemsOrEntries(nodeAt(spec, ['selector'])) > 0,
			},
		];
	});
}

function itemsOrEntries(node: ReturnType<typeof nodeAt>): number {
	if (node === undefined) return 0;
	return node.kind === 'map' ? node.entries.size : 1;
}
