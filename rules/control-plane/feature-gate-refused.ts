import { type FeatureGate, featureGates } from '../../src/network/feature-gates.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { kubernetesAssumption, kubernetesReleases } from '../../src/network/kubernetes-version.ts';
import { gateLives } from '../../src/network/limits/kubernetes.ts';
import { isAtLeast, type Releases, versionText } from '../../src/network/limits/versions.ts';
import { block, defineRule } from '../../src/rule.ts';

export const featureGateRefused = defineRule({
	id: 'control-plane/feature-gate-refused',
	title: 'A feature gate is gone or cannot be switched off any more',
	severity: 'error',
	docs: block`
		A process that does not know the name of a gate refuses its flags and does not start; the same for a gate
		that the release has locked and somebody switches off. Of the gates about addresses \`IPv6DualStack\` is
		gone since Kubernetes 1.25 and \`MultiCIDRRangeAllocator\` since 1.29; \`MultiCIDRServiceAllocator\` is locked
		since 1.34 and \`DisableAllocatorDualWrite\` since 1.35. Where the repository names no version, it is a
		warning about the newest release.

		In the cluster: the container's log says "unrecognized feature gate" or "feature is locked to true".

		Take the gate out. Dual-stack needs none since 1.23, several service ranges none since 1.33.
	`,
	references: [
		'https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/',
		'https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates-removed/',
	],

	*check({ plan }) {
		const releases = kubernetesReleases(plan);
		const refused = featureGates(plan).flatMap((gate) => {
			const why = emulates(gate) ? undefined : refusal(gate, releases);
			return why === undefined ? [] : [{ gate, why }];
		});
		for (const [{ gate, why }, ...more] of groupedBy(refused, (one) => `${one.gate.process.process} ${one.why}`)) {
			yield {
				at: gate.origin,
				subject: gate.name,
				severity: releases.assumed ? 'warning' : 'error',
				message: `${gate.process.process} is started with ${gate.text}, ${why}${kubernetesAssumption(plan)}`,
				because: more.map((other) => ({ at: other.gate.origin, note: 'the same here' })),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'the gate of the first dual-stack releases',
				repo: {
					'nodes/one/kube-controller-manager.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-controller-manager, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-controller-manager
						      image: registry.k8s.io/kube-controller-manager:v1.31.0
						      command:
						        - kube-controller-manager
						        - --feature-gates=IPv6DualStack=true
						        #                 ^^^^^^^^^^^^^^^^^^ which 1.31.0 does not know
					`,
				},
			},
		],
		valid: [
			{
				name: 'a gate that can still be switched off',
				repo: {
					'nodes/one/kube-apiserver.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-apiserver, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-apiserver
						      image: registry.k8s.io/kube-apiserver:v1.34.1
						      command:
						        - kube-apiserver
						        - --feature-gates=DisableAllocatorDualWrite=false
						        - --service-cluster-ip-range=10.43.0.0/16
					`,
				},
			},
		],
	},
});

/** A process that emulates an older release has the gates of that one. */
function emulates({ process }: FeatureGate): boolean {
	return process.flags.all.some(({ name }) => name === 'emulated-version');
}

/** Why every release that may run refuses the gate, as the end of a sentence. */
function refusal({ name, value }: FeatureGate, { low }: Releases): string | undefined {
	const life = gateLives.get(name);
	if (life === undefined) return undefined;
	if (life.gone !== undefined && isAtLeast(low, life.gone)) return `which ${versionText(low)} does not know`;
	if (!isAtLeast(low, life.from)) return `which ${versionText(low)} does not know`;
	if (life.locked === undefined || value !== false || !isAtLeast(low, life.locked)) return undefined;
	return `which cannot be switched off in ${versionText(low)}`;
}
