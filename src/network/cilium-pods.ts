import { blocks, type Cidr, contains, familyOf, firstAddress, type IpFamily, indexOfBlock, overlaps } from './cidr.ts';
import { declarationsOfCilium } from './cilium-declarations.ts';
import { ciliumEnabled, ciliumMasquerades, ciliumValue, ipamMode } from './cilium-values.ts';
import type { CiliumFact, Declaration, Prefix } from './facts.ts';
import { familyValues } from './limits/cilium.ts';
import type { AddressPlan } from './plan.ts';
import type { Setting } from './setting.ts';

/** A prefix with the place that writes it. */
export interface ReadablePrefix extends Prefix {
	readonly cidr: Cidr;
}

/** The installations whose values are in force: the releases; without one what a script installed. */
export function ciliumInForce(plan: AddressPlan): CiliumFact[] {
	const releases = plan.cilium.filter(({ source }) => source === 'HelmRelease');
	return releases.length > 0 ? releases : [...plan.cilium];
}

/** What Cilium's operator cuts node blocks out of in the mode `cluster-pool`. */
export interface ClusterPool {
	readonly fact: CiliumFact;
	readonly family: IpFamily;
	readonly declaration: Declaration;
	/** The prefixes of the pool's own family, in the order in which they are used up. */
	readonly prefixes: readonly ReadablePrefix[];
	/** Length of the block that a node gets. */
	readonly mask: Setting<number>;
	readonly isDefault: boolean;
}

/** The pools in force, where they can be read. */
export function clusterPools(plan: AddressPlan): ClusterPool[] {
	return ciliumInForce(plan).flatMap(poolsOf);
}

/** The pools of one installation: at most one for each family. */
export function poolsOf(fact: CiliumFact): ClusterPool[] {
	const mode = ipamMode(fact);
	if (mode.state !== 'set' || mode.value !== 'cluster-pool') return [];
	return [...declarationsOfCilium(fact)].flatMap((declaration): ClusterPool[] => {
		const { family, relation, standing } = declaration;
		if (family === undefined || relation !== 'is') return [];
		const prefixes = declaration.prefixes.filter(isReadable).filter(({ cidr }) => familyOf(cidr) === family);
		const isDefault = standing === 'default';
		return [{ fact, family, declaration, prefixes, mask: poolMask(fact, family), isDefault }];
	});
}

function isReadable(prefix: Prefix): prefix is ReadablePrefix {
	return prefix.cidr !== undefined;
}

/** The mask size as the operator reads it. A text of digits is a number before there was a schema. */
function poolMask(fact: CiliumFact, family: IpFamily): Setting<number> {
	const size = ciliumValue(fact, familyValues[family].maskSize);
	if (size.state !== 'set') return size;
	const value = Number(size.value);
	if (size.value !== null && Number.isInteger(value)) return { ...size, value };
	return { state: 'unknown', unresolved: { why: 'templated', what: familyValues[family].maskSize, at: size.origin } };
}

/** How many nodes can have a block; undefined when the mask is unknown. */
export function poolBlocks({ prefixes, mask }: ClusterPool): bigint | undefined {
	if (mask.state !== 'set') return undefined;
	return prefixes.reduce((sum, { cidr }) => sum + blocks(cidr, mask.value), 0n);
}

/** The index of the first node block that shares addresses with `other`; undefined for none or an unknown mask. */
export function firstBlockIn({ prefixes, mask }: ClusterPool, other: Cidr): bigint | undefined {
	if (mask.state !== 'set') return undefined;
	let before = 0n;
	for (const { cidr } of prefixes) {
		if (overlaps(cidr, other)) {
			if (contains(other, cidr)) return before;
			const index = indexOfBlock(cidr, mask.value, firstAddress(other));
			return index === undefined ? undefined : before + index;
		}
		before += blocks(cidr, mask.value);
	}
	return undefined;
}

/** The native routing CIDR that is written for a family, where it is a prefix of that family. */
export function nativeRoutingCidr(fact: CiliumFact, family: IpFamily): ReadablePrefix | undefined {
	for (const declaration of declarationsOfCilium(fact)) {
		if (declaration.family !== family || declaration.relation !== 'contains') continue;
		const [prefix] = declaration.prefixes;
		if (prefix !== undefined && isReadable(prefix) && familyOf(prefix.cidr) === family) return prefix;
	}
	return undefined;
}

/** True when a family is on and its traffic to the outside takes the node's address; false also when unknown. */
export function isMasqueraded(fact: CiliumFact, family: IpFamily): boolean {
	return isOn(ciliumEnabled(fact, family)) && isOn(ciliumMasquerades(fact, family));
}

/** True when a switch is known to be on. */
export function isOn(setting: Setting<unknown>): boolean {
	return setting.state === 'set' && (setting.value === true || setting.value === 'true');
}
