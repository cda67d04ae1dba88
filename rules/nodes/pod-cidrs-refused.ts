import { cidrProblemText, familyOf } from '../../src/network/cidr.ts';
import type { NodeBlocksFact } from '../../src/network/facts.ts';
import { cidrSpelling } from '../../src/network/loose-address.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { refusesLoosePrefixes } from '../../src/network/strict-prefixes.ts';
import { block, defineRule, type Finding } from '../../src/rule.ts';

export const podCidrsRefused = defineRule({
	id: 'nodes/pod-cidrs-refused',
	title: 'A Node holds blocks that the API server refuses',
	severity: 'error',
	docs: block`
		A Node has at most one block of each family. The API server refuses a second one of a family and whatever is no
		prefix; from Kubernetes 1.36 on, or with the gate StrictIPCIDRValidation, also leading zeros and bits beyond the
		length. Blocks that are set once never change, so they are written only where a Node is made by hand.

		To check: \`kubectl apply --dry-run=server -f <file>\`.
	`,
	references: [
		'https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/',
		'https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/4858-ip-cidr-validation',
	],

	*check({ plan }) {
		for (const node of plan.nodeObjects) {
			yield* unreadable(plan, node);
			yield* surplus(node);
		}
	},

	examples: {
		invalid: [
			{
				name: 'two IPv4 blocks',
				repo: {
					'node.yaml': block`
						apiVersion: v1
						kind: Node
						metadata: {name: one}
						spec:
						  podCIDRs:
						    - 10.42.0.0/24
						    - 10.42.1.0/24
						    # ^^^^^^^^^^^^ is the second IPv4 block of Node one
					`,
				},
			},
		],
		valid: [
			{
				name: 'one of each family',
				repo: {
					'node.yaml': block`
						apiVersion: v1
						kind: Node
						metadata: {name: one}
						spec:
						  podCIDRs: [10.42.0.0/24, "fd10:96e5:42::/64"]
					`,
				},
			},
		],
	},
});

function* unreadable(plan: AddressPlan, { name, prefixes }: NodeBlocksFact): Generator<Finding> {
	for (const { text, origin, problem } of prefixes) {
		if (problem === undefined) {
			const spelling = cidrSpelling(text);
			if (spelling.kind === 'loose' && refusesLoosePrefixes(plan))
				yield { at: origin, subject: text, message: `${text} of Node ${name} ${spelling.why}` };
			continue;
		}
		const isLoose = problem.kind === 'host-bits' || problem.kind === 'leading-zeros';
		if (isLoose && !refusesLoosePrefixes(plan)) continue;
		const shown = text.trim() === text && text !== '' ? text : `"${text}"`;
		yield { at: origin, subject: text, message: `${shown} of Node ${name} ${cidrProblemText(problem)}` };
	}
}

function* surplus({ name, prefixes }: NodeBlocksFact): Generator<Finding> {
	const families = new Set<string>();
	for (const { cidr, text, origin } of prefixes) {
		if (cidr === undefined) continue;
		const family = familyOf(cidr);
		if (families.has(family)) {
			yield { at: origin, subject: text, message: `${text} is the second ${family} block of Node ${name}` };
		}
		families.add(family);
	}
}
