import { familyOf, type IpFamily } from './cidr.ts';
import type { AddressPoolFact, ServiceFact } from './facts.ts';
import type { AddressPlan } from './plan.ts';
import { givenValue } from './setting.ts';

/**
 * The pools that a Service of type LoadBalancer can take addresses from, switched-off ones included. Undefined when
 * that is not known: no pool, one that cannot be read, a class of somebody else, or a product that needs no pool.
 */
export function poolsFor(plan: AddressPlan, service: ServiceFact): readonly AddressPoolFact[] | undefined {
	if (givenValue(service.type) !== 'LoadBalancer') return undefined;
	const { loadBalancerClass } = service;
	if (loadBalancerClass.state === 'unknown') return undefined;
	const product = loadBalancerClass.state === 'set' ? productOf(loadBalancerClass.value) : 'any';
	const pools = plan.pools.filter((pool) => !isControlPlane(pool) && (product === 'any' || pool.product === product));
	return pools.length > 0 && pools.every(isReadable) ? pools : undefined;
}

/** The families of which some pool that is in use has addresses. */
export function poolFamilies(pools: readonly AddressPoolFact[]): ReadonlySet<IpFamily> {
	const inUse = pools.filter(({ disabled }) => !disabled);
	return new Set(inUse.flatMap(({ blocks }) => blocks.flatMap(({ cidrs }) => cidrs.map(familyOf))));
}

/** Cilium's classes are fixed; MetalLB's is a flag, which people set to something with its name. */
function productOf(loadBalancerClass: string): AddressPoolFact['product'] | undefined {
	if (loadBalancerClass.startsWith('io.cilium/')) return 'Cilium';
	return /metallb/i.test(loadBalancerClass) ? 'MetalLB' : undefined;
}

/** What kube-vip holds for the API server; Services get nothing from it. */
function isControlPlane({ product, name }: AddressPoolFact): boolean {
	return product === 'kube-vip' && name === 'control plane';
}

/** kube-vip takes any address that a Service asks for; its pools only fill in where none is asked for. */
function isReadable({ product, unresolved, blocks }: AddressPoolFact): boolean {
	return product !== 'kube-vip' && !unresolved && blocks.every(({ problem }) => problem === undefined);
}
