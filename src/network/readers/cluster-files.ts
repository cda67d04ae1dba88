import { type MapNode, nodeAt, stringAt } from '../../repo/node.ts';
import type { IpFamily } from '../cidr.ts';
import { leftOut } from '../distribution-defaults.ts';
import type { NetworkRole } from '../facts.ts';
import { kindNetworks } from '../limits/distribution-networks.ts';
import type { Reader } from '../reader.ts';
import { kubernetesVersion, prefixFacts } from './distribution.ts';
import { isKind } from './embedded.ts';

/**
 * Tools that make a cluster of one object: Cluster API, kOps, kind and EKS Anywhere. An object that Flux applies is about
 * another cluster than the one that applies it and says nothing about this one.
 */
export const clusterFiles: Reader = {
	name: 'cluster-files',
	words: /cluster\.x-k8s\.io|kops\.k8s\.io|kind\.x-k8s\.io|anywhere\.eks/,

	*document({ root, resource }) {
		if (resource?.appliedBy !== undefined) return;
		for (const { group, component, settings, version } of tools) {
			if (!isKind(root, group, 'Cluster')) continue;
			for (const [role, setting] of settings)
				yield* prefixFacts(nodeAt(root, setting.split('.')), { component, role, setting });
			if (component === 'kind') yield* leftOut(root, { ...kindDefaults, families: kindFamilies(root) });
			if (version !== undefined) yield* kubernetesVersion(root, version.split('.'), component);
		}
	},
};

const kindDefaults = {
	component: 'kind',
	networks: kindNetworks,
	pod: ['networking.podSubnet'],
	service: ['networking.serviceSubnet'],
};

function kindFamilies(root: MapNode): readonly IpFamily[] {
	const family = stringAt(root, ['networking', 'ipFamily']);
	return family === 'dual' ? ['IPv4', 'IPv6'] : family === 'ipv6' ? ['IPv6'] : ['IPv4'];
}

interface Tool {
	readonly group: string;
	readonly component: string;
	readonly settings: readonly (readonly [NetworkRole, string])[];
	readonly version?: string;
}

const blocks = [
	['pod', 'spec.clusterNetwork.pods.cidrBlocks'],
	['service', 'spec.clusterNetwork.services.cidrBlocks'],
] as const;

const tools: readonly Tool[] = [
	{ group: 'cluster.x-k8s.io', component: 'Cluster API', settings: blocks, version: 'spec.topology.version' },
	{ group: 'anywhere.eks.amazonaws.com', component: 'EKS Anywhere', settings: blocks },
	{
		group: 'kops.k8s.io',
		component: 'kOps',
		settings: [
			['pod', 'spec.podCIDR'],
			['service', 'spec.serviceClusterIPRange'],
		],
		version: 'spec.kubernetesVersion',
	},
	{
		group: 'kind.x-k8s.io',
		component: 'kind',
		settings: [
			['pod', 'networking.podSubnet'],
			['service', 'networking.serviceSubnet'],
		],
	},
];
