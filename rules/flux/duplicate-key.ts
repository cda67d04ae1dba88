import { type FileRole, rolesOf, valuesTexts } from '../../src/network/file-roles.ts';
import type { Rendered } from '../../src/render/resource.ts';
import type { YamlNode } from '../../src/repo/node.ts';
import type { Origin } from '../../src/repo/origin.ts';
import type { DuplicateKey, ParsedYaml, SourceFile } from '../../src/repo/parse.ts';
import { isTemplate } from '../../src/repo/template.ts';
import { toJson } from '../../src/repo/to-json.ts';
import { block, defineRule, type Fix } from '../../src/rule.ts';

export const duplicateKey = defineRule({
	id: 'flux/duplicate-key',
	title: 'A key is written twice in one map',
	severity: 'error',
	scope: 'files',
	docs: block`
		YAML forbids it, and those who read it anyway do not agree. What kubectl's kustomize v5.5.0 does, as tried:

		| where | what happens |
		|---|---|
		| a resource, also with two equal values | the build fails: "mapping key already defined" |
		| a file under \`transformers\` or \`configurations\` | the build fails |
		| a strategic-merge patch, inline or in a file | the first counts |
		| a JSON6902 patch, inline or in a file | the last counts |
		| a kustomization file | the last counts |
		| a values file in a \`configMapGenerator\` | kustomize passes it on as it is; Helm takes the last |

		So the same two lines mean one thing in a patch and the other in a values file. A resource is an error: the
		Kustomization keeps its last state. The rest is a warning.

		In the cluster: \`flux get kustomizations -A\` shows the build that failed; \`kubectl get <object> -o yaml\` the value
		that won.

		Keep the one that is meant.

		## Limits

		Patches that stand inside a kustomization file are text to the parser and are not looked into, nor are files
		that nothing here reads.
	`,
	references: [
		'https://yaml.org/spec/1.2.2/#3213-node-comparison',
		'https://github.com/kubernetes-sigs/kustomize/issues/3480',
	],

	*check({ sources, rendered }) {
		for (const { role, documents, duplicateKeys } of textsOf(sources, rendered)) {
			for (const duplicate of duplicateKeys) {
				yield {
					at: duplicate.again.key,
					subject: duplicate.key,
					severity: role === 'resource' ? 'error' : 'warning',
					message: `${duplicate.key} is written twice in one map; ${consequences[role]}`,
					because: [{ at: duplicate.first, note: 'the first one' }],
					fix: fixFor(documents, duplicate),
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a resource, which kustomize refuses',
				repo: {
					'kustomization.yaml': block`
						apiVersion: kustomize.config.k8s.io/v1beta1
						kind: Kustomization
						resources: [service.yaml]
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  type: LoadBalancer
						  selector: {app: web}
						  ports: [{port: 80}]
						  selector: {app: web}
						  ^^^^^^^^ kustomize refuses the file
					`,
				},
				fixed: {
					'kustomization.yaml': block`
						apiVersion: kustomize.config.k8s.io/v1beta1
						kind: Kustomization
						resources: [service.yaml]
					`,
					'service.yaml': block`
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
			{
				name: 'a patch, of which kustomize takes the first, and a kustomization file, of which it takes the last',
				repo: {
					'kustomization.yaml': block`
						apiVersion: kustomize.config.k8s.io/v1beta1
						kind: Kustomization
						namespace: default
						resources: [service.yaml]
						namespace: web
						^^^^^^^^^ kustomize takes the last
						patches:
						  - path: patch.yaml
					`,
					'patch.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web}
						spec:
						  type: NodePort
						  type: LoadBalancer
						  ^^^^ kustomize takes the first
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web}
						spec:
						  type: LoadBalancer
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
			{
				name: 'values that a generator passes on',
				repo: {
					'kustomization.yaml': block`
						apiVersion: kustomize.config.k8s.io/v1beta1
						kind: Kustomization
						resources: [release.yaml]
						configMapGenerator:
						  - {name: values, namespace: kube-system, files: [values.yaml], options: {disableNameSuffixHash: true}}
					`,
					'release.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  valuesFrom:
						    - {kind: ConfigMap, name: values}
					`,
					'values.yaml': block`
						ipam: {mode: kubernetes}
						routingMode: tunnel
						routingMode: tunnel
						^^^^^^^^^^^ Helm takes the last
					`,
				},
				fixed: {
					'values.yaml': block`
						ipam: {mode: kubernetes}
						routingMode: tunnel
					`,
				},
			},
		],
		valid: [
			{
				name: 'the same key in two maps',
				repo: {
					'kustomization.yaml': block`
						apiVersion: kustomize.config.k8s.io/v1beta1
						kind: Kustomization
						resources: [service.yaml]
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  type: LoadBalancer
						  selector: {app: web}
						  ports:
						    - {name: http, port: 80}
						    - {name: https, port: 443}
					`,
				},
			},
		],
	},
});

type Role = FileRole | 'values' | 'other';

const consequences: Readonly<Record<Role, string>> = {
	resource: 'kustomize refuses the file',
	patch: 'kustomize takes the first',
	kustomization: 'kustomize takes the last',
	values: 'Helm takes the last',
	other: 'which of the two counts depends on the reader',
};

interface Text extends Pick<ParsedYaml, 'documents' | 'duplicateKeys'> {
	readonly role: Role;
}

/** The files, templates left out, and the values that stand in ConfigMaps. */
function textsOf(sources: readonly SourceFile[], rendered: Rendered): Text[] {
	const roles = rolesOf(rendered, sources);
	const files = sources.map((source) => ({ ...source, role: roles.get(source.path) ?? ('other' as const) }));
	return [
		...files.filter(({ role, path, text }) => role === 'resource' || !isTemplate(path, text)),
		...valuesTexts(rendered).map((parsed) => ({ ...parsed, role: 'values' as const })),
	];
}

function fixFor(documents: readonly YamlNode[], { key, first, again }: DuplicateKey): Fix {
	const kept = documents.map((node) => valueOfKey(node, first)).find((value) => value !== undefined);
	const isSame = kept !== undefined && JSON.stringify(toJson(kept)) === JSON.stringify(toJson(again.value));
	return {
		title: isSame ? `Remove the second ${key}` : `Remove one of the two ${key}`,
		applicability: isSame ? 'safe' : 'display-only',
		changes: [{ op: 'remove', entry: again }],
	};
}

/** The value of the entry whose key stands there. */
function valueOfKey(node: YamlNode, key: Origin): YamlNode | undefined {
	if (node.origin.kind === 'aliased') return undefined;
	const values = node.kind === 'map' ? [...node.entries.values()] : [];
	const found = values.find((entry) => entry.key === key);
	if (found !== undefined) return found.value;
	const children = node.kind === 'seq' ? node.items : values.map(({ value }) => value);
	for (const child of children) {
		const below = valueOfKey(child, key);
		if (below !== undefined) return below;
	}
	return undefined;
}
