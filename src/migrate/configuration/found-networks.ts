import {
	type Cidr,
	familyOf,
	type IpAddress,
	type IpFamily,
	parseCidr,
	parseIp,
	smallestCover,
} from '../../network/cidr.ts';
import type { NetworkRole } from '../../network/facts.ts';
import { type AddressPlan, networksOf } from '../../network/plan.ts';
import { machinesIn } from './found-nodes.ts';
import { type Found, listText, type Section } from './section.ts';

/** The networks that are declared, as a comment, and guesses at those that are declared nowhere. */
export function networks({ view }: Found): Section | undefined {
	const { plan } = view.input;
	const declared = networkLines(plan);
	const guesses = [
		...guess(
			plan,
			'node',
			machinesIn(plan).flatMap(({ addresses }) => addresses),
		),
		...guess(plan, 'ceph-public', monitorAddresses(plan)),
	];
	if (declared.length === 0 && guesses.length === 0) return undefined;
	return {
		key: 'networks',
		comment: [
			...(declared.length === 0
				? []
				: ['The repository declares these networks; they need not be named here:', ...declared]),
			...(guesses.length === 0
				? []
				: ['Networks that it does not declare. The lengths are guessed from the addresses that were found.']),
		],
		lines: guesses.length === 0 ? [] : ['networks:', ...guesses],
		isGuess: true,
	};
}

function networkLines(plan: AddressPlan): string[] {
	const rows = new Map<string, { cidrs: Set<string>; by: Set<string> }>();
	for (const { role, name, cidr, declaredBy } of networksOf(plan)) {
		const stated = declaredBy.filter(({ declaration }) => declaration.standing !== 'default');
		if (stated.length === 0) continue;
		const label = name === undefined ? role : `${role} ${name}`;
		const row = rows.get(label) ?? { cidrs: new Set(), by: new Set() };
		row.cidrs.add(cidr);
		for (const { declaration } of stated) row.by.add(declaration.component);
		rows.set(label, row);
	}
	return [...rows].map(([label, { cidrs, by }]) => `  ${label}: ${[...cidrs].join(', ')} (${[...by].join(', ')})`);
}

/** The usual length of a network of machines. */
const usualLength: Readonly<Record<IpFamily, number>> = { IPv4: 24, IPv6: 64 };

function guess(plan: AddressPlan, role: NetworkRole, addresses: readonly IpAddress[]): string[] {
	if (addresses.length === 0 || plan.declarations.some((one) => one.role === role)) return [];
	const cidrs = (['IPv4', 'IPv6'] as const).flatMap((family) => {
		const own = addresses.filter((address) => familyOf(address) === family);
		const cover = smallestCover(own.flatMap((address) => prefixAt(address, usualLength[family])));
		return cover === undefined ? [] : [cover];
	});
	return [`  - role: ${role}`, `    cidrs: ${listText(cidrs)}`];
}

function prefixAt(address: IpAddress, length: number): Cidr[] {
	const parsed = parseCidr(`${address}/${length}`);
	if (parsed.ok) return [parsed.value];
	return parsed.problem.kind === 'host-bits' ? [parsed.problem.network] : [];
}

function monitorAddresses(plan: AddressPlan): IpAddress[] {
	return plan.monitors.flatMap(({ endpoints }) => endpoints.flatMap(({ value }) => addressIn(value)));
}

function addressIn(endpoint: string): IpAddress[] {
	const text = /\[([0-9a-fA-F:.]+)\]/.exec(endpoint)?.[1] ?? /(\d+(?:\.\d+){3})/.exec(endpoint)?.[1];
	const parsed = text === undefined ? undefined : parseIp(text);
	return parsed?.ok ? [parsed.value] : [];
}
