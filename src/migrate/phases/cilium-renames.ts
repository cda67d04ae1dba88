import { isOn } from '../../network/cilium-pods.ts';
import { ciliumEnabled, ciliumReleases, ipamMode } from '../../network/cilium-values.ts';
import type { CiliumFact } from '../../network/facts.ts';
import { retiredEffect, retiredValues } from '../../network/limits/cilium.ts';
import { type Entry, mapAt, textOf } from '../../repo/node.ts';
import type { Change } from '../../rule.ts';

/**
 * Values of addresses under names that the pinned chart no longer reads, under the names that it does. What else was
 * renamed is not of this migration.
 */
export function renamedValues(fact: CiliumFact): Change[] {
	const { low, high } = ciliumReleases(fact);
	return retiredValues.flatMap((retired): Change[] => {
		const effect = retiredEffect(retired, low);
		if (effect === undefined || effect === 'used' || effect !== retiredEffect(retired, high)) return [];
		const steps = retired.path.split('.');
		const into = mapAt(fact.values, steps.slice(0, -1));
		const entry = into?.entries.get(steps.at(-1) ?? '');
		const replacement = retired.replacement?.split('.').at(-1);
		if (into === undefined || entry === undefined || replacement === undefined || into.entries.has(replacement))
			return [];
		const { value } = entry;
		if (value.kind !== 'scalar' || value.value === null || value.value === '') return [];
		switch (retired.path) {
			case 'tunnel':
				return tunnel(entry, textOf(value)) ?? [];
			case 'nativeRoutingCIDR':
				return [{ op: 'set', target: entry.key, value: replacement }];
			case `ipam.operator.clusterPoolIPv4PodCIDR`:
			case `ipam.operator.clusterPoolIPv6PodCIDR`:
				if (!readsPool(fact)) return [];
				return [
					{ op: 'remove', entry },
					{ op: 'add', into, key: replacement, value: [textOf(value)] },
				];
			default:
				return [];
		}
	});
}

/** `tunnel` was three things at once. */
function tunnel({ key, value }: Entry, text: string): Change[] | undefined {
	if (text === 'disabled')
		return [
			{ op: 'set', target: key, value: 'routingMode' },
			{ op: 'set', target: value.origin, value: 'native' },
		];
	// Tunnels are the default.
	return text === 'vxlan' || text === 'geneve' ? [{ op: 'set', target: key, value: 'tunnelProtocol' }] : undefined;
}

function readsPool(fact: CiliumFact): boolean {
	const mode = ipamMode(fact);
	return mode.state === 'set' && mode.value === 'cluster-pool' && isOn(ciliumEnabled(fact, 'IPv4'));
}
