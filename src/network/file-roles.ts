import { isKustomizationFile } from '../render/flux/text-graph.ts';
import { isHelmRelease } from '../render/helm/helm-release.ts';
import type { Rendered } from '../render/resource.ts';
import type { RepoPath } from '../repo/location.ts';
import { entriesOf, itemsAt, nodeAt, stringAt } from '../repo/node.ts';
import { decidedAt, type Origin } from '../repo/origin.ts';
import { type ParsedYaml, parseScalar, type SourceFile } from '../repo/parse.ts';

/** What kustomize takes a file for. */
export type FileRole = 'resource' | 'patch' | 'kustomization';

/** The role of each file that had a part in what was rendered. Without a kustomization and without Flux nobody builds anything. */
export function rolesOf({ resources }: Rendered, sources: readonly SourceFile[]): ReadonlyMap<RepoPath, FileRole> {
	const roles = new Map<RepoPath, FileRole>();
	const hasKustomization = sources.some(({ path }) => isKustomizationFile(path));
	for (const { root, appliedBy } of resources) {
		if (appliedBy === undefined && !hasKustomization) continue;
		let origin: Origin = root.origin;
		for (; origin.kind === 'patched'; origin = origin.over) {
			const { file } = decidedAt(origin.by);
			if (!roles.has(file)) roles.set(file, 'patch');
		}
		if (origin.kind === 'written') roles.set(origin.at.file, 'resource');
	}
	for (const { path } of sources) if (isKustomizationFile(path)) roles.set(path, 'kustomization');
	return roles;
}

/** The values that HelmReleases take from ConfigMaps, parsed; a text that several clusters use once. */
export function valuesTexts({ resources }: Rendered): ParsedYaml[] {
	const wanted = new Set<string>();
	for (const { root, namespace } of resources.filter(isHelmRelease)) {
		for (const item of itemsAt(root, ['spec', 'valuesFrom'])) {
			const key = stringAt(item, ['valuesKey']) ?? 'values.yaml';
			if (stringAt(item, ['kind']) === 'ConfigMap')
				wanted.add(JSON.stringify([namespace, stringAt(item, ['name']), key]));
		}
	}
	const texts = new Map<string, ParsedYaml>();
	for (const { root, kind, namespace, name } of resources) {
		for (const [key, { value }] of kind === 'ConfigMap' ? entriesOf(nodeAt(root, ['data'])) : []) {
			if (value.kind !== 'scalar' || !wanted.has(JSON.stringify([namespace, name, key]))) continue;
			const place = JSON.stringify(decidedAt(value.origin));
			if (!texts.has(place)) texts.set(place, parseScalar(value));
		}
	}
	return [...texts.values()];
}
