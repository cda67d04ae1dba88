import { type Json, type JsonObject, objectAt, objectsAt, type Shown, textAt, textsAt } from '../case.ts';
import type { Checks } from './check.ts';
import { type Flags, familyIn, machines, minorOf, nodes, object, staticPod } from './objects.ts';

const ranges = [
	'addressing/not-a-prefix',
	'control-plane/too-many-prefixes',
	'control-plane/service-cidr-size',
] as const;

const masks = [
	'control-plane/node-mask-out-of-range',
	'control-plane/node-mask-too-long',
	'control-plane/node-mask-flags-conflict',
	'addressing/not-a-prefix',
	'control-plane/too-many-prefixes',
] as const;

const blocks = [
	...masks,
	'control-plane/cluster-cidr-missing',
	'control-plane/too-few-node-blocks',
	'addressing/networks-overlap',
	'nodes/pod-cidrs-outside-cluster-cidr',
] as const;

const allocation = {
	'control-plane/service-range-without-addresses': 'the flags are accepted, addresses are handed out later',
} as const;

/** Checks of kube-apiserver and of the node IPAM of kube-controller-manager. */
export const controlPlane: Checks = {
	'apiserver.advertiseAddressFamily': {
		rules: ['control-plane/advertise-address-family'],
		show: (input, release) =>
			apiServer(release, {
				'service-cluster-ip-range': textAt(input, 'primaryServiceCIDR'),
				'advertise-address': textAt(input, 'advertiseAddress'),
				'endpoint-reconciler-type': textAt(input, 'endpointReconcilerType'),
			}),
	},
	'apiserver.flags': {
		rules: [...ranges, 'control-plane/advertise-address-family'],
		beyond: allocation,
		show: (input, release) =>
			apiServer(release, {
				'service-cluster-ip-range': textAt(input, 'serviceClusterIPRange'),
				'advertise-address': textAt(input, 'advertiseAddress'),
				'endpoint-reconciler-type': textAt(input, 'endpointReconcilerType'),
				...sizeLimit(input['sizeLimit20Bits'], release),
			}),
	},
	'apiserver.maxCIDRRange': {
		rules: ['control-plane/service-cidr-size'],
		show: (input, release) =>
			apiServer(release, { 'service-cluster-ip-range': textAt(input, 'cidr'), ...sizeLimit(true, release) }),
	},
	'apiserver.parseServiceRanges': {
		rules: ['addressing/not-a-prefix'],
		beyond: {
			'control-plane/too-many-prefixes': 'the list is parsed, its families and sizes are looked at later',
			'control-plane/service-cidr-size': 'the list is parsed, its families and sizes are looked at later',
			...allocation,
		},
		show: (input, release) =>
			apiServer(release, { 'service-cluster-ip-range': textAt(input, 'serviceClusterIPRange') }),
	},
	'apiserver.serviceClusterIPRange': {
		rules: [...ranges],
		beyond: allocation,
		show(input, release) {
			// An empty text would be the default range; that no entry is a prefix is said by entries that are empty.
			const [first = '', second = ''] = [textAt(input, 'primary'), textAt(input, 'secondary')];
			const range = first !== '' && second === '' ? first : `${first},${second}`;
			const flags = { 'service-cluster-ip-range': range, ...gateFlags(objectAt(input, 'featureGates'), release) };
			return { ...apiServer(release, flags), given: [range] };
		},
	},
	'apiserver.serviceIPAllocator': {
		rules: ['control-plane/service-range-without-addresses', 'control-plane/service-cidr-size'],
		show: (input, release) => apiServer(release, { 'service-cluster-ip-range': textAt(input, 'serviceCIDR') }),
	},
	'apiserver.defaultServiceCIDRSync': {
		rules: ['control-plane/default-service-cidr-conflict'],
		show: (input, release) => besideObject(release, textsAt(input, 'flag'), textsAt(input, 'existingServiceCIDR')),
	},
	'apiserver.serviceCIDRMigration': {
		rules: ['control-plane/default-service-cidr-conflict'],
		show: (input, release) => besideObject(release, textsAt(input, 'to'), textsAt(input, 'from')),
	},
	'kcm.flags': { rules: [...blocks], show: (input, release) => manager(release, managerFlags(input)) },
	'kcm.nodeCapacity': {
		rules: [...blocks],
		show(input, release) {
			const { texts, ...rest } = manager(release, managerFlags(input));
			return { ...rest, texts: { ...texts, ...machines(Number(textAt(input, 'nodes') ?? 0)) } };
		},
	},
	'kcm.existingNode': {
		rules: [...blocks],
		show: (input, release) =>
			beside(manager(release, managerFlags(input)), nodes([textsAt(input, 'existingNodePodCIDRs')])),
	},
	'kcm.nodeIpamController': {
		rules: [...blocks],
		show: (input, release) => manager(release, listedFlags(textAt(input, 'clusterCIDR')?.split(',') ?? [], input)),
	},
	'kcm.allocateNodePodCIDR': { rules: [...blocks], show: besideNodes },
	'kcm.occupyExistingNodePodCIDRs': { rules: [...blocks], show: besideNodes },
	'kcm.newCIDRSetV6': { rules: [...masks], show: (input, release) => manager(release, oneMask(input)) },
	'kcm.nodeCIDRByIndex': {
		rules: [...blocks],
		show: (input, release) =>
			// The block with an index is that of the node before which as many others came.
			beside(manager(release, oneMask(input)), machines(Number(textAt(input, 'index') ?? 0) + 1)),
	},
	'kcm.nodeCIDRIndexOf': {
		rules: [...blocks],
		show: (input, release) => beside(manager(release, oneMask(input)), nodes([[textAt(input, 'nodeCIDR') ?? '']])),
	},
	'kcm.occupyRange': {
		rules: [...blocks],
		show: (input, release) => beside(manager(release, oneMask(input)), nodes([[textAt(input, 'occupy') ?? '']])),
	},
	'kcm.serviceClusterIPRange': {
		rules: [...ranges],
		show: (input, release) => manager(release, { 'service-cluster-ip-range': textAt(input, 'serviceClusterIPRange') }),
	},
};

function apiServer(release: string | undefined, flags: Flags): Shown {
	const given = Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
	return { given, texts: staticPod('kube-apiserver', release, flags) };
}

/** The flags of an API server and the object that holds the ranges of the cluster. */
function besideObject(release: string | undefined, flag: readonly string[], held: readonly string[]): Shown {
	const range = flag.join(',');
	const cidr = object(
		'service-cidr',
		'networking.k8s.io/v1',
		'ServiceCIDR',
		{ name: 'kubernetes' },
		{
			spec: { cidrs: held },
		},
	);
	return { ...beside(apiServer(release, { 'service-cluster-ip-range': range }), cidr), given: [range] };
}

/** The gates that switch the limit of 20 bits. */
function sizeLimit(isOn: Json | undefined, release: string | undefined): Flags {
	if (typeof isOn !== 'boolean') return {};
	return gateFlags({ MultiCIDRServiceAllocator: true, DisableAllocatorDualWrite: !isOn }, release);
}

/** Gates as flags. Those that a release has locked are those of an older one that it emulates. */
function gateFlags(gates: JsonObject, release: string | undefined): Flags {
	const all = Object.entries(gates).map(([name, value]) => `${name}=${value}`);
	if (all.length === 0) return {};
	const isLocking = (minorOf(release) ?? 0) > 33;
	return { 'feature-gates': all.join(','), ...(isLocking ? { 'emulated-version': '1.33' } : {}) };
}

function manager(release: string | undefined, flags: Flags): Shown {
	const given = Object.entries(flags).flatMap(([name, value]) =>
		value === undefined ? [] : [value, `--${name}=${value}`],
	);
	return { given, texts: staticPod('kube-controller-manager', release, { 'allocate-node-cidrs': 'true', ...flags }) };
}

function managerFlags(input: JsonObject): Flags {
	return {
		...(input['allocateNodeCIDRs'] === false ? { 'allocate-node-cidrs': 'false' } : {}),
		'cluster-cidr': textAt(input, 'clusterCIDR'),
		'service-cluster-ip-range': textAt(input, 'serviceClusterIPRange'),
		'node-cidr-mask-size': textAt(input, 'nodeCIDRMaskSize'),
		'node-cidr-mask-size-ipv4': textAt(input, 'nodeCIDRMaskSizeIPv4'),
		'node-cidr-mask-size-ipv6': textAt(input, 'nodeCIDRMaskSizeIPv6'),
	};
}

/** Flags of pod ranges and masks that are listed side by side. */
function listedFlags(cidrs: readonly string[], input: JsonObject): Flags {
	const sizes = Array.isArray(input['nodeCIDRMaskSizes']) ? input['nodeCIDRMaskSizes'] : [];
	const masks = cidrs.flatMap((cidr, i) => (cidr === '' ? [] : [[maskFlag(cidr), sizes[i]?.toString()]]));
	const services = [textAt(input, 'serviceCIDR') ?? '', textAt(input, 'secondaryServiceCIDR') ?? ''];
	const range = services.filter((one) => one !== '').join(',');
	return {
		'cluster-cidr': cidrs.join(','),
		'service-cluster-ip-range': range === '' ? undefined : range,
		...Object.fromEntries(masks),
		'cidr-allocator-type': textAt(input, 'cidrAllocatorType'),
	};
}

function oneMask(input: JsonObject): Flags {
	const cidr = textAt(input, 'clusterCIDR') ?? '';
	return { 'cluster-cidr': cidr, [maskFlag(cidr)]: textAt(input, 'nodeMask') };
}

function maskFlag(cidr: string): string {
	return familyIn(cidr) === 'IPv4' ? 'node-cidr-mask-size-ipv4' : 'node-cidr-mask-size-ipv6';
}

/** A controller manager and the Nodes that it finds. Blocks that are taken are those of other Nodes. */
function besideNodes(input: JsonObject, release: string | undefined): Shown {
	const held = objectsAt(input, 'existingNodes').map((node) => textsAt(node, 'podCIDRs'));
	const taken = textsAt(objectAt(input, 'alreadyOccupied'), '0').map((block) => [block]);
	return beside(manager(release, listedFlags(textsAt(input, 'clusterCIDRs'), input)), nodes([...held, ...taken]));
}

function beside({ texts, ...rest }: Shown, more: Shown['texts']): Shown {
	return { ...rest, texts: { ...texts, ...more } };
}
