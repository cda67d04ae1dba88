import { parseIp } from '../../src/network/cidr.ts';
import { releasesOfChart } from '../../src/network/releases-of-chart.ts';
import { scalarIn } from '../../src/network/rook-objects.ts';
import { booleanAt, itemsAt, nodeAt, type ScalarNode, textOf, type YamlNode } from '../../src/repo/node.ts';
import { block, defineRule, type Finding } from '../../src/rule.ts';

export const objectStorageClient = defineRule({
	id: 'ceph/object-storage-client',
	title: 'Loki is given an object storage that it cannot reach or log in to',
	severity: 'error',
	docs: block`
		Loki's chart prints \`loki.storage.s3.endpoint\` into its configuration as it stands, without quotes.

		- An IPv6 address needs brackets, or its port reads as part of it; with brackets it needs a scheme as well, because
		  \`[fd5c:9a3e::1]:7480\` alone is a list to YAML. The Thanos client (\`use_thanos_objstore\`) wants no scheme.
		- \`insecure: true\` means http. Beside \`https://\`, and false beside \`http://\`, one of the two is not what was meant (a
		  warning).
		- An address has no buckets in front of it: \`s3ForcePathStyle\` has to be true.
		- \`${'$'}{S3_ACCESS_KEY}\` is filled in by Loki only with \`-config.expand-env=true\`; else it is the key. Keys in plain text
		  belong to nobody's repository.

		In the cluster: the log of any Loki pod; \`kubectl exec\` into it and read \`/etc/loki/config/config.yaml\`.

		Give the gateway a name with an AAAA record, and the keys through the environment.
	`,
	references: ['https://grafana.com/docs/loki/latest/configure/storage/'],

	*check({ rendered }) {
		for (const { values, unresolved } of releasesOfChart(rendered, 'loki')) {
			const storage = nodeAt(values, ['loki', 'storage']);
			const isThanos = booleanAt(storage, ['use_thanos_objstore']) === true;
			const path = isThanos ? ['object_store', 's3'] : ['s3'];
			const endpoint = scalarIn(storage, [...path, 'endpoint']);
			if (endpoint !== undefined && textOf(endpoint) !== '')
				yield* endpointFindings(endpoint, nodeAt(storage, path), isThanos);
			if (unresolved.length === 0) yield* keyFindings(values, nodeAt(storage, ['s3']));
		}
	},

	examples: {
		invalid: [
			{
				name: 'no brackets, and no word about style',
				repo: {
					'loki.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: loki, namespace: loki}
						spec:
						  chart: {spec: {chart: loki, version: 6.55.0}}
						  values:
						    loki:
						      storage:
						        s3:
						          endpoint: http://fd5c:9a3e::1:7480
						                    ^^^^^^^^^^^^^^^^^^^^^^^^ an IPv6 address without brackets
						          s3ForcePathStyle: true
						          insecure: true
					`,
				},
			},
			{
				name: 'a scheme that contradicts, and variables that nobody fills in',
				repo: {
					'clusters/lab/apps.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: apps, namespace: flux-system}
						spec:
						  path: ./apps
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'apps/loki.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: loki, namespace: loki}
						spec:
						  chart: {spec: {chart: loki, version: 6.55.0}}
						  values:
						    loki:
						      storage:
						        s3:
						          endpoint: https://s3.example.com
						          insecure: true
						                    ^^^^ beside https
						          secretAccessKey: ${'$'}{S3_SECRET_KEY}
						                           ^^^^^^^^^^^^^^^^ expand-env
					`,
				},
			},
		],
		valid: [
			{
				name: 'a name, and keys from the environment',
				repo: {
					'loki.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: loki, namespace: loki}
						spec:
						  chart: {spec: {chart: loki, version: 6.55.0}}
						  values:
						    loki:
						      storage:
						        s3:
						          endpoint: https://s3.example.com
						          secretAccessKey: ${'$'}{S3_SECRET_KEY}
						    singleBinary:
						      extraArgs: [-config.expand-env=true]
					`,
				},
			},
		],
	},
});

function* endpointFindings(endpoint: ScalarNode, s3: YamlNode | undefined, isThanos: boolean): Iterable<Finding> {
	const text = textOf(endpoint);
	const [, scheme, rest = ''] = /^(?:(https?):\/\/)?(.*)$/s.exec(text) ?? [];
	const host = rest.replace(/\/.*$/s, '');
	const [, literal] = /^\[([^\]]*)\](?::\d*)?$/.exec(host) ?? [];
	const finding = { at: endpoint.origin, subject: text };
	const isBare = literal === undefined && (host.match(/:/g)?.length ?? 0) > 1;
	if (isBare) yield { ...finding, message: `the endpoint ${text} is an IPv6 address without brackets` };
	else if (literal !== undefined && scheme === undefined && !isThanos)
		yield { ...finding, message: `the endpoint ${text} needs a scheme, or YAML reads it as a list` };
	else if (scheme !== undefined && isThanos)
		yield { ...finding, message: `the endpoint ${text} has a scheme, which the Thanos client does not take` };
	const insecure = nodeAt(s3, ['insecure']);
	const isInsecure = booleanAt(s3, ['insecure']);
	if (
		insecure !== undefined &&
		!isThanos &&
		isInsecure !== undefined &&
		scheme !== undefined &&
		isInsecure !== (scheme === 'http')
	)
		yield {
			at: insecure.origin,
			subject: String(isInsecure),
			severity: 'warning',
			message: `insecure is ${isInsecure} beside ${scheme}://`,
			because: [{ at: endpoint.origin, note: 'the endpoint' }],
		};
	const isAddress = literal !== undefined || parseIp(host.replace(/:\d+$/, '')).ok;
	const style = nodeAt(s3, ['s3ForcePathStyle']);
	if (isAddress && !isThanos && (style === undefined || booleanAt(s3, ['s3ForcePathStyle']) === false))
		yield {
			at: style?.origin ?? { kind: 'omitted', from: s3?.origin ?? endpoint.origin, field: 's3ForcePathStyle' },
			subject: text,
			message: `s3ForcePathStyle is not true, and the endpoint ${text} is an address`,
		};
}

/** The components of the chart that have arguments of their own. */
const components = ['singleBinary', 'read', 'write', 'backend', 'global', 'loki'];

function* keyFindings(values: YamlNode, s3: YamlNode | undefined): Iterable<Finding> {
	const args = components.flatMap((name) => itemsAt(values, [name, 'extraArgs']));
	const expands = args.some((item) => item.kind !== 'scalar' || /^--?config\.expand-env(?:=true)?$/.test(textOf(item)));
	for (const key of ['accessKeyId', 'secretAccessKey']) {
		const node = nodeAt(s3, [key]);
		if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') continue;
		const isVariable = /^\$\{\w+\}$/.test(node.value);
		if (isVariable && !expands)
			yield {
				at: node.origin,
				subject: key,
				message: `nothing fills in ${node.value}: no component has -config.expand-env=true`,
			};
		else if (!isVariable && key === 'secretAccessKey' && !/[${}<>]/.test(node.value))
			yield { at: node.origin, subject: key, message: `${key} of Loki stands in plain text` };
	}
}
