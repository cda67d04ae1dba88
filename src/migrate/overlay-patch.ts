import { placeOf } from '../fix/place.ts';
import { blockLines } from '../fix/write-value.ts';
import type { ClusterView } from '../pipeline.ts';
import { isFluxKustomization } from '../render/flux/flux-kustomization.ts';
import type { Resource } from '../render/resource.ts';
import type { RepoFiles } from '../repo/files.ts';
import { mapAt } from '../repo/node.ts';
import type { Writable } from '../rule.ts';
import type { ChangeGroup } from './phase.ts';

/**
 * The same values for one cluster alone: a patch in the Flux Kustomization that applies a release of Helm. Undefined
 * where there is none of this cluster, or where its lines leave no place.
 */
export function patchOfRelease(
	{ input, cluster }: ClusterView,
	release: Resource,
	values: ReadonlyMap<string, Writable>,
	files: RepoFiles,
): ChangeGroup | undefined {
	const applying = input.rendered.resources.find(
		(one) => isFluxKustomization(one) && `${one.namespace}/${one.name}` === release.appliedBy,
	);
	const spec = applying && mapAt(applying.root, ['spec']);
	const beside = spec?.entries.get('path')?.key;
	const place = beside && placeOf(beside, 'collection');
	const read = place?.ok ? files.read(place.value.at.file) : undefined;
	if (spec === undefined || beside === undefined || !place?.ok || !read?.ok || spec.entries.has('patches'))
		return undefined;
	const { start } = place.value.at.range;
	const head = read.value.slice(read.value.lastIndexOf('\n', start - 1) + 1, start);
	if (head.trim() !== '') return undefined;
	const patch = releasePatch(release, values).map((line) => `      ${line}`);
	const text = [
		'patches:',
		'  - target:',
		'      kind: HelmRelease',
		`      name: ${release.name}`,
		'    patch: |',
		...patch,
	];
	return {
		title: `Patch the release ${release.name} for ${cluster} alone: other clusters have its values from the same file`,
		changes: [{ op: 'insert-line', beside, where: 'after', text: text.join('\n') }],
		otherwise: text.join('\n'),
	};
}

/** A strategic merge patch of a release with these values, line by line. */
export function releasePatch(
	{ apiVersion, name, namespace }: Resource,
	values: ReadonlyMap<string, Writable>,
): string[] {
	const patch = {
		apiVersion,
		kind: 'HelmRelease',
		metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
		spec: { values: nested(values) },
	};
	return blockLines(patch, 0, { step: 2, listStep: 2, quoting: 'plain', isJson: false });
}

/** `a.b: 1` and `a.c: 2` as one map. The paths are ours. */
function nested(values: ReadonlyMap<string, Writable>): Writable {
	const below = new Map<string, Map<string, Writable>>();
	const all: [string, Writable][] = [];
	for (const [path, value] of values) {
		const [first = '', ...rest] = path.split('.');
		const inner = below.get(first) ?? new Map<string, Writable>();
		if (rest.length === 0) all.push([first, value]);
		else below.set(first, inner.set(rest.join('.'), value));
	}
	return Object.fromEntries([...all, ...[...below].map(([key, inner]): [string, Writable] => [key, nested(inner)])]);
}
