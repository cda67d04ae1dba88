import { placeOf } from '../fix/place.ts';
import type { RepoFiles } from '../repo/files.ts';
import type { RepoPath } from '../repo/location.ts';
import type { Origin } from '../repo/origin.ts';
import type { Change } from '../rule.ts';

/** A use of one variable in a script: `$NAME`, `${NAME}`. */
interface Use {
	readonly name: string;
	readonly raw: string;
	readonly file: RepoPath;
	readonly text: string;
	readonly braces: boolean;
	readonly definition: Extract<Origin, { kind: 'written' }>;
}

/**
 * Puts a variable for the second family beside the one that a text of a script is made of, and uses both: whoever else
 * uses the first one still gets one family. Undefined where the text is not one variable of the same script.
 */
export function besideVariable(origin: Origin, added: string, files: RepoFiles): Change[] | undefined {
	const use = useOf(origin, files);
	if (use === undefined) return undefined;
	const second = secondName(use.name);
	const reference = use.braces ? `\${${second}}` : `$${second}`;
	const change: Change = { op: 'replace-text', target: origin, text: `${use.raw},${reference}`, verbatim: true };
	return [...defineSecond(use, second, added), change];
}

/** `NODE_IP` → `NODE_IPV6`, `POD_CIDR` → `POD_CIDR_IPV6`, `POD_CIDR_V4` → `POD_CIDR_V6`. */
function secondName(name: string): string {
	if (/V4$/i.test(name)) return `${name.slice(0, -1)}6`;
	if (/_IP$/.test(name)) return `${name}V6`;
	return /[a-z]/.test(name) ? `${name}_ipv6` : `${name}_IPV6`;
}

/** The name of the script's variable that holds what is added, where there is one. */
export function variableHolding(value: string, text: string): string | undefined {
	for (const [, name, found] of text.matchAll(/^[ \t]*(?:export[ \t]+|readonly[ \t]+)?(\w+)=["']?([^"'\s#]*)/gm))
		if (found === value) return name;
	return undefined;
}

function defineSecond(use: Use, second: string, added: string): Change[] {
	if (new RegExp(`^[ \\t]*(?:export[ \\t]+|readonly[ \\t]+)?${second}=`, 'm').test(use.text)) return [];
	const { start } = use.definition.at.range;
	const lineStart = use.text.lastIndexOf('\n', start - 1) + 1;
	const lineEnd = use.text.indexOf('\n', start);
	const line = use.text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd);
	const head = /^[ \t]*((?:export[ \t]+|readonly[ \t]+)?)\w+=(["']?)/.exec(line);
	const [, before = '', quote = ''] = head ?? [];
	const argument = /\$\{(\d)(:\?)([^}]*)\}/.exec(line);
	const value = argument === null ? added : nextArgument(use.text, argument[3] ?? '');
	const text = `${before}${second}=${quote}${value}${quote}`;
	return [{ op: 'insert-line', beside: use.definition, where: 'after', text }];
}

/** The next positional parameter of a script, with the complaint of the first family's. */
function nextArgument(text: string, complaint: string): string {
	const used = [...text.matchAll(/\$\{?(\d)\b/g)].map(([, digit]) => Number(digit));
	return `\${${Math.max(...used) + 1}:?${complaint.replace(/\baddress\b/, 'IPv6 address')}}`;
}

function useOf(origin: Origin, files: RepoFiles): Use | undefined {
	if (origin.kind !== 'substituted') return undefined;
	const [definition, ...others] = origin.variables;
	const place = placeOf(origin.template, 'collection');
	if (!place.ok || definition?.kind !== 'written' || others.length > 0) return undefined;
	const { file, range } = place.value.at;
	const read = files.read(file);
	if (definition.at.file !== file || read?.ok !== true) return undefined;
	const raw = read.value.slice(range.start, range.end);
	const match = /^\$(?:\{(\w+)\}|(\w+))$/.exec(raw);
	const name = match?.[1] ?? match?.[2];
	if (name === undefined) return undefined;
	return { name, raw, file, text: read.value, braces: match?.[1] !== undefined, definition };
}
