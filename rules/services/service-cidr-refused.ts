import { cidrProblemText, familyOf } from '../../src/network/cidr.ts';
import type { Prefix, ServiceCidrFact } from '../../src/network/facts.ts';
import { block, defineRule, type Finding } from '../../src/rule.ts';

export const serviceCidrRefused = defineRule({
	id: 'services/service-cidr-refused',
	title: 'A ServiceCIDR holds prefixes that the API server refuses',
	severity: 'error',
	docs: block`
		A ServiceCIDR has one prefix or one of each family. Unlike flags and older objects it takes each only in its
		canonical form: lower case, the shortest spelling, no leading zeros and no bits beyond the length. The API
		server refuses anything else, and the Flux Kustomization that applies it does not become ready.

		To check: \`kubectl apply --dry-run=server -f <file>\`.
	`,
	references: [
		'https://kubernetes.io/docs/reference/kubernetes-api/networking/service-cidr-v1/',
		'https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/',
	],

	*check({ plan }) {
		for (const object of plan.serviceCidrs) {
			if (object.prefixes.length === 0)
				yield { at: object.at, subject: object.name, message: `ServiceCIDR ${object.name} has no prefix` };
			for (const prefix of object.prefixes) yield* badly(object, prefix);
			yield* surplus(object);
		}
	},

	examples: {
		invalid: [
			{
				name: 'capitals',
				repo: {
					'range.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: ServiceCIDR
						metadata: {name: more}
						spec:
						  cidrs:
						    - 10.43.0.0/16
						    - FD10:96E5:43::/112
						    # ^^^^^^^^^^^^^^^^^^ is not in canonical form, which is fd10:96e5:43::/112
					`,
				},
				fixed: {
					'range.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: ServiceCIDR
						metadata: {name: more}
						spec:
						  cidrs:
						    - 10.43.0.0/16
						    - fd10:96e5:43::/112
					`,
				},
			},
			{
				name: 'two of one family',
				repo: {
					'range.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: ServiceCIDR
						metadata: {name: more}
						spec:
						  cidrs:
						    - 10.43.0.0/16
						    - 10.44.0.0/16
						    # ^^^^^^^^^^^^ is the second IPv4 prefix of ServiceCIDR more
					`,
				},
			},
		],
		valid: [
			{
				name: 'one of each family',
				repo: {
					'range.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: ServiceCIDR
						metadata: {name: more}
						spec:
						  cidrs: [10.43.0.0/16, "fd10:96e5:43::/112"]
					`,
				},
			},
		],
	},
});

function* badly({ name }: ServiceCidrFact, { text, origin, cidr, problem }: Prefix): Generator<Finding> {
	if (problem === undefined && cidr === text) return;
	const shown = text.trim() === text && text !== '' ? text : `"${text}"`;
	const why = problem === undefined ? `is not in canonical form, which is ${cidr}` : cidrProblemText(problem);
	yield {
		at: origin,
		subject: text,
		message: `${shown} of ServiceCIDR ${name} ${why}`,
		...(cidr !== undefined && {
			fix: {
				title: `Write ${cidr}`,
				applicability: problem?.kind === 'host-bits' ? 'unsafe' : 'safe',
				changes: [{ op: 'set', target: origin, value: cidr }],
			},
		}),
	};
}

function* surplus({ name, prefixes }: ServiceCidrFact): Generator<Finding> {
	const families = new Set<string>();
	for (const { cidr, text, origin } of prefixes) {
		if (cidr === undefined) continue;
		const family = familyOf(cidr);
		if (families.has(family)) {
			yield { at: origin, subject: text, message: `${text} is the second ${family} prefix of ServiceCIDR ${name}` };
		}
		families.add(family);
	}
}
