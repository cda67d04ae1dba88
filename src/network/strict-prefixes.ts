import { apiServerGate } from './feature-gates.ts';
import { kubernetesReleases } from './kubernetes-version.ts';
import { hasKubernetesFeature } from './limits/kubernetes.ts';
import type { AddressPlan } from './plan.ts';

/** True when new objects with leading zeros, host bits or mapped addresses are refused: from 1.36 on, or by the gate. */
export function refusesLoosePrefixes(plan: AddressPlan): boolean {
	const { low, assumed } = kubernetesReleases(plan);
	const gate = apiServerGate(plan, 'StrictIPCIDRValidation');
	return gate ?? (!assumed && hasKubernetesFeature('strictPrefixes', low));
}
