import type { Origin } from '../repo/origin.ts';
import type { Fact } from './facts.ts';

/** The facts of one cluster, up to a weight that rules can compare in pairs. */
export interface FactList {
	readonly facts: readonly Fact[];
	add(found: Iterable<Fact>): void;
}

/** A cluster of 5,000 nodes (Kubernetes supports no more) with two addresses each weighs 15,000. */
const mostWeight = 30_000;

/** Networks are compared with each other, so that a cluster has at most 3,000 of them. */
const networkWeight = 10;

/** Facts that are told to be left out; whoever has more of them learns nothing from their names. */
const mostTold = 10;

/** An empty list. A fact that is too heavy is left out as a whole, and what it says is unresolved. */
export function factList(): FactList {
	const facts: Fact[] = [];
	let left = mostWeight;
	let told = 0;
	return {
		facts,
		add(found) {
			for (const fact of found) {
				const weight = weightOf(fact);
				const at = placeOf(fact);
				if (weight <= left) {
					left -= weight;
					facts.push(fact);
				} else if (at !== undefined && told++ < mostTold) {
					const what = 'a part of the addresses, of which there are too many to compare';
					facts.push({ fact: 'unresolved', unresolved: { why: 'missing', what, at } });
				}
			}
		},
	};
}

function weightOf(fact: Fact): number {
	switch (fact.fact) {
		case 'declaration':
			return 1 + networkWeight * fact.prefixes.length;
		case 'address-pool':
			return 1 + networkWeight * fact.blocks.length;
		case 'monitors':
			return 1 + fact.endpoints.length;
		case 'host-link':
		case 'node':
			return 1 + fact.addresses.length;
		case 'service':
			return 1 + fact.requestedIps.length + fact.clusterIps.length + fact.families.length;
		default:
			return 1;
	}
}

function placeOf(fact: Fact): Origin | undefined {
	if (fact.fact === 'unresolved') return fact.unresolved.at;
	return fact.fact === 'version' ? undefined : fact.at;
}
