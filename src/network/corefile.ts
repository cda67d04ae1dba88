import { originWithin, type ScalarNode, textOf } from '../repo/node.ts';
import type { CorefilePlugin } from './add-on-facts.ts';

/**
 * The plugins of a Corefile, or of a part of one that is put into it, each with what stands in its block. A block opens at
 * the end of a line; braces inside words belong to templates. CoreDNS, `plugin.cfg` and the manual page corefile(5).
 */
export function corefilePlugins(node: ScalarNode, isPart = false): CorefilePlugin[] {
	const plugins: { name: string; parameters: string; lines: string[]; at: CorefilePlugin['at'] }[] = [];
	// In a whole Corefile the first level are the servers, in a part of one the plugins themselves.
	const level = isPart ? 0 : 1;
	let depth = 0;
	let start = 0;
	for (const line of textOf(node).split('\n')) {
		const text = line.replace(/(?:^|\s)#.*$/, '').trim();
		const opens = /(?:^|\s)\{$/.test(text);
		const bare = opens ? text.slice(0, -1).trim() : text;
		if (text === '}') depth = Math.max(0, depth - 1);
		else if (bare !== '') {
			if (depth === level) {
				const [name = '', ...rest] = bare.split(/\s+/);
				const from = start + line.indexOf(bare);
				plugins.push({ name, parameters: rest.join(' '), lines: [], at: originWithin(node, from, from + bare.length) });
			} else if (depth > level) plugins.at(-1)?.lines.push(bare);
		}
		if (opens) depth++;
		start += line.length + 1;
	}
	return plugins;
}
