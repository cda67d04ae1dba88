import { familyOf, type IpFamily } from '../../src/network/cidr.ts';
import { networkFamilies } from '../../src/network/families.ts';
import { looseIp } from '../../src/network/loose-address.ts';
import { serviceFields } from '../../src/network/service-fields.ts';
import { describe } from '../../src/render/resource.ts';
import { type ScalarNode, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const familyNotConfigured = defineRule({
	id: 'services/family-not-configured',
	title: 'A Service asks for one family, and the cluster has only the other',
	severity: 'error',
	docs: block`
		\`ipFamilies: [IPv6]\`, or an IPv6 address in \`clusterIPs\`, is refused as long as the API server has no IPv6 range: "not
		configured on this cluster". A headless Service without a selector may name any family.

		Services that ask for both families are another rule's: \`services/dual-stack-service-on-single-stack-cluster\`.

		In the cluster: \`kubectl get servicecidrs\`; \`flux get kustomizations -A\`.
	`,
	references: ['https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services'],

	*check({ plan, rendered }) {
		const network = networkFamilies(plan, 'service');
		const [witness] = network.stated;
		if (!network.isKnown || network.live.size === 0 || witness === undefined) return;
		for (const { resource, families, clusterIps, clusterIp, isHeadless, hasSelector } of serviceFields(rendered)) {
			if (isHeadless && !hasSelector) continue;
			const addresses = clusterIps.length > 0 ? clusterIps : clusterIp === undefined ? [] : [clusterIp];
			const strange = [...(families.length === 2 ? [] : families), ...addresses].find((node) => {
				const family = familyIn(node);
				return family !== undefined && !network.live.has(family);
			});
			if (strange === undefined) continue;
			yield {
				at: strange.origin,
				subject: textOf(strange),
				message: `${describe(resource)} asks for ${textOf(strange)}, the service network has ${[...network.live].join(' and ')} only`,
				because: [{ at: witness.at, note: `${witness.component} (${witness.setting})` }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 in a cluster with IPv4',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking: {podSubnet: 10.42.0.0/16, serviceSubnet: 10.43.0.0/16}
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  selector: {app: web}
						  ipFamilies: [IPv6]
						               ^^^^ the service network has IPv4 only
						  ports: [{port: 80}]
					`,
				},
			},
		],
		valid: [
			{
				name: 'the family that is there',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking: {podSubnet: 10.42.0.0/16, serviceSubnet: 10.43.0.0/16}
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  selector: {app: web}
						  ipFamilies: [IPv4]
						  ports: [{port: 80}]
					`,
				},
			},
		],
	},
});

function familyIn(node: ScalarNode): IpFamily | undefined {
	const text = textOf(node);
	if (text === 'IPv4' || text === 'IPv6') return text;
	const address = looseIp(text);
	return address === undefined ? undefined : familyOf(address);
}
