import { networkFamilies } from '../../src/network/families.ts';
import { poolFamilies, poolsFor } from '../../src/network/load-balancing.ts';
import { describeService } from '../../src/network/service-name.ts';
import { givenValue, placeOf } from '../../src/network/setting.ts';
import { block, defineRule } from '../../src/rule.ts';

export const poolLacksFamily = defineRule({
	id: 'services/pool-lacks-family',
	title: 'A dual-stack load balancer Service finds addresses of one family only',
	severity: 'error',
	docs: block`
		A LoadBalancer Service with both families takes an address of each from the pools. Where no pool has addresses
		of the second family, Cilium gives it one address and marks the request as unsatisfied; MetalLB gives a
		Service with RequireDualStack none at all. Clients of the other family never reach it.

		RequireDualStack is an error. PreferDualStack, or a list of two families, is a warning, and only where the
		service network has both.

		In the cluster: \`kubectl get service <name> -o jsonpath='{.status}'\` shows the addresses and conditions.

		Add a block of the missing family to a pool.
	`,
	references: [
		'https://docs.cilium.io/en/stable/network/lb-ipam/#ip-families',
		'https://metallb.io/usage/#ipv6-and-dual-stack-services',
	],

	*check({ plan }) {
		const network = networkFamilies(plan, 'service');
		for (const service of plan.services) {
			const policy = givenValue(service.policy);
			const isRequired = policy === 'RequireDualStack';
			const asksForBoth = policy === 'PreferDualStack' || (policy !== 'SingleStack' && service.families.length > 1);
			if (isRequired ? network.isKnown && network.live.size < 2 : !asksForBoth || network.live.size < 2) continue;
			const pools = poolsFor(plan, service);
			if (pools === undefined) continue;
			const families = poolFamilies(pools);
			const missing = (['IPv4', 'IPv6'] as const).filter((family) => !families.has(family));
			if (missing.length !== 1) continue;
			const wish = policy ?? service.families.map(({ value }) => value).join(' and ');
			yield {
				at: policy === undefined ? (service.families[1]?.origin ?? service.at) : placeOf(service.policy),
				severity: isRequired ? 'error' : 'warning',
				message: `${describeService(service)} asks for both families (${wish}), no pool has ${missing[0]} addresses`,
				because: pools.map(({ at, product, name }) => ({ at, note: `${product} pool ${name}` })),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'RequireDualStack and an IPv4 pool',
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
						  ipFamilyPolicy: RequireDualStack
						  #               ^^^^^^^^^^^^^^^^ no pool has IPv6 addresses
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
			{
				name: 'two families on a dual-stack cluster',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
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
						  ipFamilyPolicy: PreferDualStack
						  #               ^^^^^^^^^^^^^^^ PreferDualStack
						  ipFamilies: [IPv4, IPv6]
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
		],
		valid: [
			{
				name: 'a second pool has the other family',
				repo: {
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan}
						spec:
						  blocks:
						    - cidr: 192.168.1.240/28
						---
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan-ipv6}
						spec:
						  blocks:
						    - cidr: fd10:96e5:1:240::/112
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  type: LoadBalancer
						  ipFamilyPolicy: RequireDualStack
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
		],
	},
});
