import { nodeAt, textOf } from '../../repo/node.ts';
import type { IpFamily } from '../cidr.ts';
import { leftOut } from '../distribution-defaults.ts';
import type { NetworkRole } from '../facts.ts';
import { kubesprayNetworks } from '../limits/distribution-networks.ts';
import type { Reader } from '../reader.ts';
import { kubernetesVersion, maskFacts, prefixFacts } from './distribution.ts';

/** kubespray's group variables. The IPv6 ones are always there and count only with IPv6 switched on. */
export const kubespray: Reader = {
	name: 'kubespray',
	words: /kube_pods_subnet|kube_service_addresses|kube_network_node_prefix/,

	*document({ root, source, partial = false }) {
		if (source === 'rendered' || root.entries.has('kind')) return;
		const component = 'kubespray';
		const [current, older] = switches.map((name) => nodeAt(root, [name]));
		const isDual = isTrue(current ?? older);
		if (current?.kind === 'scalar' && older?.kind === 'scalar' && isTrue(current) !== isTrue(older)) {
			const why = `ipv6_stack is ${textOf(current)}`;
			yield { fact: 'idle-setting', component, setting: 'enable_dual_stack_networks', at: older.origin, why };
		}
		for (const [name, role, family] of variables) {
			if (family === 'IPv4' || isDual)
				yield* prefixFacts(nodeAt(root, [name]), { component, role, setting: name, family });
		}
		const isKubespray = variables.some(([name]) => root.entries.has(name));
		yield* maskFacts(root, ['kube_network_node_prefix'], 'IPv4', component);
		if (isDual) yield* maskFacts(root, ['kube_network_node_prefix_ipv6'], 'IPv6', component);
		const families: readonly IpFamily[] = isDual ? ['IPv4', 'IPv6'] : ['IPv4'];
		if (isKubespray && !partial) yield* leftOut(root, { ...defaults, families });
		if (isKubespray) yield* kubernetesVersion(root, ['kube_version'], component);
	},
};

const defaults = {
	component: 'kubespray',
	networks: kubesprayNetworks,
	pod: ['kube_pods_subnet', 'kube_pods_subnet_ipv6'],
	service: ['kube_service_addresses', 'kube_service_addresses_ipv6'],
};

/** kubespray, `roles/kubespray_defaults/defaults/main/main.yml`; the second one is the older name, which gives the first its default. */
const switches = ['ipv6_stack', 'enable_dual_stack_networks'];

const variables: readonly (readonly [string, NetworkRole, IpFamily])[] = [
	['kube_pods_subnet', 'pod', 'IPv4'],
	['kube_pods_subnet_ipv6', 'pod', 'IPv6'],
	['kube_service_addresses', 'service', 'IPv4'],
	['kube_service_addresses_ipv6', 'service', 'IPv6'],
];

function isTrue(node: ReturnType<typeof nodeAt>): boolean {
	return node?.kind === 'scalar' && (node.value === true || node.value === 'yes');
}
