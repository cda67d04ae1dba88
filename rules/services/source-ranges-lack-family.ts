import { familyOf, type IpFamily } from '../../src/network/cidr.ts';
import { networkFamilies } from '../../src/network/families.ts';
import { looseCidr } from '../../src/network/loose-address.ts';
import { known } from '../../src/network/pieces.ts';
import { describeService } from '../../src/network/service-name.ts';
import { givenValue, placeOf } from '../../src/network/setting.ts';
import { itemsAt, nodeAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const sourceRangesLackFamily = defineRule({
	id: 'services/source-ranges-lack-family',
	title: 'A dual-stack Service says for one family only who may reach it',
	severity: 'warning',
	docs: block`
		\`loadBalancerSourceRanges\` limits who reaches a Service of the type LoadBalancer. For a packet only the prefixes of its
		own family count. With none of them, kube-proxy does not limit that family at all, so the Service is open to everybody;
		other implementations let nobody in. Neither is what was meant.

		In the cluster: \`kubectl get service <name> -o yaml\`; try it from an address outside, once for each family.

		Name prefixes of both families.
	`,
	references: ['https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/'],

	*check({ plan }) {
		const network = networkFamilies(plan, 'service');
		for (const service of plan.services) {
			const policy = givenValue(service.policy);
			const asksForBoth = policy === 'PreferDualStack' || (policy !== 'SingleStack' && service.families.length > 1);
			const isDual = policy === 'RequireDualStack' || (asksForBoth && network.live.size > 1);
			if (!isDual || givenValue(service.type) !== 'LoadBalancer') continue;
			const list = nodeAt(service.spec, ['loadBalancerSourceRanges']);
			const items = itemsAt(list).map(known);
			const cidrs = items.map((one) => (one.kind === 'scalar' ? looseCidr(textOf(one).trim()) : undefined));
			if (list === undefined || cidrs.length === 0 || cidrs.includes(undefined)) continue;
			const families = new Set(cidrs.flatMap((cidr) => (cidr === undefined ? [] : [familyOf(cidr)])));
			const missing = (['IPv4', 'IPv6'] as const).filter((family: IpFamily) => !families.has(family));
			const [first] = items;
			if (missing.length !== 1 || first === undefined) continue;
			yield {
				at: first.origin,
				subject: service.name,
				message: `${describeService(service)} has both families, and no ${missing[0]} prefix is in loadBalancerSourceRanges`,
				because: [
					{
						at: policy === undefined ? (service.families[1]?.origin ?? service.at) : placeOf(service.policy),
						note: 'both families',
					},
				],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'the private prefixes of IPv4',
				repo: {
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  type: LoadBalancer
						  ipFamilyPolicy: RequireDualStack
						  loadBalancerSourceRanges: [192.168.0.0/16]
						                             ^^^^^^^^^^^^^^ no IPv6 prefix
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
		],
		valid: [
			{
				name: 'both, and a Service of one family',
				repo: {
					'services.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  type: LoadBalancer
						  ipFamilyPolicy: RequireDualStack
						  loadBalancerSourceRanges: [192.168.0.0/16, "fd10:96e5::/48"]
						  selector: {app: web}
						  ports: [{port: 80}]
						---
						apiVersion: v1
						kind: Service
						metadata: {name: db, namespace: default}
						spec:
						  type: LoadBalancer
						  loadBalancerSourceRanges: [192.168.0.0/16]
						  selector: {app: db}
						  ports: [{port: 80}]
					`,
				},
			},
		],
	},
});
