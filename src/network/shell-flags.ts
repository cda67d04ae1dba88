import { textOf, type YamlNode } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';
import { draftOf, type ShellText, textPart } from '../repo/shell/shell-text.ts';
import { type FlagSet, flagsOf } from './flags.ts';
import { withoutPlaceholders } from './placeholders.ts';

/** The flags of a command of a script. Of `--name=$VALUE` the name is known even where the value is not. */
export function shellFlags(words: readonly ShellText[], origin: Origin): FlagSet {
	const { all } = flagsOf(words.flatMap(nameAndValue), origin);
	return { origin, all: all.map((flag) => ({ ...flag, value: withoutPlaceholders(flag.value) })) };
}

function nameAndValue(word: ShellText): readonly YamlNode[] {
	if (word.kind === 'scalar') return [word];
	const text = textOf(draftOf(word));
	const name = /^--?[a-zA-Z][\w-]*=/.exec(text)?.[0];
	if (name === undefined) return [word];
	return [textPart(word, 0, name.length - 1), textPart(word, name.length, text.length)];
}

/** The words of a line of options as systemd and the shell split them: at blanks, except in quotes. */
export function optionWords(line: ShellText): ShellText[] {
	const words: ShellText[] = [];
	for (const match of textOf(draftOf(line)).matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'\\])+/g)) {
		const [token] = match;
		const start = match.index;
		const quoted = /^(--?[\w-]+=)?(["'])([^"']*)\2$/.exec(token);
		if (quoted === null) {
			words.push(textPart(line, start, start + token.length));
			continue;
		}
		const name = quoted[1] ?? '';
		if (name !== '') words.push(textPart(line, start, start + name.length - 1));
		words.push(textPart(line, start + name.length + 1, start + token.length - 1));
	}
	return words;
}
