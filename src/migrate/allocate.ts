import { blockAt, blocks, type Cidr, overlaps, parseCidr } from '../network/cidr.ts';
import { defaultPools } from '../network/limits/cilium.ts';
import { kubeadmServiceBits, nodeMaskDistance } from '../network/limits/kubernetes.ts';

/** What prefixes are chosen by. */
export interface Needs {
	/** The 40 random bits of RFC 4193 as ten hexadecimal digits. */
	readonly seed: string;
	/** Every prefix that somebody declares or that is a default. Order does not matter. */
	readonly taken: readonly Cidr[];
	/** Machines that are known. */
	readonly nodes: number;
	/** Length of the block of each node, where somebody has fixed it. */
	readonly nodeMask?: number;
}

/** A prefix and why it is this one. */
export interface Choice {
	readonly cidr: Cidr;
	readonly reasons: readonly string[];
}

/** Growth that a new pod range leaves room for, as a multiple of the machines that are known. */
const growth = 4;

/** Fewest blocks for nodes in a new pod range. */
const fewestBlocks = 256;

/** Length of a new service range: 65,536 addresses, far within the 20 bits that kubeadm takes. */
const serviceLength = 112;

/** Length of a new prefix for machines: a LAN of IPv6. */
const nodeLength = 64;

/** Length of a new pool for load balancers. */
const poolLength = 112;

/** True for ten hexadecimal digits. */
export function isSeed(text: string): boolean {
	return /^[0-9a-f]{10}$/i.test(text);
}

/** The /48 of RFC 4193 that a seed names; undefined when it is no seed. */
export function uniqueLocal(seed: string): Cidr | undefined {
	if (!isSeed(seed)) return undefined;
	const hex = `fd${seed.toLowerCase()}`;
	const parsed = parseCidr(`${hex.slice(0, 4)}:${hex.slice(4, 8)}:${hex.slice(8, 12)}::/48`);
	return parsed.ok ? parsed.value : undefined;
}

/** The IPv6 range for pods; undefined when the seed's /48 is full. */
export function choosePods(needs: Needs): (Choice & { readonly nodeMask: number }) | undefined {
	const wanted = Math.max(fewestBlocks, needs.nodes * growth);
	const bits = Math.min(nodeMaskDistance, Math.ceil(Math.log2(wanted)));
	const nodeMask = needs.nodeMask ?? 64;
	const length = Math.max(48, nodeMask - bits);
	const cidr = free(needs, length);
	if (cidr === undefined || length > nodeMask) return undefined;
	return {
		cidr,
		nodeMask,
		reasons: [
			...common(needs.seed),
			`${blocks(cidr, nodeMask)} blocks of /${nodeMask} for ${needs.nodes} known nodes; ${nodeMask} - ${length} is within the ${nodeMaskDistance} bits that kube-controller-manager takes`,
		],
	};
}

/** The IPv6 range for Services. */
export function chooseServices(needs: Needs): Choice | undefined {
	const cidr = free(needs, serviceLength);
	if (cidr === undefined) return undefined;
	const reason = `a /${serviceLength} has ${128 - serviceLength} host bits; kubeadm takes up to ${kubeadmServiceBits}`;
	return { cidr, reasons: [...common(needs.seed), reason] };
}

/** The IPv6 prefix for machines. */
export function chooseNodes(needs: Needs): Choice | undefined {
	const cidr = free(needs, nodeLength);
	return cidr && { cidr, reasons: [...common(needs.seed), 'a /64 is what a network of machines has in IPv6'] };
}

/** The IPv6 pool for load balancers. */
export function choosePool(needs: Needs): Choice | undefined {
	const cidr = free(needs, poolLength);
	return (
		cidr && { cidr, reasons: [...common(needs.seed), 'outside of the prefix of the nodes, as routes tell them apart'] }
	);
}

function common(seed: string): string[] {
	return [`unique local (RFC 4193), global ID ${seed.toLowerCase()}`, 'overlaps nothing that is declared or a default'];
}

/** The first free block of that length: at the beginning of a /64, or the /64s that it fills. */
function free({ seed, taken }: Needs, length: number): Cidr | undefined {
	const site = uniqueLocal(seed);
	if (site === undefined || length < 48) return undefined;
	const avoid = [...taken, ...Object.values(defaultPools).flatMap(cidrOf)];
	const zone = Math.min(length, 64);
	const count = blocks(site, zone);
	for (let i = 0n; i < count; i++) {
		const part = blockAt(site, zone, i);
		const cidr = part && blockAt(part, length, 0n);
		if (cidr !== undefined && !avoid.some((other) => overlaps(cidr, other))) return cidr;
	}
	return undefined;
}

function cidrOf(text: string): Cidr[] {
	const parsed = parseCidr(text);
	return parsed.ok ? [parsed.value] : [];
}
