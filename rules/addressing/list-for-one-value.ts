import { parseCidr } from '../../src/network/cidr.ts';
import { block, defineRule } from '../../src/rule.ts';

/** The pieces of a text with commas when each is a prefix; undefined for any other text. */
export function piecesOfList(text: string): string[] | undefined {
	const pieces = text.split(',').map((piece) => piece.trim());
	const isPrefix = (piece: string) => {
		const parsed = parseCidr(piece);
		return parsed.ok || parsed.problem.kind === 'host-bits';
	};
	return pieces.length > 1 && pieces.every(isPrefix) ? pieces : undefined;
}

export const listForOneValue = defineRule({
	id: 'addressing/list-for-one-value',
	title: 'A list of prefixes stands where one prefix belongs',
	severity: 'error',
	docs: block`
		Cilium's native routing CIDRs take exactly one prefix of one family; each family has a setting of its
		own. With a list in one of them the agent exits at start.

		In the cluster: the cilium pods restart and their log names the option.

		Give each family its prefix in its own setting.
	`,
	references: ['https://docs.cilium.io/en/stable/network/concepts/routing/#native-routing'],

	*check({ plan }) {
		for (const { form, prefixes, setting } of plan.declarations) {
			if (form !== 'one') continue;
			for (const { text, origin } of prefixes) {
				const pieces = piecesOfList(text);
				if (pieces === undefined) continue;
				yield { at: origin, subject: text, message: `${setting} takes one prefix, not ${pieces.length}: ${text}` };
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'both families in the IPv4 setting',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv4NativeRoutingCIDR: 10.42.0.0/16,fd10:96e5:42::/56
						    #                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ takes one prefix, not 2
					`,
				},
			},
		],
		valid: [
			{
				name: 'each family has its own setting',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv6: {enabled: true}
						    ipv4NativeRoutingCIDR: 10.42.0.0/16
						    ipv6NativeRoutingCIDR: fd10:96e5:42::/56
					`,
				},
			},
		],
	},
});
