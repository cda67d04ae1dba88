import { ciliumInForce, isOn } from './cilium-pods.ts';
import { ciliumValue, ipamMode } from './cilium-values.ts';
import type { AddressPlan } from './plan.ts';

/**
 * True when pods get their addresses out of Node.spec.podCIDRs: Cilium in the mode `kubernetes` without ranges in
 * annotations, or a cluster without Cilium and Calico. False when it cannot be known.
 */
export function readsNodeBlocks(plan: AddressPlan): boolean {
	const cilium = ciliumInForce(plan);
	if (cilium.length === 0) return plan.networkPlugins.length === 0;
	return cilium.every((fact) => {
		const mode = ipamMode(fact);
		const annotates = ciliumValue(fact, 'annotateK8sNode');
		if (annotates.state === 'unknown' || isOn(annotates)) return false;
		return mode.state === 'set' && mode.value === 'kubernetes';
	});
}
