import { ciliumEnabled } from '../network/cilium-values.ts';
import type { ClusterView, Survey } from '../pipeline.ts';

/** Other clusters whose addresses a change of this one's files changes as well. */
export function othersReached(before: Survey, after: Survey, cluster: string): string[] {
	return before.clusters.flatMap((view) => {
		const then = after.clusters.find((one) => one.cluster === view.cluster);
		const isOther = view.cluster !== cluster && then !== undefined;
		return isOther && signature(view) !== signature(then) ? [view.cluster] : [];
	});
}

/** What a cluster says of its addresses, as one text. */
function signature({ input: { plan } }: ClusterView): string {
	const declared = plan.declarations
		.filter(({ component }) => component !== 'configuration')
		.map(({ role, component, setting, prefixes }) => [role, component, setting, prefixes.map(({ text }) => text)]);
	const families = plan.cilium.map((fact) => {
		const enabled = ciliumEnabled(fact, 'IPv6');
		return enabled.state === 'set' ? enabled.value : enabled.state;
	});
	const services = plan.services.map(({ namespace, name, families: both }) => [
		namespace,
		name,
		both.map(({ value }) => value),
	]);
	return JSON.stringify([declared, families, services]);
}
