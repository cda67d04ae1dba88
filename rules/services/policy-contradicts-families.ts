import { serviceFields } from '../../src/network/service-fields.ts';
import { describe } from '../../src/render/resource.ts';
import { mapAt, textOf } from '../../src/repo/node.ts';
import { block, type Change, defineRule } from '../../src/rule.ts';

export const policyContradictsFamilies = defineRule({
	id: 'services/policy-contradicts-families',
	title: 'A Service has two families and a policy for one',
	severity: 'error',
	docs: block`
		With two entries in \`ipFamilies\` or \`clusterIPs\` the policy has to be PreferDualStack or RequireDualStack. Without a
		policy a Service is SingleStack, so the API server refuses it too: "must be 'RequireDualStack' or 'PreferDualStack'
		when multiple IP families are specified". Only a headless Service without a selector is RequireDualStack by itself.

		In the cluster: \`flux get kustomizations -A\`.

		Write \`ipFamilyPolicy: PreferDualStack\`.
	`,
	references: ['https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services'],

	*check({ rendered }) {
		for (const { resource, policy, families, clusterIps, isHeadless, hasSelector } of serviceFields(rendered)) {
			const pair = [families, clusterIps].find((list) => list.length === 2);
			const [, second] = pair ?? [];
			if (second === undefined) continue;
			if (policy === undefined && isHeadless && !hasSelector) continue;
			if (policy !== undefined && textOf(policy) !== 'SingleStack') continue;
			const spec = mapAt(resource.root, ['spec']);
			const change: Change | undefined =
				policy !== undefined
					? { op: 'set', target: policy.origin, value: 'PreferDualStack' }
					: spec && { op: 'add', into: spec, key: 'ipFamilyPolicy', value: 'PreferDualStack' };
			const list = pair === families ? 'ipFamilies' : 'clusterIPs';
			yield {
				at: second.origin,
				subject: textOf(second),
				message: `${describe(resource)} has two entries in ${list} and ${policy === undefined ? 'no policy, which means' : 'the policy'} SingleStack`,
				...(policy === undefined ? {} : { because: [{ at: policy.origin, note: 'the policy' }] }),
				...(change && {
					fix: { title: 'Write ipFamilyPolicy: PreferDualStack', applicability: 'unsafe', changes: [change] },
				}),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'no policy, and one for a single family',
				repo: {
					'services.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: one, namespace: default}
						spec:
						  selector: {app: one}
						  ipFamilies: [IPv4, IPv6]
						                     ^^^^ no policy
						  ports: [{port: 80}]
						---
						apiVersion: v1
						kind: Service
						metadata: {name: two, namespace: default}
						spec:
						  selector: {app: two}
						  ipFamilyPolicy: SingleStack
						  clusterIPs: [10.43.0.7, "fd00::7"]
						                          ^^^^^^^^^ the policy SingleStack
						  ports: [{port: 80}]
					`,
				},
				fixed: {
					'services.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: one, namespace: default}
						spec:
						  selector: {app: one}
						  ipFamilies: [IPv4, IPv6]
						  ports: [{port: 80}]
						  ipFamilyPolicy: PreferDualStack
						---
						apiVersion: v1
						kind: Service
						metadata: {name: two, namespace: default}
						spec:
						  selector: {app: two}
						  ipFamilyPolicy: PreferDualStack
						  clusterIPs: [10.43.0.7, "fd00::7"]
						  ports: [{port: 80}]
					`,
				},
			},
		],
		valid: [
			{
				name: 'a policy for two, and a headless Service without a selector',
				repo: {
					'services.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: one, namespace: default}
						spec:
						  selector: {app: one}
						  ipFamilyPolicy: PreferDualStack
						  ipFamilies: [IPv4, IPv6]
						  ports: [{port: 80}]
						---
						apiVersion: v1
						kind: Service
						metadata: {name: two, namespace: default}
						spec:
						  clusterIP: None
						  ipFamilies: [IPv4, IPv6]
						  ports: [{port: 80}]
					`,
				},
			},
		],
	},
});
