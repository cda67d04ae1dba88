import { cidrProblemText, parseCidr, parseIp, rangeToCidrs } from './cidr.ts';
import type { AddressPoolFact, Declaration, Located, PoolBlock, Prefix } from './facts.ts';
import { readPrefix } from './prefixes.ts';

/** A block of a pool and what it declares: a prefix as it stands, or those that make up a range. */
export interface ReadBlock {
	readonly block: PoolBlock;
	readonly prefixes: readonly Prefix[];
}

/** A prefix. Bits beyond its length are masked away by every product that has pools. */
export function cidrBlock({ value, origin }: Located<string>): ReadBlock {
	const prefix = readPrefix(value, origin);
	const { cidr, problem } = prefix;
	const complaint = problem === undefined || cidr !== undefined ? undefined : `${value} ${cidrProblemText(problem)}`;
	const block = { text: value, origin, cidrs: cidr === undefined ? [] : [cidr], problem: complaint };
	return { block, prefixes: [prefix] };
}

/** The addresses from `start` to `stop`, both included. `text` is how the range is written or would be. */
export function rangeBlock({ value: text, origin }: Located<string>, start: string, stop: string): ReadBlock {
	const [first, last] = [parseIp(start), parseIp(stop)];
	if (!first.ok || !last.ok) {
		const bad = first.ok ? stop : start;
		return {
			block: { text, origin, cidrs: [], problem: `${bad === '' ? 'an end' : bad} is no address` },
			prefixes: [],
		};
	}
	const cidrs = rangeToCidrs(first.value, last.value);
	const problem = cidrs === undefined ? `${start} to ${stop} is no ascending range of one family` : undefined;
	const prefixes = (cidrs ?? []).map((cidr) => ({ text, origin, cidr, problem: undefined }));
	return { block: { text, origin, cidrs: cidrs ?? [], problem }, prefixes };
}

/** `10.0.0.0/24` or `10.0.0.1-10.0.0.9` as MetalLB and kube-vip read them: white space around the ends is dropped. */
export function blockOfText(written: Located<string>): ReadBlock {
	const hyphen = written.value.indexOf('-');
	if (hyphen === -1) return cidrBlock(written);
	return rangeBlock(written, written.value.slice(0, hyphen).trim(), written.value.slice(hyphen + 1).trim());
}

/** One address as a block of its own. */
export function addressBlock(written: Located<string>): ReadBlock {
	// kube-vip takes an address with a length too and ignores the length.
	const [address = ''] = parseCidr(written.value).ok ? written.value.split('/') : [written.value];
	return rangeBlock(written, address, address);
}

/** A pool and the declaration of its addresses; without a readable block there is nothing to declare. */
export function* poolFacts(
	pool: Omit<AddressPoolFact, 'fact' | 'blocks'>,
	blocks: readonly ReadBlock[],
	setting: string,
	at: Declaration['at'],
): Iterable<AddressPoolFact | Declaration> {
	yield { fact: 'address-pool', ...pool, blocks: blocks.map(({ block }) => block) };
	const prefixes = blocks.flatMap((block) => block.prefixes);
	if (prefixes.length === 0) return;
	yield {
		fact: 'declaration',
		role: 'load-balancer',
		name: pool.name,
		component: pool.product,
		setting,
		at,
		prefixes,
		form: 'list',
		relation: 'is',
		standing: 'live',
		hostBits: 'masked',
	};
}
