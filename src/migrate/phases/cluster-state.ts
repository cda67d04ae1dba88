import { ciliumInForce } from '../../network/cilium-pods.ts';
import { ciliumEnabled, ciliumValue } from '../../network/cilium-values.ts';
import type { CiliumFact } from '../../network/facts.ts';
import { networkFamilies } from '../../network/families.ts';
import type { AddressPlan } from '../../network/plan.ts';
import { controlPlanePods } from '../../network/pod-networks.ts';

/** The release of Cilium that the repository applies; undefined without one, and where there are several. */
export function ciliumRelease(plan: AddressPlan): CiliumFact | undefined {
	const [only, ...more] = ciliumInForce(plan).filter(({ source }) => source === 'HelmRelease');
	return more.length === 0 ? only : undefined;
}

/** True when Cilium is known to give IPv6 addresses. */
export function ciliumHasIpv6(plan: AddressPlan): boolean {
	return ciliumInForce(plan).some((fact) => {
		const enabled = ciliumEnabled(fact, 'IPv6');
		return enabled.state === 'set' && enabled.value;
	});
}

/** True when whoever states the pod and service networks names both families. */
export function controlPlaneIsDual(plan: AddressPlan): boolean {
	const pods = controlPlanePods(plan, 'IPv6').length > 0 || networkFamilies(plan, 'pod').live.has('IPv6');
	return pods && networkFamilies(plan, 'service').live.has('IPv6');
}

/** True when Talos runs the machines: nobody logs in there, and manifests come from the machine configuration. */
export function isTalos(plan: AddressPlan): boolean {
	return plan.declarations.some(({ component }) => component === 'Talos' || component === 'talhelper');
}

/** True when kube-proxy runs as kubeadm sets it up: nothing says that Cilium does its work. */
export function runsKubeProxy(plan: AddressPlan): boolean {
	if (isTalos(plan) || !hasControlPlane(plan)) return false;
	return ciliumInForce(plan).every((fact) => {
		const replaces = ciliumValue(fact, 'kubeProxyReplacement');
		return (
			replaces.state === 'absent' || (replaces.state === 'set' && !/^(?:true|strict)$/.test(String(replaces.value)))
		);
	});
}

/** True when anything of the repository sets up or runs a control plane. */
export function hasControlPlane(plan: AddressPlan): boolean {
	return plan.declarations.some(
		({ role, relation, standing, component }) =>
			(role === 'service' || (role === 'pod' && component !== 'Cilium')) &&
			relation === 'is' &&
			(standing === 'live' || standing === 'bootstrap'),
	);
}
