import { kubernetesReleases } from '../../network/kubernetes-version.ts';
import { isAtLeast } from '../../network/limits/versions.ts';
import { type Entry, type MapNode, sourceOf } from '../../repo/node.ts';
import { mapsOf, parseFile } from '../../repo/parse.ts';
import type { Change } from '../../rule.ts';
import type { ChangeGroup, PhaseInput } from '../phase.ts';

/** kubespray has a variable for each family, and a switch. `roles/kubespray_defaults/defaults/main/main.yml`. */
export function kubespraySettings(input: PhaseInput): ChangeGroup[] {
	const { target, view } = input;
	if (!view.input.plan.declarations.some(({ component }) => component === 'kubespray')) return [];
	const maps = mapsWith(input);
	const find = (name: string) => maps.flatMap((map) => map.entries.get(name) ?? []).at(-1);
	const wanted: [name: string, beside: string, value: string | number | boolean][] = [
		['kube_pods_subnet_ipv6', 'kube_pods_subnet', target.pod.ipv6],
		['kube_service_addresses_ipv6', 'kube_service_addresses', target.service.ipv6],
		['kube_network_node_prefix_ipv6', 'kube_network_node_prefix', target.nodeMasks.IPv6],
	];
	// The older name is read by every release, the newer one from v2.28 on, which installs 1.32.
	const names = isAtLeast(kubernetesReleases(view.input.plan).low, '1.32.0') ? [newSwitch, oldSwitch] : [oldSwitch];
	const isOn = names.find((name) => find(name) !== undefined) ?? names[0] ?? oldSwitch;
	wanted.push([isOn, 'kube_pods_subnet', true]);
	const changes = wanted.flatMap(([name, beside, value]) => {
		const there = find(name);
		if (there !== undefined) return replaced(there, value);
		const into = maps.findLast((map) => map.entries.has(beside)) ?? maps.findLast((map) => map.entries.has(subnet));
		if (into === undefined) return [];
		const change: Change = {
			op: 'add',
			into,
			key: name,
			value,
			...(into.entries.has(beside) ? { after: beside } : {}),
		};
		return [change];
	});
	if (changes.length === 0) return [];
	const otherwise = wanted.map(([name, , value]) => `${name}: ${value}`).join('\n');
	return [{ title: 'Give kubespray the IPv6 ranges and switch IPv6 on', changes, otherwise }];
}

const subnet = 'kube_pods_subnet';
const newSwitch = 'ipv6_stack';
const oldSwitch = 'enable_dual_stack_networks';

function replaced({ value: node }: Entry, value: string | number | boolean): Change[] {
	if (node.kind === 'scalar' && sourceOf(node) === String(value)) return [];
	return [{ op: 'set', target: node.origin, value }];
}

/** The group variables of the cluster. */
function mapsWith({ view, files }: PhaseInput): MapNode[] {
	return view.files.flatMap((path) => {
		const read = /\.ya?ml$/.test(path) ? files.read(path) : undefined;
		if (!read?.ok || !/^(?:kube_(?:pods|service|network)|ipv6_stack|enable_dual)/m.test(read.value)) return [];
		return mapsOf(parseFile(path, read.value));
	});
}
