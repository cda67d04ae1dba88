import { entriesOf, nodeAt, type YamlNode } from '../repo/node.ts';
import type { IpFamily } from './cidr.ts';
import { ciliumEnabled, ipamMode, omittedFrom } from './cilium-values.ts';
import type { CiliumFact, Declaration, Prefix } from './facts.ts';
import { defaultPools, familyValues } from './limits/cilium.ts';
import { known, knownPrefixes, piecesOf } from './pieces.ts';
import { prefixOf, readPrefix } from './prefixes.ts';

/**
 * What an installation of Cilium says about the pod network, the chart's own pools included where nobody wrote any.
 * Settings that this installation does not read are left out, and what is unknown is not guessed.
 */
export function* declarationsOfCilium(fact: CiliumFact): Iterable<Declaration> {
	for (const family of ['IPv4', 'IPv6'] as const) {
		const enabled = ciliumEnabled(fact, family);
		if (enabled.state === 'set' && !enabled.value) continue;
		yield* nativeRouting(fact, family);
		const mode = ipamMode(fact);
		if (enabled.state !== 'set' || mode.state !== 'set') continue;
		if (mode.value === 'cluster-pool') yield* clusterPool(fact, family);
		if (mode.value === 'multi-pool') yield* createdPools(fact, family);
	}
}

function* nativeRouting(fact: CiliumFact, family: IpFamily): Iterable<Declaration> {
	const path = familyValues[family].nativeRoutingCidr;
	const node = knownAt(fact.values, path.split('.'));
	if (node?.kind !== 'scalar' || isEmpty(node)) return;
	yield declaration(fact, family, path, node, [prefixOf(node)], { relation: 'contains', form: 'one' });
}

function* clusterPool(fact: CiliumFact, family: IpFamily): Iterable<Declaration> {
	const path = familyValues[family].pool;
	const node = nodeAt(fact.values, path.split('.'));
	if (node === undefined) {
		const omitted = omittedFrom(fact, path);
		if (fact.partial || omitted.state !== 'absent') return;
		const { origin } = omitted;
		yield {
			...declaration(fact, family, path, { origin }, [readPrefix(defaultPools[family], origin)], { form: 'list' }),
			standing: 'default',
		};
		return;
	}
	yield* poolList(fact, family, path, node);
}

/** `multi-pool`: the pools that the operator makes at its start, each with a name. */
function* createdPools(fact: CiliumFact, family: IpFamily): Iterable<Declaration> {
	const path = 'ipam.operator.autoCreateCiliumPodIPPools';
	for (const [name, { value }] of entriesOf(nodeAt(fact.values, path.split('.')))) {
		const key = family === 'IPv4' ? 'ipv4' : 'ipv6';
		const cidrs = nodeAt(value, [key, 'cidrs']);
		if (cidrs === undefined) continue;
		for (const one of poolList(fact, family, `${path}.${name}.${key}.cidrs`, cidrs)) yield { ...one, name };
	}
}

/** A list, or one text with blanks or commas: the chart joins a list with blanks and takes a text as it is. */
function* poolList(fact: CiliumFact, family: IpFamily, path: string, node: YamlNode): Iterable<Declaration> {
	if (node.kind === 'seq') {
		const prefixes = knownPrefixes(node);
		if (prefixes !== undefined && prefixes.length > 0)
			yield declaration(fact, family, path, node, prefixes, { form: 'list' });
	} else if (known(node).kind === 'scalar' && node.kind === 'scalar' && !isEmpty(node)) {
		const prefixes = piecesOf(node).map(({ value, origin }) => readPrefix(value, origin));
		yield declaration(fact, family, path, node, prefixes, { form: 'comma-list' });
	}
}

function declaration(
	fact: CiliumFact,
	family: IpFamily,
	path: string,
	{ origin }: Pick<YamlNode, 'origin'>,
	prefixes: readonly Prefix[],
	{ relation = 'is', form }: { readonly relation?: Declaration['relation']; readonly form: Declaration['form'] },
): Declaration {
	const isBootstrap = fact.source === 'bootstrap';
	return {
		fact: 'declaration',
		role: 'pod',
		component: 'Cilium',
		setting: fact.partial ? `--set ${path}` : path,
		at: origin,
		prefixes,
		form,
		family,
		relation,
		standing: isBootstrap ? 'bootstrap' : 'live',
		hostBits: 'masked',
	};
}

function knownAt(values: YamlNode, path: readonly string[]): YamlNode | undefined {
	const node = nodeAt(values, path);
	return node && known(node);
}

function isEmpty(node: YamlNode): boolean {
	return node.kind === 'scalar' && (node.value === null || node.value === '');
}
