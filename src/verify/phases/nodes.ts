import { parseIp } from '../../network/cidr.ts';
import { type Check, counted, type Finding, health, missing, single } from '../check.ts';
import type { Expected } from '../expected.ts';
import type { LiveCluster } from '../live.ts';
import { bothFamilies, compareBlocks, familiesOf } from '../prefix-list.ts';

/** Ready, and reachable by both families. */
export function nodesChecks(live: LiveCluster, { nodes }: Expected): Check[] {
	const command = 'kubectl get nodes -o wide';
	const addresses = `kubectl get nodes -o custom-columns='NAME:.metadata.name,ADDRESSES:.status.addresses[?(@.type=="InternalIP")].address'`;
	if (live.nodes.length === 0) return [missing('Node', 'nodes', command)];
	const ready = live.nodes.map(({ name, isReady, isCordoned }): Finding => {
		if (!isReady) return { state: 'to-do', detail: `${name} is not Ready` };
		return isCordoned ? { state: 'to-do', detail: `${name} is cordoned` } : { state: 'done' };
	});
	const both = live.nodes.map(({ name, internalIps }): Finding => {
		const known = nodes.get(name) ?? [];
		const strange = internalIps.filter((ip) => {
			const read = parseIp(ip);
			const sameFamily = known.some((one) => one.includes(':') === ip.includes(':'));
			return sameFamily && !(read.ok && known.includes(read.value));
		});
		if (strange.length > 0)
			return { state: 'contradicts', detail: `${name} has ${strange.join(', ')}, the repository ${known.join(', ')}` };
		const families = familiesOf(internalIps);
		const lacking = bothFamilies.filter((family) => !families.has(family));
		if (lacking.length === 0) return { state: 'done' };
		return { state: 'to-do', detail: `${name} has no ${lacking.join(' and no ')} InternalIP` };
	});
	const unknown = [...nodes.keys()].filter((name) => !live.nodes.some((node) => node.name === name));
	const absent = unknown.map(
		(name): Finding => ({ state: 'to-do', detail: `${name} is in the repository and not in the cluster` }),
	);
	return [
		health(counted('nodes are Ready', command, [...ready, ...absent])),
		counted('nodes have an InternalIP of both families', addresses, both),
	];
}

/** The blocks that nodes were given when they were registered. */
export function registration(live: LiveCluster, expected: Expected): Check {
	const title = 'nodes have a pod CIDR of both families';
	const command = `kubectl get nodes -o custom-columns='NAME:.metadata.name,POD CIDRS:.spec.podCIDRs'`;
	const ipam = live.ciliumConfig?.get('ipam') ?? expected.ipam;
	if (ipam !== undefined && ipam !== 'kubernetes')
		return single(title, command, 'not-needed', `Cilium gives addresses by itself (ipam ${ipam})`);
	if (live.nodes.length === 0) return missing('Node', title, command);
	return counted(
		title,
		command,
		live.nodes.map(({ name, podCidrs }) => compareBlocks(name, podCidrs, expected.pod)),
	);
}
