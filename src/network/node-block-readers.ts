import { isHelmRelease } from '../render/helm-release.ts';
import { groupOf, type Rendered, type Resource } from '../render/resource.ts';
import { stringAt } from '../repo/node.ts';
import { ciliumInForce, isOn } from './cilium-pods.ts';
import { ciliumValue, ipamMode } from './cilium-values.ts';
import type { AddressPlan } from './plan.ts';

/**
 * True when pods get their addresses out of Node.spec.podCIDRs: Cilium in the mode `kubernetes` without ranges in
 * annotations, or a cluster without Cilium and Calico. False when it cannot be known.
 */
export function readsNodeBlocks(plan: AddressPlan, rendered: Rendered): boolean {
	const cilium = ciliumInForce(plan);
	if (cilium.length === 0) return !rendered.resources.some(isCalico);
	return cilium.every((fact) => {
		const mode = ipamMode(fact);
		const annotates = ciliumValue(fact, 'annotateK8sNode');
		if (annotates.state === 'unknown' || isOn(annotates)) return false;
		return mode.state === 'set' && mode.value === 'kubernetes';
	});
}

const calicoGroups = new Set(['operator.tigera.io', 'crd.projectcalico.org', 'projectcalico.org']);

function isCalico(resource: Resource): boolean {
	if (isHelmRelease(resource)) return stringAt(resource.root, ['spec', 'chart', 'spec', 'chart']) === 'tigera-operator';
	return calicoGroups.has(groupOf(resource));
}
