import { textOf } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { Heredoc } from '../../repo/shell/shell.ts';
import { bareWords, commandName } from '../../repo/shell/shell-command.ts';
import { draftOf, type ShellText, textPart } from '../../repo/shell/shell-text.ts';
import type { Fact } from '../facts.ts';
import type { Reader } from '../reader.ts';
import { bodyOf, linesOf } from '../text-lines.ts';

/** The network of the hosts themselves: kernel settings in files, in texts that scripts write and in commands. */
export const hostNetwork: Reader = {
	name: 'host-network',

	*text(file) {
		const name = file.target ?? file.path;
		if (!isSysctlFile(name)) return;
		const block = bodyOf(file).origin;
		for (const line of linesOf(file)) yield* setting(line, name, block);
	},

	*script({ path, commands, heredocs }) {
		for (const { words, origin } of commands) {
			if (commandName(words) !== 'sysctl') continue;
			for (const word of bareWords(words).slice(1)) yield* setting(word, path, origin);
		}
		for (const heredoc of heredocs) yield* procFile(heredoc, path);
	},
};

/** True for `/etc/sysctl.conf`, `sysctl.d/90-k8s.conf` and files with `sysctl` in their name. */
export function isSysctlFile(path: string): boolean {
	return /(?:^|\/)sysctl\.d\/[^/]+$|(?:^|\/)[^/]*sysctl[^/]*\.conf(?:\.[a-z0-9]+)?$/.test(path);
}

/** `key = value`; a `-` before the key ignores errors. sysctl.d(5). */
function* setting(line: ShellText, file: string, block: Origin): Iterable<Fact> {
	const text = textOf(draftOf(line));
	const head = /^\s*(?:-\s*)?([\w./*-]+)\s*=\s*/.exec(text);
	if (head === null) return;
	const start = head[0].length;
	const end = Math.max(start, text.trimEnd().length);
	yield* sysctl(dotted(head[1] ?? ''), textPart(line, start, end), file, block);
}

/** `echo 1 > /proc/sys/net/ipv6/conf/all/forwarding`. */
function* procFile({ target, body, origin }: Heredoc, path: string): Iterable<Fact> {
	const key = /^\/proc\/sys\/(.+)$/.exec(target ?? '')?.[1];
	if (key === undefined) return;
	const text = textOf(draftOf(body));
	const start = text.length - text.trimStart().length;
	yield* sysctl(dotted(key), textPart(body, start, start + text.trim().length), path, origin);
}

function* sysctl(key: string, value: ShellText, file: string, block: Origin): Iterable<Fact> {
	// A key with something unknown in it, or one that has nothing to do with addresses, is nobody's business.
	if (!key.startsWith('net.')) return;
	// A value that only a run can tell is a value all the same: the key is not left out.
	const text = value.kind === 'scalar' ? textOf(value) : `<${value.what}>`;
	yield { fact: 'sysctl', file, key, value: text, at: value.origin, block };
}

/** With a slash as the first separator dots and slashes change places: `net/ipv4/conf/eth0.1/forwarding`. sysctl(8). */
export function dotted(key: string): string {
	if (!/^[^./]*\//.test(key)) return key;
	return key.replace(/[./]/g, (separator) => (separator === '/' ? '.' : '/'));
}
