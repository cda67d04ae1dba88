import { familyOf, parseCidr } from '../../network/cidr.ts';
import type { Resource } from '../../render/resource.ts';
import { itemsAt, mapAt, nodeAt, textOf, type YamlNode } from '../../repo/node.ts';
import { decidedAt } from '../../repo/origin.ts';
import type { Writable } from '../../rule.ts';
import { type ByHand, type ChangeGroup, idle, type Phase, type PhaseInput } from '../phase.ts';
import { fluxCommands } from './flux-commands.ts';

/** IPv6 twins of IPv4 ranges in policies, before any Pod has an IPv6 address. */
export const policies: Phase = {
	name: 'policies',
	title: 'Say for IPv6 what policies say for IPv4',

	plan(input) {
		const twins = twinsOf(input);
		const found = input.view.input.rendered.resources.flatMap((resource) => listsOf(resource));
		const groups: ChangeGroup[] = [];
		const changed: Resource[] = [];
		const byHand: ByHand[] = [];
		for (const { list, resource, items } of found) {
			const ranges = items.map(({ cidr }) => cidr);
			if (ranges.length === 0 || ranges.some((one) => one.includes(':'))) continue;
			const name = `${resource.kind} ${resource.namespace ?? ''}/${resource.name}`;
			const missing = items.map((item) => ({ item, twin: twins.get(item.cidr) }));
			const unclear = missing.filter(({ twin, item }) => twin === undefined || item.twin(twin, twins) === undefined);
			if (unclear.length > 0) {
				for (const { item } of unclear)
					byHand.push({
						what: `${name} names ${item.cidr} only; which IPv6 range is meant cannot be seen`,
						at: decidedAt(item.node.origin),
						text: 'an IPv6 range beside it, or the reason why IPv6 shall stay shut out',
					});
				continue;
			}
			const values = missing.flatMap(({ item, twin }) => (twin === undefined ? [] : [item.twin(twin, twins)]));
			if (!changed.includes(resource)) changed.push(resource);
			groups.push({
				title: `Add IPv6 twins to ${name}`,
				changes: unique(values).map((value) => ({ op: 'append', into: list, value })),
				otherwise: JSON.stringify(values),
			});
		}
		if (groups.length === 0 && byHand.length === 0) return idle({ kind: 'done' });
		if (groups.length === 0) return idle({ kind: 'done' }, byHand);
		return {
			state: { kind: 'to-do' },
			changes: groups,
			newFiles: [],
			preconditions: ['None: an IPv6 range in a policy means nothing while Pods have IPv4 addresses only.'],
			runbook: [
				{
					title: 'Have Flux apply the policies',
					on: 'workstation',
					commands: fluxCommands(changed),
					check: {
						command: changed.map(readCommand).join(' && '),
						expect: 'the IPv6 ranges of this change beside the IPv4 ones',
					},
					back: 'Revert the commit; nothing has used the IPv6 ranges yet.',
				},
			],
			checks: [],
			rollback: 'Revert the commit.',
			pointOfNoReturn: undefined,
			byHand,
		};
	},
};

function readCommand({ kind, namespace, name }: Resource): string {
	const where = kind === 'CiliumClusterwideNetworkPolicy' ? '' : ` -n ${namespace ?? 'default'}`;
	return `kubectl get ${kind.toLowerCase()} ${name}${where} -o yaml | grep -i cidr -A2`;
}

/** A range of a policy, and how its twin is written. */
interface Item {
	readonly node: YamlNode;
	readonly cidr: string;
	twin(cidr: string, twins: ReadonlyMap<string, string>): Writable | undefined;
}

interface RangeList {
	readonly resource: Resource;
	readonly list: Extract<YamlNode, { kind: 'seq' }>;
	readonly items: readonly Item[];
}

/** What an IPv4 range of a policy is in IPv6, where that is certain. */
function twinsOf({ target, view }: PhaseInput): ReadonlyMap<string, string> {
	const twins = new Map<string, string>([['0.0.0.0/0', '::/0']]);
	for (const network of [target.pod, target.service])
		if (network.ipv4 !== undefined) twins.set(network.ipv4, network.ipv6);
	for (const { ipv4, ipv6 } of target.machines)
		if (ipv4 !== undefined && ipv6 !== undefined) twins.set(`${ipv4}/32`, `${ipv6}/128`);
	const nodes = view.input.plan.declarations.filter(
		({ role, standing }) => role === 'node' && standing === 'configured',
	);
	const all = nodes.flatMap(({ prefixes }) => prefixes.flatMap(({ cidr }) => cidr ?? []));
	const [v4, ...moreV4] = all.filter((cidr) => familyOf(cidr) === 'IPv4');
	const [v6, ...moreV6] = all.filter((cidr) => familyOf(cidr) === 'IPv6');
	if (v4 !== undefined && v6 !== undefined && moreV4.length + moreV6.length === 0) twins.set(v4, v6);
	return twins;
}

/** Private ranges of IPv4 that an exception names; in IPv6 all of fc00::/7 is private. */
const privateRanges = new Set(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']);

function exceptions(node: YamlNode, twins: ReadonlyMap<string, string>): string[] | undefined {
	const texts = itemsAt(node, ['except']).map((item) => (item.kind === 'scalar' ? textOf(item) : ''));
	const found = new Set<string>();
	for (const text of texts) {
		const twin = privateRanges.has(text) ? 'fc00::/7' : twins.get(text);
		if (twin === undefined) return undefined;
		found.add(twin);
	}
	return [...found];
}

function listsOf(resource: Resource): RangeList[] {
	if (resource.kind === 'NetworkPolicy' && resource.apiVersion.startsWith('networking.k8s.io/')) {
		return ['ingress', 'egress'].flatMap((direction) =>
			itemsAt(resource.root, ['spec', direction]).flatMap((rule) =>
				listAt(resource, nodeAt(rule, [direction === 'ingress' ? 'from' : 'to']), (item) => {
					const block = nodeAt(item, ['ipBlock']);
					return block && set(block, (value) => ({ ipBlock: value }));
				}),
			),
		);
	}
	if (resource.kind !== 'CiliumNetworkPolicy' && resource.kind !== 'CiliumClusterwideNetworkPolicy') return [];
	const specs = [nodeAt(resource.root, ['spec']), ...itemsAt(resource.root, ['specs'])];
	return specs.flatMap((spec) =>
		['ingress', 'ingressDeny', 'egress', 'egressDeny'].flatMap((direction) =>
			itemsAt(spec, [direction]).flatMap((rule) => {
				const end = direction.startsWith('ingress') ? 'from' : 'to';
				return [
					...listAt(resource, nodeAt(rule, [`${end}CIDR`]), (item) =>
						item.kind === 'scalar' ? { node: item, cidr: textOf(item), twin: (cidr) => cidr } : undefined,
					),
					...listAt(resource, nodeAt(rule, [`${end}CIDRSet`]), (item) => set(item, (value) => value)),
				];
			}),
		),
	);
}

/** A map with `cidr` and `except`. */
function set(node: YamlNode, wrap: (value: Writable) => Writable): Item | undefined {
	const cidr = nodeAt(node, ['cidr']);
	if (cidr?.kind !== 'scalar' || mapAt(node) === undefined) return undefined;
	return {
		node: cidr,
		cidr: textOf(cidr),
		twin(text, twins) {
			const except = exceptions(node, twins);
			if (except === undefined) return undefined;
			return wrap(except.length === 0 ? { cidr: text } : { cidr: text, except });
		},
	};
}

function listAt(
	resource: Resource,
	list: YamlNode | undefined,
	read: (item: YamlNode) => Item | undefined,
): RangeList[] {
	if (list?.kind !== 'seq') return [];
	const items = list.items.flatMap((item) => read(item) ?? []);
	return items.some(({ cidr }) => parseCidr(cidr).ok) ? [{ resource, list, items }] : [];
}

function unique(values: readonly (Writable | undefined)[]): Writable[] {
	const seen = new Map<string, Writable>();
	for (const value of values) if (value !== undefined) seen.set(JSON.stringify(value), value);
	return [...seen.values()];
}
