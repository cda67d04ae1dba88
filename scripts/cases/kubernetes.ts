import { type Adapter, objectAt, textAt } from './case.ts';
import { api } from './kubernetes/api.ts';
import type { Check } from './kubernetes/check.ts';
import { controlPlane } from './kubernetes/control-plane.ts';
import { kubeadm } from './kubernetes/kubeadm.ts';
import { nodeProcesses } from './kubernetes/node-processes.ts';
import { releaseOf } from './kubernetes/objects.ts';
import { services } from './kubernetes/services.ts';

/** How each check is shown, and which rules speak of what it looks at. */
const checks: ReadonlyMap<string, Check> = new Map(
	Object.entries({ ...controlPlane, ...kubeadm, ...nodeProcesses, ...services, ...api }),
);

/** Checks of a change: their verdict is about what the cluster stored before, which no commit holds. */
const changes: ReadonlyMap<string, string> = new Map([
	['service.update', 'the verdict depends on the Service that is stored in the cluster'],
	['service.updateExisting', 'the verdict depends on the Service that is stored in the cluster'],
	['serviceCIDR.update', 'the verdict depends on the ServiceCIDR that is stored in the cluster'],
	['node.podCIDRs.update', 'the verdict depends on the Node that is stored in the cluster'],
]);

/** Cases of the kind of `kubernetes.jsonl`: a component's check, its input, the release. */
export const kubernetes: Adapter = {
	name: 'kubernetes',
	asks: ['check', 'input', 'k8s'],
	groupOf: (question) => textAt(question, 'check') ?? '',
	notShown: (group) => changes.get(group) ?? (checks.has(group) ? undefined : 'nobody has said how to show this check'),
	rulesOf: (question) => checks.get(textAt(question, 'check') ?? '')?.rules ?? [],
	beyond: (question) => new Map(Object.entries(checks.get(textAt(question, 'check') ?? '')?.beyond ?? {})),
	show(question) {
		const check = checks.get(textAt(question, 'check') ?? '');
		if (check === undefined) return { texts: {} };
		return check.show(objectAt(question, 'input'), releaseOf(textAt(question, 'k8s')));
	},
};
