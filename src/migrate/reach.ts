import { ciliumEnabled } from '../network/cilium-values.ts';
import type { ClusterView, Survey } from '../pipeline.ts';
import type { RepoPath } from '../repo/location.ts';
import type { YamlNode } from '../repo/node.ts';
import { decidedAt, trail } from '../repo/origin.ts';

/** Other clusters whose addresses a change of this one's files changes as well. */
export function othersReached(before: Survey, after: Survey, cluster: string): string[] {
	return before.clusters.flatMap((view) => {
		const then = after.clusters.find((one) => one.cluster === view.cluster);
		const isOther = view.cluster !== cluster && then !== undefined;
		return isOther && signature(view) !== signature(then) ? [view.cluster] : [];
	});
}

/** Files from which other clusters have values of Cilium. */
export function filesOfOthers({ clusters }: Survey, cluster: string): ReadonlySet<RepoPath> {
	const files = new Set<RepoPath>();
	for (const view of clusters) {
		if (view.cluster === cluster) continue;
		const open: YamlNode[] = view.input.plan.cilium.map(({ values }) => values);
		for (let node = open.pop(); node !== undefined; node = open.pop()) {
			files.add(decidedAt(node.origin).file);
			for (const { at } of trail(node.origin)) files.add(at.file);
			if (node.kind === 'map') for (const { value } of node.entries.values()) open.push(value);
			if (node.kind === 'seq') open.push(...node.items);
		}
	}
	return files;
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
