import { type Statement, statements } from './agreement.ts';
import { familyOf, type IpFamily } from './cidr.ts';
import type { AddressPlan } from './plan.ts';

/** A kube-proxy that tells pods from others by a prefix of that family; undefined when none is declared. */
export function kubeProxyWithPodCidr(plan: AddressPlan, family: IpFamily): Statement | undefined {
	return statements(plan, 'pod').find(
		({ declaration, cidr }) => declaration.component === 'kube-proxy' && familyOf(cidr) === family,
	);
}
