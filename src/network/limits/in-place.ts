/** What a distribution says about a cluster of one family that is to have both. */
export interface ChangeInPlace {
	/** `new-cluster`: only a cluster that is made anew. `never`: it has no clusters of both families. */
	readonly way: 'new-cluster' | 'never';
	/** What is documented, as the rest of a sentence that begins with the distribution's name. */
	readonly says: string;
	readonly reference: string;
}

/** Distributions that do not give a running cluster a second family, by the component of their declarations. */
const limits: ReadonlyMap<string, ChangeInPlace> = new Map([
	[
		'k3s',
		{
			way: 'new-cluster',
			says: 'takes both families only when a cluster is created',
			reference: 'https://docs.k3s.io/networking/basic-network-options',
		},
	],
	[
		'RKE2',
		{
			way: 'new-cluster',
			says: 'takes both families only when a cluster is created',
			reference: 'https://docs.rke2.io/networking/basic_network_options',
		},
	],
	[
		'k0s',
		{
			way: 'new-cluster',
			says: 'puts the IPv6 range first before 1.36.1, which stops the controller manager of a running cluster, and documents no change since',
			reference: 'https://docs.k0sproject.io/stable/dual-stack/',
		},
	],
	[
		'Cluster API',
		{
			way: 'new-cluster',
			says: 'hands ranges to machines that are created with the cluster and no later change of cidrBlocks to the control plane',
			reference: 'https://github.com/kubernetes-sigs/cluster-api/issues/6951',
		},
	],
	[
		'kind',
		{
			way: 'new-cluster',
			says: 'reads its file when a cluster is created',
			reference: 'https://kind.sigs.k8s.io/docs/user/configuration/#networking',
		},
	],
	[
		'k3d',
		{
			way: 'new-cluster',
			says: 'reads its file when a cluster is created',
			reference: 'https://k3d.io/stable/usage/configfile/',
		},
	],
	[
		'kOps',
		{
			way: 'never',
			says: 'gives pods IPv4 or IPv6 addresses, not both',
			reference: 'https://kops.sigs.k8s.io/networking/ipv6/',
		},
	],
	[
		'EKS Anywhere',
		{
			way: 'never',
			says: 'refuses a second block in either network',
			reference: 'https://anywhere.eks.amazonaws.com/docs/getting-started/optional/cni/',
		},
	],
]);

/** The limit of the distribution behind a component; undefined where ranges can be changed, or nothing is known. */
export function changeInPlace(component: string): ChangeInPlace | undefined {
	return limits.get(component);
}
