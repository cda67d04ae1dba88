import { type Cidr, contains, familyOf, type IpAddress, prefixLength } from '../../network/cidr.ts';
import type { RepoPath, SourceLocation } from '../../repo/location.ts';
import { entriesOf, type MapNode, mapAt, nodeAt, type SeqNode, textOf } from '../../repo/node.ts';
import { decidedAt, written } from '../../repo/origin.ts';
import { mapsOf, parseFile } from '../../repo/parse.ts';
import type { ByHand, ChangeGroup, PhaseInput } from '../phase.ts';

/** Files of the hosts' own networks that hold the IPv4 address of a machine and not its IPv6 one. */
export function hostAddresses(input: PhaseInput): { readonly groups: ChangeGroup[]; readonly byHand: ByHand[] } {
	const groups: ChangeGroup[] = [];
	const byHand: ByHand[] = [];
	for (const path of input.files.paths) {
		const form = forms.find(({ names }) => names.test(path));
		const read = form && input.files.read(path);
		if (form === undefined || !read?.ok) continue;
		for (const { name, ipv4, ipv6 } of input.target.machines) {
			if (ipv4 === undefined || ipv6 === undefined || read.value.includes(ipv6)) continue;
			const address = `${ipv6}/${lengthOf(ipv6, input)}`;
			const found = form.find({ path, text: read.value, ipv4, address });
			if (found === undefined) continue;
			const title = `Give ${name} the address ${address} in ${path}`;
			if (found.change === undefined) byHand.push({ what: title, at: found.at, text: found.text });
			else groups.push({ title, changes: [found.change], otherwise: found.text });
		}
	}
	return { groups, byHand };
}

/** What is looked for in a file. */
interface Wanted {
	readonly path: RepoPath;
	readonly text: string;
	readonly ipv4: string;
	/** With its prefix length. */
	readonly address: string;
}

/** Where the address belongs; without a change a person writes the text. */
interface Place {
	readonly at: SourceLocation;
	readonly text: string;
	readonly change?: ChangeGroup['changes'][number];
}

interface Form {
	readonly names: RegExp;
	find(wanted: Wanted): Place | undefined;
}

const forms: readonly Form[] = [
	// netplan: a list of addresses below each interface.
	{
		names: /(?:^|\/)netplan\/[^/]+\.ya?ml$|(?:^|\/)[^/]*netplan[^/]*\.ya?ml$/,
		find({ path, text, ipv4, address }) {
			const list = mapsOf(parseFile(path, text))
				.flatMap(addressLists)
				.find((one) => holds(one, ipv4));
			if (list === undefined) return undefined;
			return {
				at: decidedAt(list.origin),
				text: `- "${address}"`,
				change: { op: 'append', into: list, value: address },
			};
		},
	},
	// systemd.network(5): `Address=` may be given several times.
	{
		names: /\.network$/,
		find({ path, text, ipv4, address }) {
			const at = lineAt(text, path, new RegExp(`^[ \\t]*Address[ \\t]*=[ \\t]*${literal(ipv4)}/\\d+`, 'm'));
			const line = `Address=${address}`;
			return at && { at: at.at, text: line, change: { op: 'insert-line', beside: at, where: 'after', text: line } };
		},
	},
	// interfaces(5): a stanza for each family.
	{
		names: /(?:^|\/)(?:network\/)?interfaces(?:\.d\/[^/]+)?$/,
		find({ path, text, ipv4, address }) {
			const at = lineAt(text, path, new RegExp(`^[ \\t]*address[ \\t]+${literal(ipv4)}\\b`, 'm'));
			if (at === undefined) return undefined;
			const [, name = '<interface>'] = /.*\biface[ \t]+(\S+)[ \t]+inet\b/s.exec(text.slice(0, at.at.range.start)) ?? [];
			return { at: at.at, text: `iface ${name} inet6 static\n    address ${address}` };
		},
	},
	// NetworkManager's keyfile.
	{
		names: /\.nmconnection$/,
		find({ path, text, ipv4, address }) {
			const at = lineAt(text, path, new RegExp(`^address\\d+=${literal(ipv4)}/\\d+`, 'm'));
			return at && { at: at.at, text: `[ipv6]\nmethod=manual\naddress1=${address}` };
		},
	},
];

function addressLists(root: MapNode): SeqNode[] {
	return entriesOf(mapAt(root, ['network'])).flatMap(([, { value: kinds }]) =>
		entriesOf(mapAt(kinds)).flatMap(([, { value: device }]) => {
			const list = nodeAt(device, ['addresses']);
			return list?.kind === 'seq' ? [list] : [];
		}),
	);
}

function holds({ items }: SeqNode, ipv4: string): boolean {
	return items.some((item) => item.kind === 'scalar' && textOf(item).startsWith(`${ipv4}/`));
}

function lineAt(text: string, path: RepoPath, pattern: RegExp) {
	const match = pattern.exec(text);
	if (match === null) return undefined;
	const origin = written(path, match.index, match.index + match[0].length);
	return origin.kind === 'written' ? origin : undefined;
}

function literal(text: string): string {
	return text.replaceAll('.', '\\.');
}

/** The length of the nodes' network that holds the address, else that of a LAN. */
function lengthOf(address: IpAddress, { view }: PhaseInput): number {
	const networks = view.input.plan.declarations.flatMap(({ role, prefixes }): Cidr[] =>
		role === 'node'
			? prefixes.flatMap(({ cidr }) => (cidr === undefined || familyOf(cidr) === 'IPv4' ? [] : [cidr]))
			: [],
	);
	const own = networks.find((cidr) => contains(cidr, address));
	return own === undefined ? 64 : prefixLength(own);
}
