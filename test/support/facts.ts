import type { Fact, Located } from '../../src/network/facts.ts';
import type { Reader } from '../../src/network/reader.ts';
import { helmRelease, isHelmRelease } from '../../src/render/helm/helm-release.ts';
import { resourceFrom } from '../../src/render/resource.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { decidedAt, type Origin } from '../../src/repo/origin.ts';
import { mapsOf, parseFile } from '../../src/repo/parse.ts';

/** The file name that the text of a test gets. */
export const file = 'a.yaml' as RepoPath;

/** Everything a reader finds in a text, its HelmReleases completed from the objects of the same text. */
export function factsOf(reader: Reader, text: string): Fact[] {
	const roots = mapsOf(parseFile(file, text));
	const resources = roots.map(resourceFrom);
	const find = (kind: string, namespace: string, name: string) =>
		resources.find((one) => one?.kind === kind && one.name === name && (one.namespace ?? 'default') === namespace);
	return roots.flatMap((root, i) => {
		const resource = resources[i];
		const document = reader.document?.({ root, source: 'rendered', ...(resource === undefined ? {} : { resource }) });
		const release = resource !== undefined && isHelmRelease(resource) ? helmRelease(resource, find) : undefined;
		return [...(document ?? []), ...((release && reader.release?.(release)) ?? [])];
	});
}

/** The text that an origin shows, so that a test sees each span. */
export function textAt(text: string, origin: Origin): string {
	const { range } = decidedAt(origin);
	const shown = text.slice(range.start, range.end);
	const name = origin.kind === 'omitted' ? `${origin.field} left out of ` : '';
	return `${name}${shown.length > 60 ? `${shown.slice(0, 40)}…` : shown}`;
}

/** `value @ span` for each. */
export function spans(text: string, all: readonly Located<string>[]): string[] {
	return all.map(({ value, origin }) => `${value} @ ${textAt(text, origin)}`);
}

/** One line for each declaration, without the setting's block. */
export function declarationLines(text: string, facts: Iterable<Fact>): string[] {
	return [...facts].flatMap((fact) => {
		if (fact.fact !== 'declaration') return [];
		const { role, name, component, setting, standing, relation, prefixes, form, family } = fact;
		const head = [role, name, component, setting, standing, relation, form, family].filter(
			(part) => part !== undefined,
		);
		const shown = prefixes.map(({ text: own, cidr, problem, origin }) => {
			const value = cidr === own ? own : `${own} (${cidr ?? problem?.kind})`;
			return `${value} @ ${textAt(text, origin)}`;
		});
		return [`${head.join(' ')}: ${shown.join('; ')}`];
	});
}
