import { mapAt, nodeAt, stringAt, type YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { Resource } from '../resource.ts';
import type { FindObject } from '../substitution/variables.ts';

interface Chart {
	readonly chart: string | undefined;
	readonly version: YamlNode | undefined;
	readonly versionBlock: Origin;
}

/** The chart that a HelmRelease names, inline or through `chartRef`. */
export function chartOf(resource: Resource, namespace: string, find: FindObject): Chart {
	const inline = mapAt(resource.root, ['spec', 'chart', 'spec']);
	if (inline !== undefined) return inlineChart(inline);
	const reference = mapAt(resource.root, ['spec', 'chartRef']);
	const kind = stringAt(reference, ['kind']) ?? '';
	const name = stringAt(reference, ['name']) ?? '';
	const source = find(kind, stringAt(reference, ['namespace']) ?? namespace, name);
	const spec = mapAt(source?.root, ['spec']);
	const at = (spec ?? reference ?? resource.root).origin;
	if (spec === undefined) return { chart: undefined, version: undefined, versionBlock: at };
	if (kind === 'HelmChart') return inlineChart(spec);
	const url = stringAt(spec, ['url']);
	const ref = mapAt(spec, ['ref']);
	// Flux: a digest wins over a semver range, which wins over a tag; a digest tells no version.
	const version = nodeAt(ref, ['semver']) ?? nodeAt(ref, ['tag']);
	return { chart: url && lastStep(url), version, versionBlock: ref?.origin ?? at };
}

function inlineChart(spec: YamlNode): Chart {
	const name = stringAt(spec, ['chart']);
	return { chart: name && lastStep(name), version: nodeAt(spec, ['version']), versionBlock: spec.origin };
}

/** `oci://ghcr.io/org/charts/cilium` and `./charts/cilium` are both the chart `cilium`. */
export function lastStep(name: string): string {
	const trimmed = name.replace(/\/$/, '');
	return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}
