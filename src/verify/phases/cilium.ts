import { contains } from '../../network/cidr.ts';
import { type Check, counted, type Finding, health, missing, single } from '../check.ts';
import type { Expected } from '../expected.ts';
import type { LiveCluster } from '../live.ts';
import { bothFamilies, compareBlocks, familiesOf, networksIn } from '../prefix-list.ts';

/** Cilium's settings and blocks, its agents, and the pods that have started since. */
export function ciliumChecks(live: LiveCluster, expected: Expected): Check[] {
	const config = live.ciliumConfig;
	const command = `kubectl -n kube-system get cm cilium-config -o yaml | grep -E 'ipv6|ipam'`;
	if (config === undefined && expected.ipam === undefined) return [];
	if (config === undefined) return [missing('cilium-config', 'Cilium has IPv6 switched on', command)];
	const isOn = config.get('enable-ipv6') === 'true';
	return [
		single(
			'Cilium has IPv6 switched on',
			command,
			isOn ? 'done' : 'to-do',
			...(isOn ? [] : ['enable-ipv6 is not true']),
		),
		nativeRouting(config, expected),
		ciliumNodes(live, expected),
		health(agents(live)),
		workloads(live),
	];
}

function nativeRouting(config: ReadonlyMap<string, string>, { pod }: Expected): Check {
	const title = 'native routing covers the pods of both families';
	const command = `kubectl -n kube-system get cm cilium-config -o yaml | grep native-routing-cidr`;
	if (config.get('routing-mode') !== 'native') return single(title, command, 'not-needed');
	return counted(
		title,
		command,
		bothFamilies.map((family): Finding => {
			const key = `${family.toLowerCase()}-native-routing-cidr`;
			const text = config.get(key);
			if (text === undefined || text === '') return { state: 'to-do', detail: `${key} is not set` };
			const [cidr] = networksIn(text);
			const isCovered = (pod.get(family) ?? []).every((one) => cidr !== undefined && contains(cidr, one));
			return isCovered
				? { state: 'done' }
				: { state: 'contradicts', detail: `${key} ${text} does not contain ${(pod.get(family) ?? []).join(', ')}` };
		}),
	);
}

function ciliumNodes(live: LiveCluster, expected: Expected): Check {
	const title = 'Cilium has a block of both families for each node';
	const command = `kubectl get ciliumnodes -o custom-columns='NAME:.metadata.name,POD CIDRS:.spec.ipam.podCIDRs,ERROR:.status.ipam.operator-status.error'`;
	if (live.ciliumNodes.length === 0) return missing('CiliumNode', title, command);
	return counted(
		title,
		command,
		live.ciliumNodes.map(({ name, podCidrs, error }): Finding => {
			if (error !== '') return { state: 'contradicts', detail: `${name}: the operator says ${error}` };
			return compareBlocks(name, podCidrs, expected.pod);
		}),
	);
}

function agents(live: LiveCluster): Check {
	const title = 'Cilium agents are Ready';
	const command = 'kubectl -n kube-system get pods -l k8s-app=cilium -o wide';
	const own = live.pods.filter(({ role }) => role === 'cilium-agent');
	if (own.length === 0) return missing('agent of Cilium', title, command);
	const lacking = live.nodes.filter(({ name }) => !own.some(({ node }) => node === name));
	return counted(title, command, [
		...own.map(
			({ node, isReady }): Finding =>
				isReady
					? { state: 'done' }
					: { state: 'to-do', detail: `the agent on ${node} is not Ready; it may wait for an IPv6 pod CIDR` },
		),
		...lacking.map(({ name }): Finding => ({ state: 'to-do', detail: `no agent on ${name}` })),
	]);
}

/** Pods that got their addresses before the change keep one until they are made again. */
function workloads({ pods }: LiveCluster): Check {
	const title = 'pods have an address of both families';
	const command = `kubectl get pods -A -o custom-columns='NAMESPACE:.metadata.namespace,NAME:.metadata.name,IPS:.status.podIPs[*].ip'`;
	const own = pods.filter(({ hostNetwork, phase, ips }) => !hostNetwork && phase === 'Running' && ips.length > 0);
	if (own.length === 0) return missing('running pod with an address of its own', title, command);
	return counted(
		title,
		command,
		own.map(({ namespace, name, owner, ips, started }): Finding => {
			const families = familiesOf(ips);
			if (families.size === 2) return { state: 'done' };
			const since = started === '' ? '' : `, since ${started}`;
			return { state: 'to-do', detail: `${namespace}/${name} (${owner}) has only ${ips.join(', ')}${since}` };
		}),
	);
}
