import { parseEndpointList } from '../../network/monitor-endpoint.ts';
import { type Check, counted, type Finding, missing, single } from '../check.ts';
import type { Expected } from '../expected.ts';
import type { LiveCluster } from '../live.ts';

/** Whether Rook has reached the monitors that the repository names. */
export function rookChecks(live: LiveCluster, expected: Expected): Check[] {
	if (!expected.hasCeph && live.cephClusters.length === 0) return [];
	const command = 'kubectl get cephclusters -A';
	const title = 'Ceph is connected';
	const external = live.cephClusters.filter(({ isExternal }) => isExternal);
	const clusters = external.length > 0 ? external : live.cephClusters;
	const connected =
		clusters.length === 0
			? live.nodes.length === 0
				? missing('CephCluster', title, command)
				: single(title, command, 'to-do', 'there is no CephCluster')
			: counted(
					title,
					command,
					clusters.map(({ name, namespace, phase, message }): Finding => {
						if (phase === 'Connected' || phase === 'Ready') return { state: 'done' };
						const said = message === '' ? '' : `: ${message}`;
						return {
							state: 'to-do',
							detail: `${namespace}/${name} is ${phase === '' ? 'without a phase' : phase}${said}`,
						};
					}),
				);
	return [connected, monitors(live, expected), hostNetwork(live)];
}

function monitors({ monEndpoints, nodes }: LiveCluster, { monitors: declared }: Expected): Check {
	const title = 'Rook knows the monitors of the repository';
	const command = `kubectl get cm -A --field-selector metadata.name=rook-ceph-mon-endpoints -o jsonpath='{.items[*].data.data}'`;
	const lists = declared.filter(({ endpoints }) => endpoints.length > 0);
	if (lists.length === 0) return single(title, command, 'not-needed');
	if (monEndpoints.size === 0) {
		const absent = 'there is no rook-ceph-mon-endpoints';
		return nodes.length === 0
			? missing('rook-ceph-mon-endpoints', title, command)
			: single(title, command, 'to-do', absent);
	}
	return counted(
		title,
		command,
		lists.map(({ endpoints, namespace }): Finding => {
			const [first] = monEndpoints.values();
			const live = (namespace === undefined ? undefined : monEndpoints.get(namespace)) ?? first ?? '';
			const wanted = addressesOf(endpoints.map(({ value }) => value).join(','));
			const given = addressesOf(live);
			const lacking = [...wanted].filter((one) => !given.has(one));
			if (lacking.length === 0) return { state: 'done' };
			return {
				state: given.size === 0 ? 'to-do' : 'contradicts',
				detail: `monitors at ${lacking.join(', ')} are not known`,
			};
		}),
	);
}

function addressesOf(text: string): ReadonlySet<string> {
	return new Set(parseEndpointList(text).flatMap(({ result }) => (result.ok ? [result.value.address] : [])));
}

/** The CSI plugins need the host's network only as long as pods have no IPv6. */
function hostNetwork({ rookSettings }: LiveCluster): Check {
	const title = 'CSI plugins use the network of pods again';
	const command = `kubectl get cm -A --field-selector metadata.name=rook-ceph-operator-config -o yaml | grep HOST_NETWORK`;
	const settings = [...rookSettings.values()].flatMap((one) => one.get('CSI_ENABLE_HOST_NETWORK') ?? []);
	if (settings.length === 0) return single(title, command, 'not-needed');
	const isOn = settings.includes('true');
	// The host's network is also Rook's default and harmless where nodes have IPv6.
	return single(
		title,
		command,
		isOn ? 'not-needed' : 'done',
		...(isOn ? ['CSI_ENABLE_HOST_NETWORK is true, the default'] : []),
	);
}
