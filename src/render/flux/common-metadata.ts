import { entriesOf, type MapNode, mapAt, type YamlNode } from '../../repo/node.ts';
import type { Resource } from '../resource.ts';

/** Flux's `commonMetadata`: labels and annotations set on every object, over those it has. */
export function withCommonMetadata(resource: Resource, common: MapNode | undefined): Resource {
	if (common === undefined) return resource;
	const metadata = mapAt(resource.root, ['metadata']);
	if (metadata === undefined) return resource;
	const fields = new Map(metadata.entries);
	for (const field of ['labels', 'annotations']) {
		const added = entriesOf(mapAt(common, [field]));
		if (added.length === 0) continue;
		const before = metadata.entries.get(field);
		const entries = new Map(entriesOf(before?.value));
		for (const [key, entry] of added) {
			const over = entries.get(key)?.value;
			entries.set(key, over === undefined ? entry : { key: entry.key, value: patched(entry.value, over) });
		}
		const origin = before?.value.origin ?? common.origin;
		fields.set(field, { key: before?.key ?? common.origin, value: { kind: 'map', entries, origin } });
	}
	const root = new Map(resource.root.entries);
	const key = root.get('metadata')?.key ?? metadata.origin;
	root.set('metadata', { key, value: { ...metadata, entries: fields } });
	return { ...resource, root: { ...resource.root, entries: root } };
}

function patched(value: YamlNode, over: YamlNode): YamlNode {
	return { ...value, origin: { kind: 'patched', by: value.origin, over: over.origin } };
}
