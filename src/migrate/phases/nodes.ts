import { placeOf } from '../../fix/place.ts';
import type { IpAddress } from '../../network/cidr.ts';
import type { SysctlFact } from '../../network/facts.ts';
import { flagNode } from '../../network/flags.ts';
import { nodeIpFamilies, nodeIpsOf } from '../../network/node-ips.ts';
import { decidedAt, type Origin } from '../../repo/origin.ts';
import { appendText } from '../append-family.ts';
import { type ByHand, type ChangeGroup, idle, type Phase, type PhaseInput } from '../phase.ts';
import { besideVariable } from '../shell-variable.ts';
import { hostAddresses } from './host-addresses.ts';
import { kubeletFlags } from './kubelet-flags.ts';
import { nodesRunbook } from './nodes-runbook.ts';

/** Both addresses of each machine for its kubelet, and IPv6 through each machine. */
export const nodes: Phase = {
	name: 'nodes',
	title: 'Let each kubelet report both addresses and each node forward IPv6',

	plan(input) {
		const kubelets = nodeAddresses(input);
		const hosts = hostAddresses(input);
		const groups = [...hosts.groups, ...kubelets.groups, ...kubeletFlags(input), ...forwarding(input)];
		const byHand = [...hosts.byHand, ...kubelets.byHand];
		if (groups.length === 0 && byHand.length === 0)
			return idle(
				input.target.machines.length > 0 && nodeIpsOf(input.view.input.plan).length === 0
					? { kind: 'skipped', reason: 'the repository sets no kubelet flags; the machines are prepared elsewhere' }
					: { kind: 'done' },
			);
		return {
			...nodesRunbook(input),
			state: { kind: 'to-do' },
			changes: groups,
			newFiles: [],
			byHand,
		};
	},
};

function nodeAddresses({ view, target, files }: PhaseInput): { groups: ChangeGroup[]; byHand: ByHand[] } {
	const { plan } = view.input;
	const groups: ChangeGroup[] = [];
	const byHand: ByHand[] = [];
	const read = nodeIpsOf(plan);
	for (const ips of read) {
		const families = nodeIpFamilies(ips);
		if (families.length !== 1 || families[0] !== 'IPv4') continue;
		const first = ips.entries[0]?.address;
		const machine = target.machines.find(({ ipv4 }) => ipv4 === first);
		const where = machine === undefined ? String(first) : machine.name;
		if (machine?.ipv6 === undefined) {
			const what = `No IPv6 address of ${where} is known; give it in nodes[].addresses or write the pair`;
			byHand.push({ what, at: decidedAt(ips.at), text: `--node-ip=${ips.text},<IPv6 address of ${where}>` });
			continue;
		}
		groups.push(pair(`Add ${machine.ipv6} to --node-ip of ${where}`, ips.at, ips.text, machine.ipv6, files));
	}
	// A script for many machines takes the address as an argument.
	for (const process of plan.processes) {
		if (process.process !== 'kubelet') continue;
		const node = flagNode(process.flags, 'node-ip');
		if (node === undefined || read.some(({ process: known }) => known === process)) continue;
		const written = rawText(node.origin, files);
		if (written.raw.includes(',')) {
			for (const name of unsetIn(written))
				byHand.push({
					what: `--node-ip uses ${name}, which nothing sets`,
					at: decidedAt(node.origin),
					text: `${name}=<IPv6>`,
				});
			continue;
		}
		const changes = besideVariable(node.origin, '', files);
		const title = 'Take an IPv6 address as well for --node-ip';
		if (changes === undefined)
			byHand.push({ what: title, at: decidedAt(node.origin), text: '--node-ip=<IPv4>,<IPv6>' });
		else groups.push({ title, changes, otherwise: '--node-ip=<IPv4>,<IPv6>' });
	}
	return { groups, byHand };
}

/** The text of a flag as it stands in its file. */
function rawText(origin: Origin, files: PhaseInput['files']): { readonly raw: string; readonly text: string } {
	const place = placeOf(origin, 'collection');
	const read = place.ok ? files.read(place.value.at.file) : undefined;
	if (!place.ok || !read?.ok) return { raw: '', text: '' };
	const { start, end } = place.value.at.range;
	return { raw: read.value.slice(start, end), text: read.value };
}

/** Variables of a text that nothing in its script sets. */
function unsetIn({ raw, text }: { readonly raw: string; readonly text: string }): string[] {
	const names = [...raw.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name ?? '');
	return names.filter((name) => !text.includes(`${name}=`));
}

function pair(
	title: string,
	at: Parameters<typeof appendText>[0],
	text: string,
	address: IpAddress,
	files: PhaseInput['files'],
): ChangeGroup {
	return { title, changes: appendText(at, text, address, files), otherwise: `--node-ip=${text},${address}` };
}

const forwardingKeys = ['net.ipv6.conf.all.forwarding', 'net.ipv6.conf.default.forwarding'];

/** IPv6 forwarding wherever IPv4 forwarding is switched on, written the same way. */
function forwarding({ view, files }: PhaseInput): ChangeGroup[] {
	const { sysctls } = view.input.plan;
	const done = new Set<string>();
	return sysctls.flatMap((one): ChangeGroup[] => {
		if (one.key !== 'net.ipv4.ip_forward' || one.value !== '1') return [];
		const block = blockKey(one);
		if (done.has(block)) return [];
		done.add(block);
		const beside = sysctls.filter((other) => blockKey(other) === block);
		const missing = forwardingKeys.filter((key) => !beside.some((other) => other.key === key));
		const line = lineOf(one, files);
		if (missing.length === 0 || line === undefined) return [];
		return [
			{
				title: `Switch IPv6 forwarding on in ${one.file}`,
				changes: [{ op: 'insert-line', beside: one.at, where: 'after', text: missing.map(line).join('\n') }],
				otherwise: missing.map((key) => `${key} = 1`).join('\n'),
			},
		];
	});
}

function blockKey({ block }: SysctlFact): string {
	const { file, range } = decidedAt(block);
	return `${range.start} ${range.end} ${file}`;
}

/** The line of a setting, for another key; undefined where the key is not written out in it. */
function lineOf({ at }: SysctlFact, files: PhaseInput['files']): ((key: string) => string) | undefined {
	const place = placeOf(at, 'collection');
	const read = place.ok ? files.read(place.value.at.file) : undefined;
	if (!place.ok || !read?.ok) return undefined;
	const { start } = place.value.at.range;
	const from = read.value.lastIndexOf('\n', start - 1) + 1;
	const to = read.value.indexOf('\n', start);
	const line = read.value.slice(from, to === -1 ? undefined : to).trim();
	if (line.endsWith('\\')) return undefined;
	if (line.includes('net.ipv4.ip_forward')) return (key) => line.replace('net.ipv4.ip_forward', key);
	if (line.includes('net/ipv4/ip_forward'))
		return (key) => line.replace('net/ipv4/ip_forward', key.replaceAll('.', '/'));
	return undefined;
}
