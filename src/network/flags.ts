import { originWithin, type ScalarNode, textOf, type UnknownNode, type YamlNode } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';
import type { Setting } from './setting.ts';

/** One flag of a command line. */
export interface Flag {
	/** Without the dashes: `cluster-cidr`. */
	readonly name: string;
	readonly nameOrigin: Origin;
	/** A flag without a value is `true`. Its text map is exact for `--flag=value`. */
	readonly value: ScalarNode | UnknownNode;
}

/** The flags of one process. When a flag is repeated the last one counts, as in Go's flag sets. */
export interface FlagSet {
	readonly all: readonly Flag[];
	/** The command or block that the flags stand in. */
	readonly origin: Origin;
}

/** Reads `--flag=value` and `--flag value` out of a command's words. Words that are no flags are passed over. */
export function flagsOf(words: readonly YamlNode[], origin: Origin): FlagSet {
	const all: Flag[] = [];
	for (let i = 0; i < words.length; i++) {
		const word = words[i];
		if (word?.kind !== 'scalar') continue;
		const text = textOf(word);
		if (!/^--?[a-zA-Z]/.test(text)) continue;
		const start = text.startsWith('--') ? 2 : 1;
		const equals = text.indexOf('=');
		if (equals !== -1) {
			const value = part(word, equals + 1, text.length);
			all.push({ name: text.slice(start, equals), nameOrigin: originWithin(word, 0, equals), value });
			continue;
		}
		const next = words[i + 1];
		const takesNext = next?.kind === 'unknown' || (next?.kind === 'scalar' && !textOf(next).startsWith('-'));
		const value = takesNext ? next : ({ kind: 'scalar', value: 'true', origin: word.origin } as const);
		all.push({ name: text.slice(start), nameOrigin: word.origin, value });
		if (takesNext) i++;
	}
	return { all, origin };
}

/** A piece of a scalar as a scalar of its own, with exact positions. */
export function part(node: ScalarNode, start: number, end: number): ScalarNode {
	return {
		kind: 'scalar',
		value: textOf(node).slice(start, end),
		text: (from, to) => originWithin(node, start + from, start + to),
		origin: originWithin(node, start, end),
	};
}

/** The node of a flag's value; undefined when the flag is not given. */
export function flagNode(flags: FlagSet, name: string): ScalarNode | UnknownNode | undefined {
	return flags.all.findLast((flag) => flag.name === name)?.value;
}

/** A flag's text. */
export function flag(flags: FlagSet, name: string): Setting<string> {
	const node = flagNode(flags, name);
	if (node === undefined) return { state: 'absent', origin: flags.origin };
	if (node.kind === 'unknown')
		return { state: 'unknown', unresolved: { why: node.why, what: node.what, at: node.origin } };
	return { state: 'set', value: textOf(node), origin: node.origin };
}
