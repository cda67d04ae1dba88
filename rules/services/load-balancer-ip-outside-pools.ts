import { contains, parseIp } from '../../src/network/cidr.ts';
import type { AddressPoolFact } from '../../src/network/facts.ts';
import { poolsFor } from '../../src/network/load-balancing.ts';
import { describeService } from '../../src/network/service-name.ts';
import { block, defineRule } from '../../src/rule.ts';

export const loadBalancerIpOutsidePools = defineRule({
	id: 'services/load-balancer-ip-outside-pools',
	title: 'A Service asks for a load balancer address that no pool has',
	severity: 'error',
	docs: block`
		Cilium and MetalLB give out addresses of their pools only. A Service that asks for another one gets none: its
		external address stays \`<pending>\`, or goes away when the pool is changed under a running Service. An
		address in a pool that is switched off stays with a Service that has it and is given to no other.

		In the cluster: \`kubectl get services -A --field-selector spec.type=LoadBalancer\` shows \`<pending>\`, and
		\`kubectl describe service\` the reason.

		Ask for an address of a pool, or add a block to one.

		## Limits

		Pools are judged together, without their selectors. With a pool that cannot be read, or a \`loadBalancerClass\`
		of another product, nothing is said. kube-vip takes any address, so its pools do not count.
	`,
	references: [
		'https://docs.cilium.io/en/stable/network/lb-ipam/#requesting-ips',
		'https://metallb.io/usage/#requesting-specific-ips',
	],

	*check({ plan }) {
		for (const service of plan.services) {
			const pools = poolsFor(plan, service);
			if (pools === undefined) continue;
			for (const { value, origin } of service.requestedIps) {
				const holding = poolsWith(pools, value);
				if (holding === undefined || holding.some(({ disabled }) => !disabled)) continue;
				const [off] = holding;
				yield {
					at: origin,
					subject: value,
					severity: off === undefined ? 'error' : 'warning',
					message:
						off === undefined
							? `${describeService(service)} asks for ${value}, which lies in no pool`
							: `${describeService(service)} asks for ${value} of the pool ${off.name}, which is switched off`,
					because: pools.map((pool) => ({ at: pool.at, note: poolNote(pool) })),
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'the address of another network',
				repo: {
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan}
						spec:
						  blocks:
						    - cidr: 192.168.1.240/28
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata:
						  name: web
						  namespace: default
						  annotations:
						    lbipam.cilium.io/ips: 192.168.2.241
						    #                     ^^^^^^^^^^^^^ asks for 192.168.2.241, which lies in no pool
						spec:
						  type: LoadBalancer
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
			{
				name: 'a range that ends before the address',
				repo: {
					'pool.yaml': block`
						apiVersion: metallb.io/v1beta1
						kind: IPAddressPool
						metadata: {name: lan, namespace: metallb-system}
						spec:
						  addresses:
						    - 192.168.1.240-192.168.1.249
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  type: LoadBalancer
						  loadBalancerIP: 192.168.1.250
						  #               ^^^^^^^^^^^^^ lies in no pool
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
			{
				name: 'the pool is switched off',
				repo: {
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan}
						spec:
						  disabled: true
						  blocks:
						    - cidr: 192.168.1.240/28
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata:
						  name: web
						  namespace: default
						  annotations:
						    lbipam.cilium.io/ips: 192.168.1.241
						    #                     ^^^^^^^^^^^^^ of the pool lan, which is switched off
						spec:
						  type: LoadBalancer
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
		],
		valid: [
			{
				name: 'the last address of the second block',
				repo: {
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan}
						spec:
						  blocks:
						    - cidr: 192.168.1.240/28
						    - start: 192.168.2.10
						      stop: 192.168.2.20
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata:
						  name: web
						  namespace: default
						  annotations:
						    lbipam.cilium.io/ips: 192.168.2.20
						spec:
						  type: LoadBalancer
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
			{
				name: 'the class of another product',
				repo: {
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan}
						spec:
						  blocks:
						    - cidr: 192.168.1.240/28
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  type: LoadBalancer
						  loadBalancerClass: tailscale
						  loadBalancerIP: 100.64.0.10
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
		],
	},
});

/** The pools that hold the address; undefined when the text is none. */
function poolsWith(pools: readonly AddressPoolFact[], text: string): AddressPoolFact[] | undefined {
	const parsed = parseIp(text);
	if (!parsed.ok) return undefined;
	return pools.filter(({ blocks }) => blocks.some(({ cidrs }) => cidrs.some((cidr) => contains(cidr, parsed.value))));
}

function poolNote({ product, name, blocks, disabled }: AddressPoolFact): string {
	const texts = blocks.map(({ text }) => text).join(', ');
	return `${product} pool ${name}: ${texts}${disabled ? ' (switched off)' : ''}`;
}
