import { problemText } from '../../src/repo/file-problem.ts';
import { written } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const unreadableFile = defineRule({
	id: 'flux/unreadable-file',
	title: 'A file that the cluster is built from could not be read',
	severity: 'warning',
	scope: 'files',
	docs: block`
		This linter did not read the file: it is not UTF-8, too large, a link that leads out of the repository, or not
		readable at all. Whatever it declares is unknown here. kustomize wants UTF-8 too, or UTF-16 with a byte order
		mark, and refuses the rest. Flux leaves out links that lead outside.

		In the cluster: \`flux get kustomizations -A\` shows whether the Kustomization could be built.

		Save the file as UTF-8, copy what the link leads to, or keep large data out of manifests.
	`,
	references: [
		'https://yaml.org/spec/1.2.2/#52-character-encodings',
		'https://fluxcd.io/flux/components/source/gitrepositories/',
	],

	*check({ unreadable }) {
		for (const [path, problem] of unreadable) {
			yield { at: written(path, 0, 0), subject: path, message: `the file ${problemText(problem)}` };
		}
	},

	examples: {
		invalid: [
			{
				name: 'a resource in Latin-1, of which one byte is shown as a replacement character',
				repo: {
					'kustomization.yaml': block`
						apiVersion: kustomize.config.k8s.io/v1beta1
						kind: Kustomization
						resources: [db.yaml, web.yaml]
					`,
					'db.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: db, namespace: default}
						spec:
						  type: LoadBalancer
						  selector: {app: db}
						  ports: [{port: 5432}]
					`,
					'web.yaml': block`
						# The caf\uFFFD
						^ is not UTF-8
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
		valid: [
			{
				name: 'letters beyond ASCII in UTF-8',
				repo: {
					'kustomization.yaml': block`
						apiVersion: kustomize.config.k8s.io/v1beta1
						kind: Kustomization
						resources: [db.yaml, web.yaml]
					`,
					'db.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: db, namespace: default}
						spec:
						  type: LoadBalancer
						  selector: {app: db}
						  ports: [{port: 5432}]
					`,
					'web.yaml': block`
						# The café
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
