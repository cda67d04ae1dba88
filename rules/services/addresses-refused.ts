import { familyOf } from '../../src/network/cidr.ts';
import { looseIp } from '../../src/network/loose-address.ts';
import { type ServiceFields, serviceFields } from '../../src/network/service-fields.ts';
import { describe } from '../../src/render/resource.ts';
import { textOf } from '../../src/repo/node.ts';
import { block, defineRule, type Finding } from '../../src/rule.ts';

export const addressesRefused = defineRule({
	id: 'services/addresses-refused',
	title: 'The families and cluster addresses of a Service do not fit together',
	severity: 'error',
	docs: block`
		\`ipFamilies\` holds IPv4 or IPv6, each once. \`clusterIPs\` holds one address of each family at most, in the order of
		\`ipFamilies\`, and \`clusterIP\` repeats its first. \`None\` stands alone. The API server refuses everything else, so Flux
		stops at the Service.

		In the cluster: \`flux get kustomizations -A\`.

		Leave the addresses out unless something outside of the cluster knows them by heart.
	`,
	references: ['https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services'],

	*check({ rendered }) {
		for (const service of serviceFields(rendered)) {
			yield* families(service);
			yield* addresses(service);
		}
	},

	examples: {
		invalid: [
			{
				name: 'a family that is none, one twice, and an address of the other',
				repo: {
					'services.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: one, namespace: default}
						spec:
						  selector: {app: one}
						  ipFamilies: [ipv6]
						               ^^^^ is no family
						  ports: [{port: 80}]
						---
						apiVersion: v1
						kind: Service
						metadata: {name: two, namespace: default}
						spec:
						  selector: {app: two}
						  ipFamilyPolicy: PreferDualStack
						  ipFamilies: [IPv6, IPv4]
						  clusterIPs: [10.43.0.7]
						               ^^^^^^^^^ is no IPv6
						  ports: [{port: 80}]
						---
						apiVersion: v1
						kind: Service
						metadata: {name: three, namespace: default}
						spec:
						  selector: {app: three}
						  clusterIP: 10.43.0.8
						             ^^^^^^^^^ is not the first
						  clusterIPs: [10.43.0.9]
						  ports: [{port: 80}]
					`,
				},
			},
		],
		valid: [
			{
				name: 'in the same order',
				repo: {
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  selector: {app: web}
						  ipFamilyPolicy: PreferDualStack
						  ipFamilies: [IPv4, IPv6]
						  clusterIP: 10.43.0.7
						  clusterIPs: [10.43.0.7, "fd00::7"]
						  ports: [{port: 80}]
					`,
				},
			},
		],
	},
});

function* families({ resource, families: all }: ServiceFields): Iterable<Finding> {
	const seen = new Set<string>();
	for (const node of all) {
		const text = textOf(node);
		const finding = { at: node.origin, subject: text };
		if (text !== 'IPv4' && text !== 'IPv6')
			yield { ...finding, message: `${text} in ipFamilies of ${describe(resource)} is no family` };
		else if (seen.has(text))
			yield { ...finding, message: `${text} stands twice in ipFamilies of ${describe(resource)}` };
		seen.add(text);
	}
}

function* addresses({ resource, families: wanted, clusterIp, clusterIps }: ServiceFields): Iterable<Finding> {
	const what = describe(resource);
	const [first] = clusterIps;
	if (clusterIp !== undefined && first !== undefined && textOf(clusterIp) !== textOf(first)) {
		yield {
			at: clusterIp.origin,
			subject: textOf(clusterIp),
			message: `clusterIP ${textOf(clusterIp)} of ${what} is not the first of clusterIPs`,
			because: [{ at: first.origin, note: 'the first' }],
		};
	}
	const all = clusterIps.length > 0 ? clusterIps : clusterIp === undefined ? [] : [clusterIp];
	const seen = new Set<string>();
	for (const [i, node] of all.entries()) {
		const text = textOf(node);
		const finding = { at: node.origin, subject: text };
		if (text === '' || (text === 'None' && all.length === 1)) continue;
		const address = looseIp(text);
		if (address === undefined) {
			yield { ...finding, message: `${text} is no address that ${what} could have` };
			continue;
		}
		const family = familyOf(address);
		const expected = wanted[i];
		if (seen.has(family)) yield { ...finding, message: `${text} is a second ${family} address of ${what}` };
		else if (expected !== undefined && ['IPv4', 'IPv6'].includes(textOf(expected)) && textOf(expected) !== family)
			yield {
				...finding,
				message: `${text} is no ${textOf(expected)} address, which ipFamilies of ${what} wants in this place`,
				because: [{ at: expected.origin, note: 'the family' }],
			};
		seen.add(family);
	}
}
