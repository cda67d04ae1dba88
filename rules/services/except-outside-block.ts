import { ipBlocks } from '../../src/network/api-fields.ts';
import { contains } from '../../src/network/cidr.ts';
import { looseCidr } from '../../src/network/loose-address.ts';
import { known } from '../../src/network/pieces.ts';
import { objectsOf, scalarIn } from '../../src/network/rook-objects.ts';
import { describe } from '../../src/render/resource.ts';
import { itemsAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const exceptOutsideBlock = defineRule({
	id: 'services/except-outside-block',
	title: 'A NetworkPolicy excepts a prefix that its block does not hold',
	severity: 'error',
	docs: block`
		Each \`except\` is a part of \`cidr\`, smaller than it and of the same family. The API server refuses everything else, so
		neither the policy nor what comes with it in the same Kustomization is applied. A twin for IPv6 is a block of its own.

		In the cluster: \`flux get kustomizations -A\` shows "must be a strict subset of \`cidr\`".
	`,
	references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],

	*check({ rendered }) {
		for (const resource of objectsOf(rendered, 'networking.k8s.io', 'NetworkPolicy')) {
			for (const one of ipBlocks(resource.root)) {
				const cidr = scalarIn(one, ['cidr']);
				const whole = cidr === undefined ? undefined : looseCidr(textOf(cidr));
				if (cidr === undefined || whole === undefined) continue;
				for (const item of itemsAt(one, ['except'])) {
					const value = known(item);
					const part = value.kind === 'scalar' ? looseCidr(textOf(value)) : undefined;
					if (value.kind !== 'scalar' || part === undefined || (contains(whole, part) && part !== whole)) continue;
					yield {
						at: value.origin,
						subject: textOf(value),
						message: `${textOf(value)} is no part of ${textOf(cidr)} in ${describe(resource)}`,
						because: [{ at: cidr.origin, note: 'the block' }],
					};
				}
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'the other family',
				repo: {
					'policy.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: web, namespace: default}
						spec:
						  podSelector: {}
						  policyTypes: [Egress]
						  egress:
						    - to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, "fc00::/7"]}}]
						    #                                                       ^^^^^^^^^^ is no part of 0.0.0.0/0
					`,
				},
			},
		],
		valid: [
			{
				name: 'a block for each family',
				repo: {
					'policy.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: web, namespace: default}
						spec:
						  podSelector: {}
						  policyTypes: [Egress]
						  egress:
						    - to:
						        - ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}
						        - ipBlock: {cidr: "::/0", except: ["fc00::/7"]}
					`,
				},
			},
		],
	},
});
