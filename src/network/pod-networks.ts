import type { Statement } from './agreement.ts';
import { familyOf, type IpFamily } from './cidr.ts';
import type { Declaration, Standing } from './facts.ts';
import type { AddressPlan } from './plan.ts';

/** Who hands out pod addresses from pools of its own, whatever the control plane says. */
const ownPools = new Set(['Cilium', 'Calico']);

/** Whose word on the pod network is taken, the first that says something. */
const believed: readonly Standing[] = ['live', 'bootstrap', 'configured'];

/**
 * What the control plane says is the pod network: its components; where none of them says anything, what set the
 * cluster up, then what the configuration says it is.
 */
export function controlPlanePodLists(plan: AddressPlan): Declaration[] {
	for (const standing of believed) {
		const lists = podLists(plan, standing);
		if (lists.length > 0) return lists;
	}
	return [];
}

/** The same for one family: the readable prefixes that it names. */
export function controlPlanePods(plan: AddressPlan, family: IpFamily): Statement[] {
	for (const standing of believed) {
		const found = prefixesOf(podLists(plan, standing), family);
		if (found.length > 0) return found;
	}
	return [];
}

/** The pod network of a family that the cluster is to have. */
export function targetPods(plan: AddressPlan, family: IpFamily): Statement[] {
	return prefixesOf(podLists(plan, 'target'), family);
}

function podLists(plan: AddressPlan, standing: Standing): Declaration[] {
	return plan.declarations.filter(
		(one) => one.role === 'pod' && one.relation === 'is' && one.standing === standing && !ownPools.has(one.component),
	);
}

function prefixesOf(lists: readonly Declaration[], family: IpFamily): Statement[] {
	return lists.flatMap((declaration) =>
		declaration.prefixes.flatMap((prefix) =>
			prefix.cidr === undefined || familyOf(prefix.cidr) !== family ? [] : [{ declaration, prefix, cidr: prefix.cidr }],
		),
	);
}
