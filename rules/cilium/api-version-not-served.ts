import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { ciliumReleases } from '../../src/network/cilium-values.ts';
import { servedVersions } from '../../src/network/limits/cilium-kinds.ts';
import { isAtLeast } from '../../src/network/limits/versions.ts';
import { nodeAt } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const apiVersionNotServed = defineRule({
	id: 'cilium/api-version-not-served',
	title: 'An object of Cilium has an API version that its release does not serve',
	severity: 'warning',
	docs: block`
		Cilium's kinds move from \`v2alpha1\` to \`v2\`, and some go: CiliumBGPPeeringPolicy is gone in 1.19. Applying an
		object of a version that the release does not serve fails, and with it the Flux Kustomization that holds it.

		In the cluster: \`kubectl api-resources --api-group=cilium.io\`.

		Write the version that the release serves; for CiliumBGPPeeringPolicy write CiliumBGPClusterConfig and its kin.

		Limits: silent where no release of Cilium is pinned.
	`,
	references: ['https://docs.cilium.io/en/stable/operations/upgrade/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const { low, high, assumed } = ciliumReleases(fact);
			if (assumed) continue;
			for (const { kind, apiVersion, root, name } of plan.ciliumObjects) {
				const served = servedVersions(kind, apiVersion.slice('cilium.io/'.length));
				if (served === undefined) continue;
				const isBelow = !isAtLeast(high, served.from);
				const isAbove = served.before !== undefined && isAtLeast(low, served.before);
				if (!isBelow && !isAbove) continue;
				const since = isBelow ? `comes with ${served.from}` : `is gone in ${served.before}`;
				yield {
					at: nodeAt(root, ['apiVersion'])?.origin ?? root.origin,
					subject: kind,
					message: `${kind} ${name} is of ${apiVersion}, which ${since}`,
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a kind that is gone',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.19.4}}
						  values:
						    ipam: {mode: kubernetes}
					`,
					'bgp.yaml': block`
						apiVersion: cilium.io/v2alpha1
						#           ^^^^^^^^^^^^^^^^^^ is gone in 1.19.0
						kind: CiliumBGPPeeringPolicy
						metadata: {name: rack}
						spec: {virtualRouters: []}
					`,
				},
			},
		],
		valid: [
			{
				name: 'a version that is served',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
					`,
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan}
						spec:
						  blocks: [{cidr: 192.168.5.0/24}]
					`,
				},
			},
		],
	},
});
