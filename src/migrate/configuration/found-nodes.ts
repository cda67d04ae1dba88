import { scalarText } from '../../fix/write-scalar.ts';
import { familyOf, type IpAddress, parseIp } from '../../network/cidr.ts';
import { flagNode } from '../../network/flags.ts';
import { nodeIpsOf } from '../../network/node-ips.ts';
import type { AddressPlan } from '../../network/plan.ts';
import { byText } from '../../repo/files.ts';
import { textOf } from '../../repo/node.ts';
import { type Found, listText, type Section } from './section.ts';

/** A machine that files of the repository are for. */
export interface FoundMachine {
	readonly name: string;
	readonly role: 'control-plane' | 'worker' | undefined;
	/** Without those of nobody and of the machine itself. */
	readonly addresses: readonly IpAddress[];
}

/** The machines by name, with the addresses that their files tell. */
export function nodes({ view }: Found): Section | undefined {
	const { plan } = view.input;
	const machines = machinesIn(plan);
	if (machines.length === 0 || plan.nodes.length > 0) return undefined;
	return {
		key: 'nodes',
		comment: [
			'The machines, as far as files tell. Give each its IPv6 address: without it --node-ip cannot be written,',
			'and whoever is missing here gets no steps in the runbook.',
		],
		lines: ['nodes:', ...machines.map((machine) => `  - {${entriesOf(machine).join(', ')}}`)],
	};
}

function entriesOf({ name, role, addresses }: FoundMachine): string[] {
	return [
		`name: ${scalarText(name, 'plain', true)}`,
		...(role === undefined ? [] : [`role: ${role}`]),
		...(addresses.length === 0 ? [] : [`addresses: ${listText(addresses)}`]),
	];
}

/** Processes that only control-plane machines have as static Pods. */
const ofControlPlane = new Set(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd']);

/** The machines that files are for, by name. */
export function machinesIn(plan: AddressPlan): FoundMachine[] {
	const found = new Map<string, { role: FoundMachine['role']; addresses: Set<IpAddress> }>();
	const of = (name: string) => {
		const known = found.get(name) ?? { role: undefined, addresses: new Set<IpAddress>() };
		found.set(name, known);
		return known;
	};
	for (const { node, process, flags } of plan.processes) {
		if (node === undefined || /[${}]/.test(node)) continue;
		const machine = of(node);
		if (ofControlPlane.has(process)) machine.role = 'control-plane';
		const own = process === 'kube-apiserver' ? flagNode(flags, 'advertise-address') : undefined;
		if (own?.kind === 'scalar') note(machine.addresses, textOf(own));
	}
	for (const { process, entries } of nodeIpsOf(plan))
		if (process.node !== undefined && found.has(process.node))
			for (const { text } of entries) note(of(process.node).addresses, text);
	for (const { name } of plan.nodeObjects) of(name);
	return [...found]
		.sort(([a], [b]) => byText(a, b))
		.map(([name, { role, addresses }]) => ({
			name,
			role,
			addresses: [...addresses].sort((a, b) => byText(familyOf(a), familyOf(b)) || byText(a, b)),
		}));
}

function note(addresses: Set<IpAddress>, text: string): void {
	const parsed = parseIp(text.trim());
	if (parsed.ok && !/^(?:0\.0\.0\.0|::1?|127\.)/.test(parsed.value)) addresses.add(parsed.value);
}
