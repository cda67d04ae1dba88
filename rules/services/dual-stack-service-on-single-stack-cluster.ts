import type { ServiceFact } from '../../src/network/facts.ts';
import { type NetworkFamilies, networkFamilies } from '../../src/network/families.ts';
import { describeService } from '../../src/network/service-name.ts';
import { givenValue, placeOf } from '../../src/network/setting.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const dualStackServiceOnSingleStackCluster = defineRule({
	id: 'services/dual-stack-service-on-single-stack-cluster',
	title: 'A Service asks for a family that the service network does not have',
	severity: 'error',
	docs: block`
		The API server refuses a Service with RequireDualStack, or with a family in \`ipFamilies\` that it has no range
		for, and the Kustomization that applies it fails as a whole. PreferDualStack is accepted and gets one family.

		The latter is a trap before a migration: a Service that said PreferDualStack and got one address keeps that
		one when the cluster becomes dual-stack, until \`ipFamilies\` is written down or the Service is made
		again. It is a warning where the configuration has a target with both families.

		In the cluster: \`kubectl get service <name> -o jsonpath='{.spec.ipFamilies}'\`, and the Ready condition of the
		Kustomization, which says "not configured on this cluster".

		Leave the fields out until every API server has both ranges, then ask for both families by name.

		## Limits

		Without a service network that a component or the bootstrap declares, nothing is said. Headless Services without
		a selector may have any families.
	`,
	references: [
		'https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services',
		'https://github.com/kubernetes/kubernetes/issues/101681',
	],

	*check({ plan }) {
		const network = networkFamilies(plan, 'service');
		const [only] = network.live;
		const [witness] = network.stated;
		if (!network.isKnown || network.live.size !== 1 || witness === undefined) return;
		for (const service of plan.services) {
			if (service.headless && !service.hasSelector) continue;
			const wish = wishOf(service, network);
			if (wish === undefined || (wish.severity === 'warning' && network.target.size < 2)) continue;
			yield {
				at: wish.at,
				severity: wish.severity,
				message:
					wish.severity === 'error'
						? `${describeService(service)} asks for ${wish.text}, the service network has ${only} only`
						: `${describeService(service)} says ${wish.text} before the cluster has both families and keeps ${only} alone`,
				because: [{ at: witness.at, note: `${witness.component} (${witness.setting}) has ${only} only` }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'required before the cluster can',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  ipFamilyPolicy: RequireDualStack
						  #               ^^^^^^^^^^^^^^^^ the service network has IPv4 only
						  selector: {app: web}
						  ports: [{port: 80}]
						---
						apiVersion: v1
						kind: Service
						metadata: {name: db, namespace: default}
						spec:
						  ipFamilyPolicy: PreferDualStack
						  ipFamilies: [IPv4, IPv6]
						  #                  ^^^^ Service default/db asks for IPv6
						  selector: {app: db}
						  ports: [{port: 5432}]
					`,
				},
			},
			{
				name: 'preferred before the migration',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						target:
						  serviceCIDRs: [10.43.0.0/16, "fd10:96e5:43::/112"]
					`,
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  ipFamilyPolicy: PreferDualStack
						  #               ^^^^^^^^^^^^^^^ keeps IPv4 alone
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
		],
		valid: [
			{
				name: 'preferred, and nobody plans a second family',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  ipFamilyPolicy: PreferDualStack
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
			{
				name: 'required on a dual-stack cluster',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  ipFamilyPolicy: RequireDualStack
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
		],
	},
});

interface Wish {
	readonly severity: 'error' | 'warning';
	readonly at: Origin;
	readonly text: string;
}

/** What a Service asks for beyond the families that the network has. */
function wishOf({ policy, families, type }: ServiceFact, { live }: NetworkFamilies): Wish | undefined {
	if (givenValue(type) === 'ExternalName') return undefined;
	if (givenValue(policy) === 'RequireDualStack') {
		return { severity: 'error', at: placeOf(policy), text: 'RequireDualStack' };
	}
	const missing = families.find(({ value }) => (value === 'IPv4' || value === 'IPv6') && !live.has(value));
	if (missing !== undefined) return { severity: 'error', at: missing.origin, text: missing.value };
	if (givenValue(policy) !== 'PreferDualStack') return undefined;
	return { severity: 'warning', at: placeOf(policy), text: 'PreferDualStack' };
}
