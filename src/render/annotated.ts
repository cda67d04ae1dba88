import { nodeAt, type YamlNode } from '../repo/node.ts';
import { decidedAt } from '../repo/origin.ts';
import { readSuppression, type Suppression } from '../repo/suppression.ts';
import { partOf } from './kustomize/text-parts.ts';
import type { Resource } from './resource.ts';

/** The annotation by which an object, also a generated one, suppresses findings: one `<rule>: <reason>` a line. */
const ignoreAnnotation = 'dualstack-lint.io/ignore';

/** The suppressions that annotations of objects hold. They cover all that was written for their object. */
export function annotatedSuppressions(resources: readonly Resource[]): Suppression[] {
	return resources.flatMap(({ root }) => {
		const annotations = nodeAt(root, ['metadata', 'annotations']);
		const entry = annotations?.kind === 'map' ? annotations.entries.get(ignoreAnnotation) : undefined;
		const value = entry?.value;
		if (value?.kind !== 'scalar' || typeof value.value !== 'string') return [];
		const places = placesOf(root);
		const lines = [...value.value.matchAll(/[^\n]*\S[^\n]*/g)];
		return lines.map((line) => ({
			by: 'annotation' as const,
			...readSuppression(line[0]),
			...(lines.length === 1 && entry !== undefined ? { entry } : {}),
			at: partOf(value, line.index, line.index + line[0].length).origin,
			covers: ({ file, range }) =>
				places.get(file)?.some(({ start, end }) => start <= range.start && range.end <= end) === true,
		}));
	});
}

type Places = ReadonlyMap<string, readonly { readonly start: number; readonly end: number }[]>;

function placesOf(root: YamlNode): Places {
	const places = new Map<string, { start: number; end: number }[]>();
	const note = ({ origin }: Pick<YamlNode, 'origin'>) => {
		const { file, range } = decidedAt(origin);
		const known = places.get(file);
		if (known === undefined) places.set(file, [range]);
		else known.push(range);
	};
	const open: YamlNode[] = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		// A map or list covers its text only as far as nobody wrote into it from elsewhere.
		if (node.kind === 'map') {
			for (const { key, value } of node.entries.values()) {
				note({ origin: key });
				open.push(value);
			}
		} else if (node.kind === 'seq') for (const item of node.items) open.push(item);
		note(node);
	}
	return places;
}
