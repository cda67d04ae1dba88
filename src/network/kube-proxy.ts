import { type Statement, statements } from './agreement.ts';
import { familyOf, type IpFamily } from './cidr.ts';
import type { Located, ProcessFact } from './facts.ts';
import { flag } from './flags.ts';
import { looseIp } from './loose-address.ts';
import { commaPiecesOf } from './pieces.ts';
import type { AddressPlan } from './plan.ts';

/** A kube-proxy that tells pods from others by a prefix of that family; undefined when none is declared. */
export function kubeProxyWithPodCidr(plan: AddressPlan, family: IpFamily): Statement | undefined {
	return statements(plan, 'pod').find(
		({ declaration, cidr }) => declaration.component === 'kube-proxy' && familyOf(cidr) === family,
	);
}

/** The entries of a list that is given as a flag or as items; undefined when it is not given or not wholly known. */
export function proxyList({ flags }: ProcessFact, name: string): readonly Located<string>[] | undefined {
	const values = flags.all.filter((one) => one.name === name).map(({ value }) => value);
	if (values.length === 0) return undefined;
	const pieces = values.flatMap((value) => (value.kind === 'scalar' ? commaPiecesOf(value) : []));
	return values.every(({ kind }) => kind === 'scalar') ? pieces : undefined;
}

/** The family that a kube-proxy works for first, where its own address says so; `::` and `0.0.0.0` say nothing. */
export function boundFamily(process: ProcessFact): IpFamily | undefined {
	const bind = flag(process.flags, 'bind-address');
	const address = bind.state === 'set' ? looseIp(bind.value) : undefined;
	return address === undefined || address === '0.0.0.0' || address === '::' ? undefined : familyOf(address);
}

/** Why no host has addresses of a family: IPv6 is switched off, or the configuration lists every machine without it. */
export function hostsLack(plan: AddressPlan, family: IpFamily): Located<string> | undefined {
	const off = plan.sysctls.find(({ key, value }) => key === 'net.ipv6.conf.all.disable_ipv6' && value === '1');
	if (family === 'IPv6' && off !== undefined) return { value: 'IPv6 is switched off on the hosts', origin: off.at };
	const [first] = plan.nodes;
	const isListed = plan.nodes.every(
		({ addresses }) => addresses.length > 0 && addresses.every(({ value }) => familyOf(value) !== family),
	);
	return first !== undefined && isListed
		? { value: `no machine has an ${family} address`, origin: first.at }
		: undefined;
}
