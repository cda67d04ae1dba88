import { placeOf } from '../fix/place.ts';
import type { Declaration } from '../network/facts.ts';
import type { RepoFiles } from '../repo/files.ts';
import type { SourceLocation } from '../repo/location.ts';
import type { Origin } from '../repo/origin.ts';
import type { Change } from '../rule.ts';
import { isScript } from './scripts.ts';
import { besideVariable } from './shell-variable.ts';

/** The changes that put a prefix of the second family behind what a declaration lists; undefined where it lists none. */
export function appendPrefix(declaration: Declaration, cidr: string, files: RepoFiles): Change[] | undefined {
	const last = declaration.prefixes.at(-1);
	if (last === undefined) return undefined;
	switch (declaration.form) {
		case 'list':
			return [{ op: 'append', into: { kind: 'seq', items: [], origin: declaration.at }, value: cidr }];
		case 'comma-list':
			return appendText(last.origin, last.text, cidr, files);
		case 'one':
			return undefined;
	}
}

/** The changes that put `,added` behind a text. In scripts variables that others use as well stay as they are. */
export function appendText(origin: Origin, text: string, added: string, files: RepoFiles): Change[] {
	const place = placeOf(origin, 'collection');
	if (place.ok && isScript(place.value.at.file)) {
		const changes = besideVariable(origin, added, files);
		if (changes !== undefined) return changes;
		const read = files.read(place.value.at.file);
		const { start, end } = place.value.at.range;
		const raw = read?.ok ? read.value.slice(start, end) : text;
		const quote = /^["']/.exec(raw)?.[0] ?? '';
		const inner = quote !== '' && raw.endsWith(quote) ? raw.slice(1, -1) : raw;
		return [{ op: 'replace-text', target: origin, text: `${quote}${inner},${added}${quote}`, verbatim: true }];
	}
	const variable = place.ok && origin.kind === 'substituted' ? soleVariable(place.value.at, files) : undefined;
	// Others use the variable as one range, so the second one stands behind it.
	if (variable !== undefined)
		return [{ op: 'replace-text', target: origin, text: `"${variable},${added}"`, verbatim: true }];
	return [{ op: 'set', target: origin, value: `${text},${added}` }];
}

/** The variable of a value that is one variable and nothing else, as it stands there. */
function soleVariable({ file, range }: SourceLocation, files: RepoFiles): string | undefined {
	const read = files.read(file);
	const raw = read?.ok ? read.value.slice(range.start, range.end) : '';
	return /^(["']?)(\$\{\w+(?::[-=]?[^}"']*)?\})\1$/.exec(raw)?.[2];
}
