import { type ChartKey, keysOf } from '../../src/network/chart-keys.ts';
import { known } from '../../src/network/pieces.ts';
import { entriesOf, type YamlNode } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const valueType = defineRule({
	id: 'cilium/value-type',
	title: 'A value has a type that the chart refuses',
	severity: 'error',
	docs: block`
		From 1.16 on the chart has a schema: mask sizes are integers, switches are booleans, each value has its type.
		Helm refuses the release when one does not fit, so that installing or upgrading fails and the old release
		stays.

		In the cluster: \`flux get helmrelease -A\` says "values don't meet the specifications of the schema".

		Write the value with the type; quotes make a number or a boolean a text.

		Limits: charts whose schema was read; of a range of versions the lowest and the highest must both refuse.
	`,
	references: ['https://helm.sh/docs/topics/charts/#schema-files'],

	*check({ plan }) {
		for (const release of plan.charts) {
			const keys = keysOf(release);
			if (keys === undefined) continue;
			const { version, low, high } = keys;
			for (const { path, node, types } of refusedIn(release.values, low, high)) {
				yield {
					at: node.origin,
					subject: path,
					message: `${path} is ${nouns.get(typeOf(node)) ?? 'of another type'}, the chart ${release.chart} ${version} takes ${wordsOf(types)}`,
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'quotes make a text',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam:
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
						        clusterPoolIPv4MaskSize: "24"
						        #                        ^^^^ is a text, the chart cilium 1.18.2 takes an integer
					`,
				},
			},
		],
		valid: [
			{
				name: 'a number',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam:
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
						        clusterPoolIPv4MaskSize: 24
					`,
				},
			},
		],
	},
});

const nouns: ReadonlyMap<string, string> = new Map([
	['null', 'nothing'],
	['boolean', 'a boolean'],
	['integer', 'an integer'],
	['number', 'a number'],
	['string', 'a text'],
	['array', 'a list'],
	['object', 'a map'],
]);

function wordsOf(types: ReadonlySet<string>): string {
	const words = [...types].filter((type) => type !== 'null').map((type) => nouns.get(type) ?? type);
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

interface Refused {
	readonly path: string;
	readonly node: YamlNode;
	readonly types: ReadonlySet<string>;
}

/** Values that the schemas of both versions refuse. Null takes the default out, and then nothing is checked. */
function* refusedIn(values: YamlNode, low: ChartKey, high: ChartKey): Iterable<Refused> {
	const open: { node: YamlNode; keys: readonly ChartKey[]; path: string }[] = [
		{ node: values, keys: [low, high], path: '' },
	];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { keys, path } = next;
		const node = known(next.node);
		const [types] = keys.map((key) => key.types);
		const isKnown = node.kind !== 'unknown' && !(node.kind === 'scalar' && node.value === null);
		if (isKnown && types !== undefined && path !== '' && keys.every((key) => !fits(node, key.types))) {
			yield { path, node, types };
			continue;
		}
		for (const [name, { value }] of entriesOf(node)) {
			const below = keys.flatMap((one) => one.below.get(name) ?? []);
			if (below.length === keys.length) {
				open.push({ node: value, keys: below, path: path === '' ? name : `${path}.${name}` });
			}
		}
	}
}

function fits(node: YamlNode, types: ReadonlySet<string> | undefined): boolean {
	if (types === undefined) return true;
	const type = typeOf(node);
	return types.has(type) || (type === 'integer' && types.has('number'));
}

function typeOf(node: YamlNode): string {
	if (node.kind === 'seq') return 'array';
	if (node.kind !== 'scalar') return 'object';
	if (node.digits !== undefined || (typeof node.value === 'number' && Number.isInteger(node.value))) return 'integer';
	return node.value === null ? 'null' : typeof node.value;
}
