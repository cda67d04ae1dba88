import { familyOf } from '../../network/cidr.ts';
import { releasesOfChart } from '../../network/releases-of-chart.ts';
import { rookOnPodNetwork } from '../../network/rook-networks.ts';
import type { Rendered } from '../../render/resource.ts';
import type { RepoFiles } from '../../repo/files.ts';
import { type Entry, mapAt, type YamlNode } from '../../repo/node.ts';
import { decidedAt, written } from '../../repo/origin.ts';
import type { Change } from '../../rule.ts';
import type { ChangeGroup } from '../phase.ts';
import type { RookCluster } from './cluster.ts';
import { valueChange } from './edits.ts';
import { driverSwitches, operatorSwitches } from './values.ts';

/** True when pods can speak to the monitors over the network of their node alone. */
export function needsHostNetwork({ ceph, podIpv6 }: RookCluster): boolean {
	return podIpv6 === 'absent' && ceph.monitors.every(({ address }) => familyOf(address) === 'IPv6');
}

/** The switches of releases that are there: on while pods have no IPv6, gone when they have it. */
export function hostNetworkChanges(cluster: RookCluster, rendered: Rendered, files: RepoFiles): ChangeGroup[] {
	const { operator } = cluster;
	if (operator === undefined) return [];
	if (needsHostNetwork(cluster)) return switchedOn(cluster, rendered);
	return cluster.podIpv6 === 'present' ? switchedOff(cluster, rendered, files) : [];
}

function switchedOn(cluster: RookCluster, rendered: Rendered): ChangeGroup[] {
	const { operator } = cluster;
	const processes = operator === undefined ? [] : rookOnPodNetwork(operator, rendered);
	const groups: ChangeGroup[] = [];
	for (const { process, switches } of processes) {
		const paths = process === 'the Rook operator' ? ['useOperatorHostNetwork'] : pluginSwitches(cluster, switches);
		const changes = paths.flatMap((path) => {
			const values = path.startsWith('drivers.') ? driversValues(rendered) : operator?.values;
			const root = mapAt(values);
			return root === undefined ? [] : valueChange(root, path.split('.'), true);
		});
		if (changes.length > 0)
			groups.push({
				title: `Put ${process} on the network of the nodes until pods have IPv6`,
				changes,
				otherwise: paths.map((path) => `${path}: true`).join('\n'),
			});
	}
	return groups;
}

/** Of the switches that would do, the ones to set: what is on by default and was switched off, else what enforces it. */
function pluginSwitches(cluster: RookCluster, switches: readonly { readonly path: string }[]): string[] {
	const paths = switches.map(({ path }) => path);
	if (paths.some((path) => path.startsWith('drivers.'))) return driverSwitches(cluster);
	return paths.includes('csi.enableCSIHostNetwork') ? ['csi.enableCSIHostNetwork'] : ['enforceHostNetwork'];
}

function switchedOff(cluster: RookCluster, rendered: Rendered, files: RepoFiles): ChangeGroup[] {
	const { operator } = cluster;
	const changes = [
		...removals(operator?.values, operatorSwitches(cluster), files),
		...removals(driversValues(rendered), driverSwitches(cluster), files),
	];
	if (changes.length === 0) return [];
	return [
		{
			title: 'Take Rook off the network of the nodes, now that pods have IPv6',
			changes,
			otherwise: [...operatorSwitches(cluster), ...driverSwitches(cluster)].map((path) => `${path}: false`).join('\n'),
		},
	];
}

function removals(values: YamlNode | undefined, paths: readonly string[], files: RepoFiles): Change[] {
	return paths.flatMap((path): Change[] => {
		const steps = path.split('.');
		const switched = entryAt(values, steps);
		if (switched?.value.kind !== 'scalar' || switched.value.value !== true) return [];
		let entry = switched;
		// A map that held nothing else goes with it.
		for (let depth = steps.length - 1; depth > 0; depth--) {
			const holder = entryAt(values, steps.slice(0, depth));
			if (holder?.value.kind !== 'map' || holder.value.entries.size > 1) break;
			entry = holder;
		}
		return [...reasonsAbove(entry, files), { op: 'remove', entry }];
	});
}

function entryAt(values: YamlNode | undefined, steps: readonly string[]): Entry | undefined {
	return mapAt(values, steps.slice(0, -1))?.entries.get(steps.at(-1) ?? '');
}

/** The comment right above a switch, where it is about what the switch is for. */
function reasonsAbove({ key }: Entry, files: RepoFiles): Change[] {
	const { file, range } = decidedAt(key);
	const read = files.read(file);
	if (!read?.ok) return [];
	const { value: text } = read;
	const last = text.lastIndexOf('\n', range.start - 1);
	let start = last;
	while (start > 0) {
		const next = text.lastIndexOf('\n', start - 1);
		if (next < 0 || !/^\s*#/.test(text.slice(next + 1, start))) break;
		start = next;
	}
	const isMeant = /IPv6|host.?network|nodes.? network/i.test(text.slice(start, last));
	return isMeant ? [{ op: 'replace-text', target: written(file, start, last), text: '' }] : [];
}

/** The values of the only release of the drivers' chart. */
function driversValues(rendered: Rendered): YamlNode | undefined {
	const releases = releasesOfChart(rendered, 'ceph-csi-drivers');
	return releases.length === 1 ? releases[0]?.values : undefined;
}
