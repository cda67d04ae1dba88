import { blocks, type IpFamily, prefixLength } from '../network/cidr.ts';
import { kubeadmServiceBits, nodeMaskDistance } from '../network/limits/kubernetes.ts';
import type { TargetNetwork } from './target.ts';

/** What the consumers of a target would refuse, and nodes that would stay without a block. */
export function limitProblems(
	pod: TargetNetwork,
	service: TargetNetwork,
	masks: Readonly<Record<IpFamily, number>>,
	nodes: number,
): string[] {
	const length = prefixLength(pod.ipv6);
	const problems: string[] = [];
	if (masks.IPv6 < length)
		problems.push(`the node mask ${masks.IPv6} is shorter than the pod range ${pod.ipv6}, which leaves no block`);
	if (masks.IPv6 - length > nodeMaskDistance)
		problems.push(`the node mask ${masks.IPv6} is more than ${nodeMaskDistance} bits longer than ${pod.ipv6}`);
	for (const [family, cidr] of [
		['IPv4', pod.ipv4],
		['IPv6', pod.ipv6],
	] as const) {
		const count = cidr === undefined || masks[family] < prefixLength(cidr) ? undefined : blocks(cidr, masks[family]);
		if (count !== undefined && count < BigInt(nodes))
			problems.push(`${cidr} has ${count} blocks of /${masks[family]} for ${nodes} nodes`);
	}
	if (128 - prefixLength(service.ipv6) > kubeadmServiceBits)
		problems.push(
			`the service range ${service.ipv6} has more than ${kubeadmServiceBits} host bits, which kubeadm refuses`,
		);
	return problems;
}
