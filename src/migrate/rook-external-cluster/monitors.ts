import { formatEndpoint, parseEndpointList } from '../../network/monitor-endpoint.ts';
import type { Resource } from '../../render/resource.ts';
import { mapAt, nodeAt, textOf } from '../../repo/node.ts';
import type { Change } from '../../rule.ts';
import type { ByHand, ChangeGroup } from '../phase.ts';
import type { RookCluster } from './cluster.ts';
import { isHidden, valueChange } from './edits.ts';
import { createOnly, endpointList, monitorEndpoints } from './objects.ts';

/** What a list of monitors that is there lacks. */
export function monitorChanges(
	{ root }: Resource,
	cluster: RookCluster,
): { readonly groups: readonly ChangeGroup[]; readonly byHand: readonly ByHand[] } {
	const otherwise = `data: "${endpointList(cluster.ceph.monitors)}"`;
	if (isHidden(root, ['data', 'data']))
		return {
			groups: [],
			byHand: [{ what: 'The list of monitors is encrypted, so nobody can check it; it is no secret', text: otherwise }],
		};
	const changes = [...dataChanges(root, cluster), ...annotationChanges(root)];
	return {
		groups: changes.length === 0 ? [] : [{ title: 'Give Rook the monitors of the configuration', changes, otherwise }],
		byHand: [],
	};
}

function dataChanges(root: Resource['root'], cluster: RookCluster): Change[] {
	const { data } = monitorEndpoints(cluster).body;
	const wanted = new Map(Object.entries(typeof data === 'object' && data !== null ? data : {}));
	const there = nodeAt(root, ['data', 'data']);
	const text = there?.kind === 'scalar' && there.value !== null ? textOf(there) : '';
	const list = listAfter(text, cluster);
	const lacking = ['mapping', 'maxMonId'].filter((key) => nodeAt(root, ['data', key]) === undefined);
	return [
		...(list === undefined ? [] : valueChange(root, ['data', 'data'], list)),
		...lacking.flatMap((key) => valueChange(root, ['data', key], wanted.get(key) ?? '')),
	];
}

/** The list with the monitors in the order in which they stand there; undefined where it says the same already. */
function listAfter(text: string, { ceph: { monitors } }: RookCluster): string | undefined {
	const listed = text === '' ? [] : parseEndpointList(text);
	const parsed = listed.flatMap(({ result }) => (result.ok ? [formatEndpoint(result.value)] : []));
	const wanted = new Set(monitors.map(formatEndpoint));
	if (parsed.length === listed.length && parsed.length === wanted.size && parsed.every((one) => wanted.has(one)))
		return undefined;
	const names = listed.map((one) => one.text.trim().split('=')[0] ?? '');
	const rank = (name: string | undefined) => {
		const at = names.indexOf(name ?? '');
		return at === -1 ? names.length : at;
	};
	const isSorted = names.every((name, i) => i === 0 || (names[i - 1] ?? '') <= name);
	if (isSorted) return endpointList(monitors);
	return [...monitors]
		.sort((a, b) => rank(a.name) - rank(b.name))
		.map(formatEndpoint)
		.join(',');
}

function annotationChanges(root: Resource['root']): Change[] {
	const metadata = mapAt(root, ['metadata']);
	if (metadata === undefined) return [];
	return Object.entries(createOnly).flatMap(([key, value]) =>
		nodeAt(metadata, ['annotations', key]) === undefined ? valueChange(metadata, ['annotations', key], value) : [],
	);
}
