import { type Cidr, contains, familyOf, parseCidr } from '../../src/network/cidr.ts';
import type { MonitorsFact } from '../../src/network/facts.ts';
import { parseEndpoint } from '../../src/network/monitor-endpoint.ts';
import { nameOrigin } from '../../src/network/pieces.ts';
import { policyDirections } from '../../src/network/policy-ranges.ts';
import { rookOnPodNetwork } from '../../src/network/rook-networks.ts';
import { objectsOf } from '../../src/network/rook-objects.ts';
import { describe, groupOf } from '../../src/render/resource.ts';
import { entriesOf, itemsAt, nodeAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const policyShutsOutMonitors = defineRule({
	id: 'ceph/policy-shuts-out-monitors',
	title: 'A policy keeps the Rook operator from monitors that have IPv6',
	severity: 'warning',
	docs: block`
		A NetworkPolicy that selects every pod of a namespace and has rules for what goes out shuts everything else in, in both
		families. Where no policy of the operator's namespace lets packets out to the monitors' IPv6 addresses, the operator and the
		CSI controller never reach them. Pods on the host network are not concerned.

		In the cluster: \`kubectl -n rook-ceph logs deploy/rook-ceph-operator | grep -i timed\`;
		\`hubble observe --namespace rook-ceph --verdict DROPPED\`.

		Add a rule for the prefix of Ceph's public network: monitors on 3300 and 6789, OSDs and managers on 6800 to 7568.

		## Limits

		Nothing is said where a policy of Cilium is in the namespace, or a rule names no peers, or monitors have IPv4 too.
	`,
	references: [
		'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic',
	],

	*check({ plan, rendered }) {
		const targets = plan.monitors.filter(({ reader }) => reader === 'Rook').flatMap(addressesOf);
		const [first] = targets;
		if (first === undefined || targets.some(({ cidr }) => familyOf(cidr) === 'IPv4')) return;
		if (rendered.resources.some((one) => groupOf(one) === 'cilium.io' && one.kind.endsWith('NetworkPolicy'))) return;
		for (const operator of plan.rookOperators) {
			const [process] = rookOnPodNetwork(operator, rendered);
			const policies = objectsOf(rendered, 'networking.k8s.io', 'NetworkPolicy').filter(
				({ namespace }) => namespace !== undefined && namespace === operator.namespace,
			);
			const deny = policies.find(
				({ root }) =>
					entriesOf(nodeAt(root, ['spec', 'podSelector'])).length === 0 &&
					itemsAt(root, ['spec', 'policyTypes']).some((one) => one.kind === 'scalar' && textOf(one) === 'Egress'),
			);
			if (process === undefined || deny === undefined) continue;
			const rules = policies.flatMap(({ root }) => itemsAt(root, ['spec', 'egress']));
			const own = policyDirections(rendered).filter(
				({ resource, direction }) => direction === 'egress' && policies.includes(resource),
			);
			if (rules.some((rule) => nodeAt(rule, ['to']) === undefined) || own.some(({ unresolved }) => unresolved))
				continue;
			const isLetOut = own.some(({ ranges }) => ranges.some(({ cidr }) => contains(cidr, first.cidr)));
			if (isLetOut) continue;
			yield {
				at: nameOrigin(deny.root),
				subject: deny.name,
				message: `${describe(deny)} shuts pods in, and no policy lets ${process.process} out to the monitor ${first.text}`,
				because: [{ at: first.at, note: 'the monitor' }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'only names may be asked for',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.18.5}}
					`,
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data: {data: "a=[fd5c:9a3e::1]:6789", mapping: "{}", maxMonId: "0"}
					`,
					'policy.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: default-deny, namespace: rook-ceph}
						#                ^^^^^^^^^^^^ no policy lets the Rook operator out to the monitor [fd5c:9a3e::1]:6789
						spec:
						  podSelector: {}
						  policyTypes: [Egress]
						  egress:
						    - to: [{ipBlock: {cidr: 10.0.0.0/8}}]
					`,
				},
			},
		],
		valid: [
			{
				name: 'a rule for Ceph',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.18.5}}
					`,
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data: {data: "a=[fd5c:9a3e::1]:6789", mapping: "{}", maxMonId: "0"}
					`,
					'policy.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: default-deny, namespace: rook-ceph}
						spec:
						  podSelector: {}
						  policyTypes: [Egress]
						  egress:
						    - to: [{ipBlock: {cidr: "fd5c:9a3e::/64"}}]
					`,
				},
			},
		],
	},
});

function addressesOf({
	endpoints,
}: MonitorsFact): { cidr: Cidr; text: string; at: (typeof endpoints)[number]['origin'] }[] {
	return endpoints.flatMap(({ value, origin }) => {
		const text = value.slice(value.indexOf('=') + 1);
		const endpoint = parseEndpoint(value, 'Rook');
		const address = endpoint.ok ? endpoint.value.address : undefined;
		const read = address === undefined ? undefined : parseCidr(`${address}/${familyOf(address) === 'IPv4' ? 32 : 128}`);
		return read?.ok ? [{ cidr: read.value, text, at: origin }] : [];
	});
}
