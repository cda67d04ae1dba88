import { groupedBy } from '../../src/network/grouped.ts';
import type { Unresolved } from '../../src/render/resource.ts';
import { decidedAt } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const unresolvedSource = defineRule({
	id: 'flux/unresolved-source',
	title: 'Part of what the cluster receives cannot be seen from here',
	severity: 'info',
	docs: block`
		A value is encrypted, comes from a variable or an object that is not in the repository, or stands in another
		repository. Every rule stays silent about what depends on it. This rule says so, once for each file, so that
		silence is not taken for consent.

		In the cluster: \`flux get kustomizations -A\` and \`kubectl get <object> -o yaml\` show what was made of it.

		For another Flux source give the folder of its checkout, under \`sources\` in \`.dualstack-lint.yaml\` or with
		\`--source\`. Keep addresses out of encrypted files: an address is no secret, and nobody can check it there.
	`,
	references: [
		'https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution',
		'https://fluxcd.io/flux/guides/mozilla-sops/',
	],

	*check({ plan }) {
		for (const [first, ...more] of groupedBy(plan.unresolved, ({ at }) => decidedAt(at).file)) {
			yield {
				at: first.at,
				message: `cannot see ${listed([first, ...more])}`,
				because: more.map((other) => ({ at: other.at, note: told(other) })),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'another repository',
				repo: {
					'clusters/one/flux-system/gotk-sync.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: flux-system, namespace: flux-system}
						spec:
						  path: ./clusters/one
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'clusters/one/apps.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: apps, namespace: flux-system}
						spec:
						  path: ./apps
						  #     ^^^^^^ cannot see
						  sourceRef: {kind: GitRepository, name: other-repository}
					`,
				},
			},
		],
		valid: [
			{
				name: 'everything is in the repository',
				repo: {
					'clusters/one/flux-system/gotk-sync.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: flux-system, namespace: flux-system}
						spec:
						  path: ./clusters/one
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'clusters/one/service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  type: LoadBalancer
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
		],
	},
});

/** Things that one message names; the others are shown at their places. */
const maxNamed = 4;

function listed(all: readonly Unresolved[]): string {
	const texts = [...new Set(all.map(told))];
	const more = texts.length - maxNamed;
	return texts.slice(0, maxNamed).join('; ') + (more > 0 ? `; and ${more} more` : '');
}

/** The thing and the reason, unless the thing names its reason itself. */
function told({ what, why }: Unresolved): string {
	return `${what} (${why})`;
}
