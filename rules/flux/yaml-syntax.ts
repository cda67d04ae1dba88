import { isTemplate } from '../../src/repo/template.ts';
import { block, defineRule } from '../../src/rule.ts';

export const yamlSyntax = defineRule({
	id: 'flux/yaml-syntax',
	title: 'A file is no YAML',
	severity: 'error',
	scope: 'files',
	docs: block`
		kustomize cannot read the file, so the folder it belongs to is not built and the Kustomization keeps its last
		state. Nothing that is changed in that folder reaches the cluster any more. Files nested deeper than any
		manifest, or with millions of values, are reported here too: this linter does not read them.

		In the cluster: \`flux get kustomizations -A\` shows "kustomize build failed" with the parser's words.

		Mend the place that is shown. Where one mistake leads to others, only the first of a file is shown.

		## Limits

		Templates (\`{{ … }}\` or \`{% … %}\` where YAML would have a value or a line) are for another program to fill in.
		They are not judged.
	`,
	references: ['https://yaml.org/spec/1.2.2/', 'https://fluxcd.io/flux/components/kustomize/kustomizations/'],

	*check({ sources }) {
		for (const source of sources) {
			const [first] = source.syntaxErrors;
			if (first === undefined || isTemplate(source.path, source.text)) continue;
			yield { at: first.origin, message: sentence(first.message) };
		}
	},

	examples: {
		invalid: [
			{
				name: 'a second colon in a plain value',
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
						apiVersion: v1
						kind: Service
						metadata:
						  name: web: service
						  #     ^ nested mappings are not allowed
						spec:
						  type: LoadBalancer
					`,
				},
			},
		],
		valid: [
			{
				name: 'quotes around it',
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
						apiVersion: v1
						kind: Service
						metadata:
						  name: web
						  annotations: {note: "web: service"}
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

function sentence(message: string): string {
	return message.charAt(0).toLowerCase() + message.slice(1);
}
