import { ciliumValue } from '../../network/cilium-values.ts';
import type { CiliumFact } from '../../network/facts.ts';
import type { AddressPlan } from '../../network/plan.ts';
import { stringAt } from '../../repo/node.ts';

/**
 * Restarts without a second one later: Flux takes what kubectl has written out again, and with it the mark that made the
 * Pods new, unless the field belongs to this manager. Flux FAQ, "Why are kubectl edits rolled back by Flux?".
 */
const restart = 'rollout restart --field-manager=flux-client-side-apply';

/** Waits for the agents; restarts them where the chart leaves that to people. */
export function rollAgents(fact: CiliumFact | undefined, namespace: string): string[] {
	return [
		...(rolls(fact, 'rollOutCiliumPods') ? [] : [`kubectl -n ${namespace} ${restart} daemonset/cilium`]),
		`kubectl -n ${namespace} rollout status daemonset/cilium --timeout=30m`,
	];
}

/** The same for the operator, which cuts the blocks in cluster-pool mode. */
export function rollOperator(fact: CiliumFact | undefined, namespace: string): string[] {
	return [
		...(rolls(fact, 'operator.rollOutPods') ? [] : [`kubectl -n ${namespace} ${restart} deployment/cilium-operator`]),
		`kubectl -n ${namespace} rollout status deployment/cilium-operator --timeout=10m`,
	];
}

/** One workload after the other, and none behind one that does not come back. */
export function restartWorkloads({ cephClusters }: AddressPlan): string[] {
	// Storage that runs here is rolled by its operator, which waits for its data.
	const storage = cephClusters.flatMap(({ namespace, root }) =>
		namespace === undefined || stringAt(root, ['spec', 'external', 'enable']) === 'true' ? [] : [namespace],
	);
	const inNamespace = (ns: string, kinds: string) =>
		`kubectl -n ${ns} get ${kinds} -o name | xargs -r -I{} sh -c "(kubectl -n ${ns} ${restart} {} && kubectl -n ${ns} rollout status {} --timeout=15m) </dev/null || exit 255"`;
	const others = ['kube-system', ...new Set(storage)].join('|');
	return [
		inNamespace('kube-system', 'deployments'),
		`for ns in $(kubectl get namespaces -o name | cut -d/ -f2 | grep -vxE '${others}'); do ${inNamespace('$ns', 'deployments,statefulsets,daemonsets')} || break; done`,
	];
}

function rolls(fact: CiliumFact | undefined, path: string): boolean {
	const value = fact && ciliumValue(fact, path);
	return value?.state === 'set' && value.value === true;
}
