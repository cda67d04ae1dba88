import { type JsonObject, type Shown, textAt, yaml } from '../case.ts';
import type { Checks } from './check.ts';
import { clusterConfiguration } from './objects.ts';

const subnets = [
	'addressing/not-a-prefix',
	'control-plane/too-many-prefixes',
	'control-plane/pod-cidr-size',
	'control-plane/service-cidr-size',
	'control-plane/not-an-endpoint',
] as const;

const masks = [
	'control-plane/node-mask-out-of-range',
	'control-plane/node-mask-too-long',
	'control-plane/pod-cidr-size',
] as const;

/** What kubeadm writes down without a look, for the controller manager to make what it can of. */
const beyond = {
	'control-plane/node-mask-too-long': 'kubeadm accepts it, the controller manager gives nodes no block',
	'control-plane/node-mask-flags-conflict': 'kubeadm accepts it, the controller manager refuses its flags',
	'control-plane/too-few-node-blocks': 'kubeadm accepts it, the controller manager has too few blocks',
	'addressing/networks-overlap': 'kubeadm compares no networks, addresses of the cluster collide',
};

/** Checks of kubeadm's validation. */
export const kubeadm: Checks = {
	'kubeadm.advertiseAddress': {
		rules: ['control-plane/not-an-endpoint'],
		show: ({ advertiseAddress }, release) => endpoint(release, { advertiseAddress }),
	},
	'kubeadm.localAPIEndpoint': {
		rules: ['control-plane/not-an-endpoint'],
		show: (input, release) => endpoint(release, input),
	},
	'kubeadm.controlPlaneEndpoint': {
		rules: ['control-plane/not-an-endpoint'],
		show: ({ controlPlaneEndpoint }, release) => ({ texts: clusterConfiguration(release, { controlPlaneEndpoint }) }),
	},
	'kubeadm.networking': { rules: [...subnets, ...masks], beyond, show: networking },
	'kubeadm.podSubnetNodeMask': { rules: [...subnets, ...masks], beyond, show: networking },
	'kubeadm.serviceSubnetSize': { rules: [...subnets], show: networking },
	'kubeadm.apiServerVirtualIP': { rules: [...subnets], show: networking },
	'kubeadm.dnsIP': { rules: [...subnets], show: networking },
	'kubeadm.primaryServiceCIDR': { rules: [...subnets], show: networking },
	'kubeadm.subnet': {
		rules: [...subnets],
		// A pod subnet without blocks for nodes is checked for what every subnet is checked for; a service subnet has
		// a largest size of its own. The fewest addresses of the two are the same power of two. An empty subnet is never
		// looked at, a blank one is.
		show(input, release) {
			const podSubnet = textAt(input, 'subnet') || ' ';
			const controllerManager = { extraArgs: [{ name: 'allocate-node-cidrs', value: 'false' }] };
			const texts = clusterConfiguration(release, { networking: { podSubnet }, controllerManager });
			return { texts, given: [podSubnet] };
		},
	},
	'kubeadm.clusterNodeMask': { rules: [...masks], show: networking },
	'kubeadm.extraArgs': {
		rules: ['control-plane/extra-args-refused'],
		show: ({ extraArgs }, release) => ({ texts: clusterConfiguration(release, { apiServer: { extraArgs } }) }),
	},
	'kubeadm.extraArgsShape': {
		rules: ['control-plane/extra-args-refused', 'control-plane/kubeadm-version-refused'],
		show: ({ apiVersion, extraArgs }, release) => ({
			texts: clusterConfiguration(release, { controllerManager: { extraArgs } }, String(apiVersion)),
		}),
	},
	'kubeadm.initConfiguration': {
		rules: [...subnets, ...masks],
		show({ advertiseAddress, ...input }, release) {
			const { texts } = endpoint(release, { advertiseAddress });
			const { networking } = input;
			return { texts: { ...texts, ...clusterConfiguration(release, { networking }) } };
		},
	},
};

/** What a ClusterConfiguration says of the networks and of the flags of the controller manager. */
function networking(input: JsonObject, release: string | undefined): Shown {
	const { controllerManagerExtraArgs: extraArgs, ...given } = input;
	const fields = Object.entries(given).filter(([name]) => ['podSubnet', 'serviceSubnet', 'dnsDomain'].includes(name));
	const rest = {
		...(fields.length === 0 ? {} : { networking: Object.fromEntries(fields) }),
		...(extraArgs === undefined ? {} : { controllerManager: { extraArgs } }),
	};
	return { texts: clusterConfiguration(release, rest) };
}

/** What an InitConfiguration says of the API server of its machine. */
function endpoint(release: string | undefined, localAPIEndpoint: JsonObject | object): Shown {
	const apiVersion = 'kubeadm.k8s.io/v1beta4';
	const texts = clusterConfiguration(release, {});
	return { texts: { ...texts, 'init.yaml': yaml({ apiVersion, kind: 'InitConfiguration', localAPIEndpoint }) } };
}
