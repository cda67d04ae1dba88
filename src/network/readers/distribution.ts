import { originWithin, type ScalarNode, textOf, type UnknownNode, type YamlNode } from '../../repo/node.ts';
import type { IpFamily } from '../cidr.ts';
import { type IpAddress, parseIp } from '../cidr.ts';
import type { Declaration, Fact, Located, NetworkRole, NodeMask, ProcessFact, VersionFact } from '../facts.ts';
import type { Flag } from '../flags.ts';
import { known, knownPrefixes } from '../pieces.ts';
import { scalarAt, withoutPlaceholders } from '../placeholders.ts';
import { prefixOf } from '../prefixes.ts';
import { networkFacts } from './process-flags.ts';

/** Whose file it is, and how the setting is called there. */
export interface Statement {
	/** `Talos`, `k3s`. */
	readonly component: string;
	readonly setting: string;
	readonly role: NetworkRole;
	/** What the consumer does with bits beyond the prefix length; `masked` unless told. */
	readonly hostBits?: Declaration['hostBits'];
	/** For a setting that holds one family only. */
	readonly family?: IpFamily;
	readonly node?: string;
}

/** What a list of prefixes, or a text with commas, declares. What cannot be read is named and declares nothing. */
export function* prefixFacts(node: YamlNode | undefined, about: Statement): Iterable<Fact> {
	if (node === undefined) return;
	const value = known(node);
	if (value.kind === 'scalar') {
		if (value.value === null) return;
		if (about.family === undefined) {
			yield* networkFacts(
				value,
				about.role,
				{ component: about.component, standing: 'live' },
				about.setting,
				about.node,
			);
		} else if (textOf(value) !== '') yield declaration(about, value, [prefixOf(value)], 'one');
		return;
	}
	if (value.kind === 'unknown') {
		yield { fact: 'unresolved', unresolved: { why: value.why, what: value.what, at: value.origin } };
		return;
	}
	const prefixes = knownPrefixes(value);
	const strange = value.kind === 'seq' ? value.items.map(known).find((item) => item.kind === 'unknown') : undefined;
	if (strange?.kind === 'unknown') {
		yield { fact: 'unresolved', unresolved: { why: strange.why, what: strange.what, at: strange.origin } };
	} else if (prefixes !== undefined && prefixes.length > 0) yield declaration(about, value, prefixes, 'list');
}

function declaration(
	{ component, setting, role, hostBits = 'masked', family, node }: Statement,
	{ origin }: Pick<YamlNode, 'origin'>,
	prefixes: Declaration['prefixes'],
	form: Declaration['form'],
): Declaration {
	return {
		fact: 'declaration',
		role,
		component,
		setting,
		at: origin,
		prefixes,
		form,
		relation: 'is',
		standing: 'live',
		hostBits,
		...(family === undefined ? {} : { family }),
		...(node === undefined ? {} : { node }),
	};
}

/** The size of a node's block; nothing where it is not given. */
export function* maskFacts(
	root: YamlNode | undefined,
	path: readonly string[],
	family: IpFamily,
	component: string,
): Iterable<NodeMask> {
	const node = scalarAt(root, path);
	if (node === undefined) return;
	const text = node.kind === 'scalar' ? textOf(node) : '';
	yield {
		fact: 'node-mask',
		component,
		setting: path.join('.'),
		family,
		size: /^\d{1,3}$/.test(text)
			? { state: 'set', value: Number(text), origin: node.origin }
			: { state: 'unknown', unresolved: { why: 'templated', what: 'a node mask', at: node.origin } },
		standing: 'live',
		at: node.origin,
	};
}

/** The version of Kubernetes that a file pins. */
export function* kubernetesVersion(root: YamlNode, path: readonly string[], component: string): Iterable<VersionFact> {
	const node = scalarAt(root, path);
	if (node === undefined) return;
	const unresolved = { why: 'templated', what: 'the version of Kubernetes', at: node.origin } as const;
	const version =
		node.kind === 'scalar'
			? ({ state: 'set', value: textOf(node), origin: node.origin } as const)
			: ({ state: 'unknown', unresolved } as const);
	yield { fact: 'version', product: 'kubernetes', version, component };
}

/** Flags written as a map of names to texts, or to lists of texts. Lists are joined with commas, as the programs do. */
export function mapFlags(node: YamlNode | undefined): Flag[] {
	if (node?.kind !== 'map') return [];
	return [...node.entries].flatMap(([name, { key, value }]): Flag[] => {
		const plain = known(value);
		if (plain.kind === 'scalar' || plain.kind === 'unknown') return [{ name, nameOrigin: key, value: plain }];
		return plain.kind === 'seq' && plain.items.length === 1
			? plain.items.flatMap((item): Flag[] =>
					item.kind === 'scalar' || item.kind === 'unknown'
						? [{ name, nameOrigin: key, value: withoutPlaceholders(item) }]
						: [],
				)
			: [];
	});
}

/** Flags written as texts `name=value`, dashes in front or not. */
export function textFlags(nodes: readonly YamlNode[]): Flag[] {
	return nodes.flatMap((node): Flag[] => {
		if (node.kind !== 'scalar') return [];
		const text = textOf(node);
		const match = /^-{0,2}([a-z][\w-]*)[= ]/.exec(text);
		if (match === null) return [];
		const [head, name = ''] = match;
		return [{ name, nameOrigin: node.origin, value: withoutPlaceholders(cut(node, head.length, text.length)) }];
	});
}

function cut(node: ScalarNode, start: number, end: number): ScalarNode {
	return {
		kind: 'scalar',
		value: textOf(node).slice(start, end),
		quoted: true,
		text: (from, to) => originWithin(node, start + from, start + to),
		origin: originWithin(node, start, end),
	};
}

/** The addresses in a text with commas; a prefix length behind one is passed over. */
export function addressesIn(node: ScalarNode | UnknownNode | undefined): Located<IpAddress>[] {
	if (node?.kind !== 'scalar') return [];
	return [...textOf(node).matchAll(/[^\s,/]+(?=\/\d+|[\s,]|$)/g)].flatMap((match) => {
		const read = parseIp(match[0]);
		const origin = originWithin(node, match.index, match.index + match[0].length);
		return read.ok ? [{ value: read.value, origin }] : [];
	});
}

/** Options of a kubelet that some other file has by the same name: addresses, one text with commas or a list. */
export function* kubeletOption(
	name: 'node-ip' | 'cluster-dns',
	value: YamlNode | undefined,
	component: string,
	node: string | undefined,
): Iterable<ProcessFact> {
	const items = value?.kind === 'seq' ? value.items : value === undefined ? [] : [value];
	// The kubelet knows one `--node-ip`; a list of several is joined by whoever reads it.
	const scalars = items.filter((item): item is ScalarNode => item.kind === 'scalar' && item.value !== null);
	if (value === undefined || scalars.length === 0 || (name === 'node-ip' && scalars.length > 1)) return;
	const all = scalars.map((item) => ({ name, nameOrigin: item.origin, value: withoutPlaceholders(item) }));
	yield {
		fact: 'process',
		process: 'kubelet',
		component,
		complete: false,
		flags: { all, origin: value.origin },
		at: value.origin,
		...(node === undefined ? {} : { node }),
	};
}
