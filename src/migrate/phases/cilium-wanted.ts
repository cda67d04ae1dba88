import { ciliumEnabled, ciliumMasquerades, ciliumValue, ipamMode, routingMode } from '../../network/cilium-values.ts';
import type { CiliumFact } from '../../network/facts.ts';
import { familyValues } from '../../network/limits/cilium.ts';
import { nodeAt } from '../../repo/node.ts';
import type { Writable } from '../../rule.ts';
import type { PhaseInput } from '../phase.ts';
import { renamedValues } from './cilium-renames.ts';

/** The values that a family needs, by path. */
export function wantedValues({ target }: PhaseInput, fact: CiliumFact): Map<string, Writable> {
	const wanted = new Map<string, Writable>();
	const enabled = ciliumEnabled(fact, 'IPv6');
	if (enabled.state === 'set' && !enabled.value) wanted.set(familyValues.IPv6.enabled, true);
	const mode = ipamMode(fact);
	if (mode.state === 'set' && mode.value === 'cluster-pool') {
		if (nodeAt(fact.values, familyValues.IPv6.pool.split('.')) === undefined) {
			wanted.set(familyValues.IPv6.pool, [target.pod.ipv6]);
			const size = ciliumValue(fact, familyValues.IPv6.maskSize);
			if (size.state === 'set' && Number(size.value) !== target.nodeMasks.IPv6)
				wanted.set(familyValues.IPv6.maskSize, target.nodeMasks.IPv6);
		}
	}
	const routing = routingMode(fact);
	const masquerades = ciliumMasquerades(fact, 'IPv6');
	const becomesNative = renamedValues(fact).some((change) => change.op === 'set' && change.value === 'native');
	const isNative = becomesNative || (routing.state === 'set' && routing.value !== 'tunnel');
	const path = familyValues.IPv6.nativeRoutingCidr;
	const isRouted = nodeAt(fact.values, familyValues.IPv4.nativeRoutingCidr.split('.')) !== undefined;
	const needsCidr = isNative && (isRouted || (masquerades.state === 'set' && masquerades.value));
	if (needsCidr && nodeAt(fact.values, path.split('.')) === undefined) wanted.set(path, target.pod.ipv6);
	return wanted;
}
