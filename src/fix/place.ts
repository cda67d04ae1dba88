import type { RepoFiles } from '../repo/files.ts';
import type { RepoPath, SourceLocation } from '../repo/location.ts';
import type { Origin } from '../repo/origin.ts';
import { isTemplate } from '../repo/template.ts';
import { type Attempt, refused } from './refusal.ts';

/** The text that an origin leads to. */
export interface Place {
	readonly at: SourceLocation;
	/** Why other values change along with this text, if any do. */
	readonly reach: 'anchor' | 'variable' | 'copied' | undefined;
}

/** Layers of an origin that are followed. */
const maxLayers = 1000;

/**
 * The text that decides a value (`scalar`), or the text of a map or list that a key or item is added to. A variable is
 * followed only where it makes the whole value and `throughVariables` allows it.
 */
export function placeOf(origin: Origin, kind: 'scalar' | 'collection', throughVariables = false): Attempt<Place> {
	let reach: Place['reach'];
	let at = origin;
	for (let i = 0; i < maxLayers; i++) {
		switch (at.kind) {
			case 'written':
				return { ok: true, value: { at: at.at, reach } };
			case 'aliased':
				reach = 'anchor';
				at = at.anchor;
				break;
			case 'patched':
				at = at.by;
				break;
			case 'generated':
				reach ??= 'copied';
				at = at.from;
				break;
			case 'omitted':
				return refused('not-written', `${at.field} is written nowhere`, undefined);
			case 'substituted': {
				const [sole, ...others] = at.variables;
				if (kind === 'collection') at = at.template;
				else if (sole === undefined || others.length > 0 || at.partial === true)
					return refused('variable', 'the text is put together from variables', writtenAt(at.template));
				else if (!throughVariables) return refused('variable', 'a variable decides the value', writtenAt(sole));
				else {
					reach = 'variable';
					at = sole;
				}
			}
		}
	}
	return refused('form', 'the value has passed through too many hands', undefined);
}

function writtenAt(origin: Origin): SourceLocation | undefined {
	return origin.kind === 'written' ? origin.at : undefined;
}

/** The text of a file that may be written. */
export function writableText(files: RepoFiles, at: SourceLocation): Attempt<string> {
	const { file } = at;
	if (file.startsWith('source:')) return refused('remote', `${file} stands in another repository`, at);
	const read = files.read(file);
	if (read === undefined) return refused('not-written', `there is no file ${file}`, at);
	if (!read.ok) return refused('form', `${file} cannot be read`, at);
	const reason = guarded(file, read.value);
	return reason === undefined ? { ok: true, value: read.value } : refused(reason[0], reason[1], at);
}

/** Files that nobody edits by hand, or that break when one does. */
function guarded(
	file: RepoPath,
	text: string,
): [why: 'encrypted' | 'generated' | 'templated', what: string] | undefined {
	// SOPS signs the whole file, what it leaves in clear included.
	if (/^(?:sops:|\s*"sops":)/m.test(text) && /\bmac\b["']?:/.test(text))
		return ['encrypted', `${file} is signed by SOPS`];
	const head = text.slice(0, 1000);
	if (/^(?:#|\/\/).*(?:\bgenerated\b.*\bdo not edit\b|\bdo not edit\b.*\bgenerated\b)/im.test(head))
		return ['generated', `${file} is generated, as its first lines say`];
	return isTemplate(file, text) ? ['templated', `${file} is a template`] : undefined;
}
