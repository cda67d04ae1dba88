import { decidedAt } from '../repo/origin.ts';
import { familyOrder } from './agreement.ts';
import { blocks, type Cidr, contains, familyOf, type IpFamily, prefixLength } from './cidr.ts';
import type { Declaration, NodeMask, Prefix, ProcessFact } from './facts.ts';
import { flag } from './flags.ts';
import { defaultNodeMask } from './limits/kubernetes.ts';
import type { AddressPlan } from './plan.ts';

/** A pod prefix out of which the controller manager cuts a block for each node. */
export interface NodeBlocks {
	readonly declaration: Declaration;
	readonly prefix: Prefix;
	readonly cidr: Cidr;
	readonly family: IpFamily;
	/** Length of the block that a node gets. */
	readonly mask: number;
	/** Who says so; undefined where the default is in force. */
	readonly maskBy: NodeMask | undefined;
	/** How many nodes can have one, those in a service range left out; 0 when the mask fits no block. */
	readonly count: bigint;
}

/**
 * Whose files say all about the node masks, so that the default is in force when they say nothing. Distributions have
 * defaults of their own or keep such flags in files that may stay unread.
 */
const sayAll = new Set(['kubeadm', 'kubeadm init', 'kube-controller-manager', 'configuration']);

/** Who names pod networks and cuts no blocks by the controller manager's masks. */
const othersCut = new Set(['Cilium', 'Calico', 'kube-proxy']);

/** The node blocks of every pod prefix that a controller manager is given, where prefix and mask are known. */
export function nodeBlocks(plan: AddressPlan): NodeBlocks[] {
	return podLists(plan).flatMap((declaration) =>
		declaration.prefixes.flatMap((prefix): NodeBlocks[] => {
			if (prefix.cidr === undefined) return [];
			const family = familyOf(prefix.cidr);
			const found = maskFor(plan, declaration, family);
			if (found === undefined) return [];
			const { mask, maskBy } = found;
			const count = blocks(prefix.cidr, mask) - blocksInServices(plan, declaration, prefix.cidr, mask);
			return [{ declaration, prefix, cidr: prefix.cidr, family, mask, maskBy, count }];
		}),
	);
}

/** The blocks that the controller manager hands out to nobody: those that share addresses with its service ranges. */
function blocksInServices(plan: AddressPlan, list: Declaration, cidr: Cidr, mask: number): bigint {
	const ranges = plan.declarations
		.filter((one) => one.role === 'service' && one.relation === 'is' && sameFile(one, list))
		.filter(({ component }) => component === list.component)
		.flatMap(({ prefixes }) => prefixes.flatMap((prefix) => prefix.cidr ?? []));
	const lost = [...new Set(ranges)].map((range) => {
		if (contains(range, cidr)) return blocks(cidr, mask);
		if (!contains(cidr, range)) return 0n;
		return prefixLength(range) >= mask ? 1n : blocks(range, mask);
	});
	const all = blocks(cidr, mask);
	const sum = lost.reduce((total, one) => total + one, 0n);
	return sum > all ? all : sum;
}

/** The declarations of the pod network that a controller manager with node blocks is given. */
export function podLists(plan: AddressPlan): Declaration[] {
	return plan.declarations.filter(
		(one) =>
			one.role === 'pod' &&
			one.relation === 'is' &&
			(one.standing === 'live' || one.standing === 'bootstrap' || one.standing === 'target') &&
			!othersCut.has(one.component) &&
			allocates(plan, one),
	);
}

/** True unless the controller manager that gets this list is told, or left, not to hand out blocks. */
function allocates(plan: AddressPlan, declaration: Declaration): boolean {
	const managers = plan.processes.filter((one) => one.process === 'kube-controller-manager');
	const beside = managers.filter((one) => sameFile(one, declaration));
	const asked = beside.length > 0 ? beside : managers.filter((one) => one.component === declaration.component);
	return asked.every((one) => handsOutBlocks(one));
}

/** True for what a controller manager is given and never reads, because it hands out no blocks. */
export function isIgnored(plan: AddressPlan, declaration: Declaration): boolean {
	return declaration.component === 'kube-controller-manager' && !allocates(plan, declaration);
}

/**
 * `--allocate-node-cidrs` is off unless given; whoever writes fragments gives it by itself. The cloud's allocator takes
 * blocks from the cloud and reads no prefix.
 */
export function handsOutBlocks(manager: ProcessFact): boolean {
	const allocator = flag(manager.flags, 'cidr-allocator-type');
	if (allocator.state === 'unknown' || (allocator.state === 'set' && allocator.value === 'CloudAllocator'))
		return false;
	const given = flag(manager.flags, 'allocate-node-cidrs');
	switch (given.state) {
		case 'set':
			return /^(?:1|t|true)$/i.test(given.value);
		case 'absent':
			return !manager.complete;
		case 'unknown':
			return false;
	}
}

/** The mask of one family where this list is read; undefined when it cannot be known. */
function maskFor(
	plan: AddressPlan,
	declaration: Declaration,
	family: IpFamily,
): { readonly mask: number; readonly maskBy: NodeMask | undefined } | undefined {
	const own = masksBeside(plan, declaration);
	const maskBy = own.find((one) => one.family === family) ?? own.find((one) => one.family === undefined);
	// The flag without a family is refused beside two families, so no mask is in force.
	if (maskBy !== undefined && maskBy.family === undefined && familyOrder(declaration).length === 2) return undefined;
	if (maskBy === undefined) {
		return sayAll.has(declaration.component) ? { mask: defaultNodeMask[family], maskBy } : undefined;
	}
	return maskBy.size.state === 'set' ? { mask: maskBy.size.value, maskBy } : undefined;
}

/**
 * The masks that go with a list: those of its own file, else of its component. What a script or a distribution's
 * fragments leave out may stand elsewhere; a whole command line and a kubeadm config say all.
 */
function masksBeside(plan: AddressPlan, declaration: Declaration): NodeMask[] {
	const inFile = masksInFile(plan, declaration);
	if (inFile.length > 0 || declaration.component === 'kube-controller-manager') return inFile;
	const masks = masksOfStanding(plan, declaration);
	const ofComponent = masks.filter((one) => one.component === declaration.component);
	if (ofComponent.length > 0) return ofComponent;
	return declaration.component === 'kubeadm' && declaration.standing === 'live' ? [] : masks;
}

/** The masks that the component of a list is given in the same file. */
export function masksInFile(plan: AddressPlan, declaration: Declaration): NodeMask[] {
	return masksOfStanding(plan, declaration).filter(
		(one) => sameFile(one, declaration) && one.component === declaration.component,
	);
}

/** The target's masks are for the target's networks. */
function masksOfStanding(plan: AddressPlan, { standing }: Declaration): NodeMask[] {
	return plan.nodeMasks.filter((one) => (one.standing === 'target') === (standing === 'target'));
}

function sameFile(a: Pick<NodeMask, 'at' | 'node'>, b: Pick<Declaration, 'at' | 'node'>): boolean {
	return decidedAt(a.at).file === decidedAt(b.at).file && a.node === b.node;
}
