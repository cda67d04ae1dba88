import { familyOf, parseCidr, parseIp } from '../../network/cidr.ts';
import type { Resource } from '../../render/resource.ts';
import { itemsAt, nodeAt, type ScalarNode, type Step, textOf, type YamlNode } from '../../repo/node.ts';
import { decidedAt } from '../../repo/origin.ts';
import type { ByHand } from '../phase.ts';

/**
 * Lists of addresses that are let through, with IPv4 only: over IPv6 nobody passes, or everybody does where the list is
 * of those that are kept out. Which IPv6 addresses are meant only a person can tell.
 */
export function allowLists(resources: readonly Resource[]): ByHand[] {
	return resources.flatMap((resource) =>
		placesOf(resource).flatMap((path): ByHand[] => {
			const entries = entriesAt(nodeAt(resource.root, path));
			const families = entries.flatMap(({ text }) => familiesIn(text));
			const [first] = entries;
			if (first === undefined || families.length === 0 || families.includes('IPv6')) return [];
			const field = path.filter((step) => typeof step === 'string').at(-1);
			const where = `${resource.kind} ${resource.namespace === undefined ? '' : `${resource.namespace}/`}${resource.name}`;
			return [
				{
					what: `${where} names IPv4 addresses only in ${field}; clients that come over IPv6 are not among them`,
					at: decidedAt(first.node.origin),
					text: `the IPv6 ranges of the same clients beside ${entries.map(({ text }) => text).join(', ')}`,
				},
			];
		}),
	);
}

/** Annotations of ingress controllers that hold prefixes with commas between them. */
const annotations = [
	'nginx.ingress.kubernetes.io/whitelist-source-range',
	'nginx.ingress.kubernetes.io/allowlist-source-range',
	'nginx.ingress.kubernetes.io/denylist-source-range',
	'haproxy.org/allow-list',
	'haproxy.org/deny-list',
	'haproxy.org/whitelist',
];

function placesOf({ kind, apiVersion, root }: Resource): (readonly Step[])[] {
	switch (kind) {
		case 'Service':
			return [['spec', 'loadBalancerSourceRanges']];
		case 'Ingress':
			return annotations.map((name) => ['metadata', 'annotations', name]);
		case 'Middleware':
			return apiVersion.startsWith('traefik.')
				? [
						['spec', 'ipAllowList', 'sourceRange'],
						['spec', 'ipWhiteList', 'sourceRange'],
					]
				: [];
		case 'SecurityPolicy':
			return itemsAt(root, ['spec', 'authorization', 'rules']).map((_, i) => [
				...['spec', 'authorization', 'rules'],
				i,
				...['principal', 'clientCIDRs'],
			]);
		case 'AuthorizationPolicy':
			return itemsAt(root, ['spec', 'rules']).flatMap((rule, i) =>
				itemsAt(rule, ['from']).flatMap((_, j) =>
					['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'].map((name) => [
						...['spec', 'rules', i],
						...['from', j, 'source', name],
					]),
				),
			);
		default:
			return [];
	}
}

function entriesAt(node: YamlNode | undefined): { readonly node: ScalarNode; readonly text: string }[] {
	const scalars = node?.kind === 'seq' ? node.items : node === undefined ? [] : [node];
	return scalars.flatMap((one) =>
		one.kind === 'scalar'
			? textOf(one)
					.split(',')
					.map((text) => ({ node: one, text: text.trim() }))
			: [],
	);
}

function familiesIn(text: string): string[] {
	const parsed = text.includes('/') ? parseCidr(text) : parseIp(text);
	return parsed.ok ? [familyOf(parsed.value)] : [];
}
