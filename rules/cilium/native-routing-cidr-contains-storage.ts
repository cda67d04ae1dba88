import { type Cidr, contains, overlaps } from '../../src/network/cidr.ts';
import { ciliumInForce, isMasqueraded, nativeRoutingCidr } from '../../src/network/cilium-pods.ts';
import { familyValues } from '../../src/network/limits/cilium.ts';
import { type AddressPlan, networksOf } from '../../src/network/plan.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nativeRoutingCidrContainsStorage = defineRule({
	id: 'cilium/native-routing-cidr-contains-storage',
	title: 'Pods speak to the storage with their own addresses',
	severity: 'warning',
	docs: block`
		Destinations inside of the native routing CIDR see pods' own addresses, with native routing and through a tunnel
		alike. When the network of the Ceph monitors lies inside, monitors and OSDs must have a route back to the
		pods; without one their answers are lost, and provisioning hangs.

		In the cluster: \`tcpdump\` on a monitor's host shows whether packets come from pods or from nodes.

		Write a narrower CIDR that holds the pods only, or a route to them on the storage side.

		Limits: routes of other hosts are not seen, so it is a warning. The network is what a CephCluster or the
		configuration calls public.
	`,
	references: ['https://docs.cilium.io/en/stable/network/concepts/masquerading/'],

	*check({ plan }) {
		const storage = networksOf(plan).filter(({ role }) => role === 'ceph-public');
		for (const fact of ciliumInForce(plan)) {
			for (const family of ['IPv4', 'IPv6'] as const) {
				const native = nativeRoutingCidr(fact, family);
				if (native === undefined || !isMasqueraded(fact, family)) continue;
				for (const { cidr, declaredBy } of storage) {
					if (!contains(native.cidr, cidr) || isOfNodes(plan, cidr)) continue;
					const [first] = declaredBy;
					yield {
						at: native.origin,
						subject: native.cidr,
						message: `${familyValues[family].nativeRoutingCidr} ${native.cidr} contains the Ceph network ${cidr}, which sees the addresses of pods and needs a route to them`,
						because: first === undefined ? [] : [{ at: first.prefix.origin, note: `the Ceph network is ${cidr}` }],
					};
				}
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a prefix for everything',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						networks:
						  - {role: ceph-public, cidrs: ["fd10:96e5:44::/64"]}
					`,
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipam: {mode: kubernetes}
						    ipv6NativeRoutingCIDR: fd10:96e5::/32
						    #                      ^^^^^^^^^^^^^^ contains the Ceph network fd10:96e5:44::/64
					`,
				},
			},
		],
		valid: [
			{
				name: 'the pods only',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						networks:
						  - {role: ceph-public, cidrs: ["fd10:96e5:44::/64"]}
					`,
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipam: {mode: kubernetes}
						    ipv6NativeRoutingCIDR: fd10:96e5:42::/48
					`,
				},
			},
		],
	},
});

/** True when the storage lies among the nodes: a remote node is spared or is reached directly. */
function isOfNodes(plan: AddressPlan, cidr: Cidr): boolean {
	const isNear = networksOf(plan).some(({ role, cidr: nodes }) => role === 'node' && overlaps(nodes, cidr));
	return isNear || plan.nodes.some(({ addresses }) => addresses.some(({ value }) => contains(cidr, value)));
}
