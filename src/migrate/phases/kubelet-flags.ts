import { addAt } from '../../fix/add-at.ts';
import { apiVersionOf, listsFlags } from '../../network/extra-args.ts';
import { flagNode } from '../../network/flags.ts';
import { nodeIpsOf } from '../../network/node-ips.ts';
import { itemsAt, mapAt, nodeAt, stringAt } from '../../repo/node.ts';
import type { ChangeGroup, PhaseInput } from '../phase.ts';

/** `--node-ip` in kubeadm's configuration of a machine, where nothing gives its kubelet one. */
export function kubeletFlags({ view, target }: PhaseInput): ChangeGroup[] {
	const { plan } = view.input;
	const read = nodeIpsOf(plan);
	// A script that takes the address as an argument may be for any machine.
	const isForAll = plan.processes.some(
		(one) =>
			one.process === 'kubelet' &&
			flagNode(one.flags, 'node-ip') !== undefined &&
			!read.some(({ process }) => process === one),
	);
	if (isForAll) return [];
	return plan.kubeadmNodes.flatMap(({ root, endpoint }): ChangeGroup[] => {
		const map = mapAt(root);
		const name = stringAt(root, ['nodeRegistration', 'name']);
		const address = stringAt(root, [...endpoint, 'advertiseAddress']);
		const machine = target.machines.find(
			(one) => one.name === name || (one.ipv4 !== undefined && one.ipv4 === address),
		);
		if (map === undefined || machine?.ipv4 === undefined || machine.ipv6 === undefined) return [];
		const { ipv4, ipv6 } = machine;
		const isGiven = read.some(
			({ process, entries }) => process.node === machine.name || entries.some((one) => one.address === ipv4),
		);
		const isList = listsFlags(apiVersionOf(map));
		const path = ['nodeRegistration', 'kubeletExtraArgs'];
		const args = nodeAt(map, path);
		const named = itemsAt(args).some((item) => stringAt(item, ['name']) === 'node-ip');
		if (isGiven || named || isList === undefined || (args?.kind === 'map' && args.entries.has('node-ip'))) return [];
		const value = `${ipv4},${ipv6}`;
		const flag = { name: 'node-ip', value };
		const change =
			args?.kind === 'seq' && isList
				? ({ op: 'append', into: args, value: flag } as const)
				: addAt(map, isList ? path : [...path, 'node-ip'], isList ? [flag] : value);
		if (change === undefined) return [];
		const otherwise = `nodeRegistration.kubeletExtraArgs: node-ip ${value}`;
		return [
			{ title: `Give the kubelet of ${machine.name} --node-ip with both addresses`, changes: [change], otherwise },
		];
	});
}
