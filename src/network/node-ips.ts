import type { ScalarNode } from '../repo/node.ts';
import { textOf } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';
import { familyOf, type IpAddress, type IpFamily, type IpProblem, parseIp } from './cidr.ts';
import type { ProcessFact } from './facts.ts';
import { flagNode, part } from './flags.ts';
import { withoutPlaceholders } from './placeholders.ts';
import type { AddressPlan } from './plan.ts';

/** The value of one kubelet's `--node-ip`. */
export interface NodeIps {
	readonly process: ProcessFact;
	readonly text: string;
	readonly at: Origin;
	readonly entries: readonly NodeIp[];
}

/** One entry of the list, as the kubelet reads it: spaces around it do not count. */
export interface NodeIp {
	readonly text: string;
	readonly origin: Origin;
	readonly address: IpAddress | undefined;
	readonly problem: IpProblem | undefined;
}

/** Every `--node-ip` that can be read. Texts with placeholders of a template are nobody's addresses yet. */
export function nodeIpsOf(plan: AddressPlan): NodeIps[] {
	return plan.processes.flatMap((process) => {
		const flag = process.process === 'kubelet' ? flagNode(process.flags, 'node-ip') : undefined;
		const node = flag && withoutPlaceholders(flag);
		if (node?.kind !== 'scalar') return [];
		const text = textOf(node);
		return text.trim() === '' ? [] : [{ process, text, at: node.origin, entries: entriesOf(node) }];
	});
}

/** Families of the addresses in the order in which they are written, each once. */
export function nodeIpFamilies({ entries }: NodeIps): IpFamily[] {
	return [...new Set(entries.flatMap(({ address }) => (address === undefined ? [] : [familyOf(address)])))];
}

function entriesOf(node: ScalarNode): NodeIp[] {
	const entries: NodeIp[] = [];
	let start = 0;
	for (const piece of textOf(node).split(',')) {
		const lead = piece.length - piece.trimStart().length;
		const text = piece.trim();
		const { origin } = part(node, start + lead, start + lead + text.length);
		const parsed = parseIp(withoutLeadingZeros(text));
		entries.push(
			parsed.ok
				? { text, origin, address: parsed.value, problem: undefined }
				: { text, origin, address: undefined, problem: parsed.problem },
		);
		start += piece.length + 1;
	}
	return entries;
}

/** The kubelet takes `192.168.001.010` for 192.168.1.10, unlike today's `net.ParseIP`. */
function withoutLeadingZeros(text: string): string {
	return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) ? text.replace(/\b0+(?=\d)/g, '') : text;
}
