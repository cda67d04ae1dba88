import { contains, type IpAddress, parseIp } from '../../src/network/cidr.ts';
import type { Located } from '../../src/network/facts.ts';
import { commaPiecesOf, known } from '../../src/network/pieces.ts';
import { groupOf } from '../../src/render/resource.ts';
import { itemsAt, nodeAt, stringAt, textOf, type YamlNode } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const gatewayAddressOutsidePools = defineRule({
	id: 'services/gateway-address-outside-pools',
	title: 'A Gateway asks for an address that no pool holds',
	severity: 'error',
	docs: block`
		Cilium makes a Service of each Gateway and gives it the addresses that the Gateway asks for, in \`spec.addresses\` or by an
		annotation in \`spec.infrastructure\`. An address outside of every pool is never given: the Service stays pending, and the
		Gateway is never programmed. The same goes for an IPv6 address before there is a pool for it.

		In the cluster: \`kubectl get gateway -A\` shows no address and PROGRAMMED False.

		Add the address to a pool, or ask for one of a pool.

		## Limits

		Said of Gateways of the class \`cilium\`, where all pools are Cilium's and can be read. Other controllers put addresses elsewhere.
	`,
	references: [
		'https://docs.cilium.io/en/stable/network/servicemesh/gateway-api/addressing/',
		'https://gateway-api.sigs.k8s.io/reference/spec/#gatewayaddress',
	],

	*check({ plan, rendered }) {
		const { pools } = plan;
		const isKnown = pools.every(
			({ product, unresolved, blocks }) =>
				product === 'Cilium' && !unresolved && blocks.every(({ problem }) => problem === undefined),
		);
		if (pools.length === 0 || !isKnown) return;
		const ranges = pools
			.filter(({ disabled }) => !disabled)
			.flatMap(({ blocks }) => blocks.flatMap(({ cidrs }) => cidrs));
		for (const { kind, apiVersion, name, root } of rendered.resources) {
			if (kind !== 'Gateway' || groupOf({ apiVersion }) !== 'gateway.networking.k8s.io') continue;
			if (stringAt(root, ['spec', 'gatewayClassName']) !== 'cilium') continue;
			for (const { value, origin } of asked(root)) {
				if (ranges.some((range) => contains(range, value))) continue;
				yield {
					at: origin,
					subject: value,
					message: `Gateway ${name} asks for ${value}, which lies in no pool`,
					because: pools.map((pool) => ({ at: pool.at, note: `the pool ${pool.name}` })),
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 before there is a pool',
				repo: {
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan}
						spec:
						  blocks:
						    - cidr: 192.168.1.240/28
					`,
					'gateway.yaml': block`
						apiVersion: gateway.networking.k8s.io/v1
						kind: Gateway
						metadata: {name: internal, namespace: network}
						spec:
						  gatewayClassName: cilium
						  addresses:
						    - {type: IPAddress, value: 192.168.1.241}
						    - {type: IPAddress, value: "fd10:96e5:41::241"}
						    #                           ^^^^^^^^^^^^^^^^^ Gateway internal asks for fd10:96e5:41::241, which lies in no pool
						  listeners: [{name: http, port: 80, protocol: HTTP}]
					`,
				},
			},
		],
		valid: [
			{
				name: 'a pool for each family',
				repo: {
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan}
						spec:
						  blocks:
						    - cidr: 192.168.1.240/28
						    - cidr: fd10:96e5:41::240/124
					`,
					'gateway.yaml': block`
						apiVersion: gateway.networking.k8s.io/v1
						kind: Gateway
						metadata: {name: internal, namespace: network}
						spec:
						  gatewayClassName: cilium
						  addresses:
						    - {type: IPAddress, value: 192.168.1.241}
						  infrastructure:
						    annotations: {lbipam.cilium.io/ips: "192.168.1.241,fd10:96e5:41::241"}
						  listeners: [{name: http, port: 80, protocol: HTTP}]
					`,
				},
			},
		],
	},
});

/** Annotations of Cilium that name addresses; the second up to 1.14, still read. */
const annotations = ['lbipam.cilium.io/ips', 'io.cilium/lb-ipam-ips'];

function asked(root: YamlNode): Located<IpAddress>[] {
	const listed = itemsAt(root, ['spec', 'addresses'])
		.filter((item) => (stringAt(item, ['type']) ?? 'IPAddress') === 'IPAddress')
		.map((item) => nodeAt(item, ['value']));
	const noted = annotations.map((name) => nodeAt(root, ['spec', 'infrastructure', 'annotations', name]));
	return [...listed, ...noted].flatMap((node) => {
		if (node?.kind !== 'scalar' || known(node).kind !== 'scalar' || textOf(node) === '') return [];
		return commaPiecesOf(node).flatMap(({ value, origin }) => {
			const ip = parseIp(value);
			return ip.ok ? [{ value: ip.value, origin }] : [];
		});
	});
}
