import { type MapNode, mapAt, nodeAt, stringAt } from '../../repo/node.ts';
import { parseScalar } from '../../repo/parse.ts';
import { groupOf, type Resource, resourceFrom, type Unresolved } from '../resource.ts';
import { lastStep } from './helm-chart.ts';
import type { HelmRelease } from './helm-release.ts';

/**
 * A chart as k3s and RKE2 install it, read like a release of Flux: a HelmChart with its values, or a HelmChartConfig with
 * the values that it adds to a chart which comes with the distribution. k3s-io/helm-controller, `pkg/apis/helm.cattle.io/v1`.
 */
export function cattleChart(root: MapNode, applied?: Resource): HelmRelease | undefined {
	const resource = applied ?? resourceFrom(root);
	if (resource === undefined || groupOf(resource) !== 'helm.cattle.io') return undefined;
	const spec = mapAt(root, ['spec']);
	const isConfig = resource.kind === 'HelmChartConfig';
	const named = isConfig ? resource.name : stringAt(spec, ['chart']);
	if (spec === undefined || named === undefined || (!isConfig && resource.kind !== 'HelmChart')) return undefined;
	const { values, unresolved } = valuesOf(spec);
	const version = isConfig
		? ({ kind: 'unknown', why: 'remote', what: 'the chart in the distribution', origin: spec.origin } as const)
		: nodeAt(spec, ['version']);
	return { resource, chart: lastStep(named), version, versionBlock: spec.origin, values, unresolved };
}

/** `valuesContent` is a text of YAML; Secrets named beside it can set any key. */
function valuesOf(spec: MapNode): Pick<HelmRelease, 'values' | 'unresolved'> {
	const content = nodeAt(spec, ['valuesContent']);
	const secrets = nodeAt(spec, ['valuesSecrets']);
	const empty: MapNode = { kind: 'map', entries: new Map(), origin: (content ?? spec).origin };
	const unresolved: Unresolved[] = [];
	if (secrets !== undefined) unresolved.push({ why: 'missing', what: 'the Secrets with values', at: secrets.origin });
	if (content?.kind === 'unknown') unresolved.push({ why: content.why, what: content.what, at: content.origin });
	if (content?.kind !== 'scalar' || content.value === null) return { values: empty, unresolved };
	const {
		documents: [document],
		syntaxErrors,
	} = parseScalar(content);
	if (document?.kind === 'map' && syntaxErrors.length === 0) return { values: document, unresolved };
	if (document !== undefined || syntaxErrors.length > 0)
		unresolved.push({ why: 'templated', what: 'the text in valuesContent', at: content.origin });
	return { values: empty, unresolved };
}
