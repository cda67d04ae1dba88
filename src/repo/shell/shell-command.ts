import { textOf } from '../node.ts';
import type { ShellText } from './shell-text.ts';

/** Commands that run the command behind them, and their options that take a word of their own. */
const wrappers: ReadonlyMap<string, string> = new Map([
	['sudo', 'ugpCDhrTtUR'],
	['doas', 'uC'],
	['env', 'uCS'],
	['command', ''],
	['exec', 'a'],
	['builtin', ''],
	['time', 'fo'],
	['nohup', ''],
	['nice', 'n'],
	['ionice', 'cn'],
	['timeout', 'ks'],
	['stdbuf', 'ioe'],
	['chroot', ''],
	['sshpass', 'pfdP'],
]);

/** Options of ssh that take a word. `ssh` in OpenSSH 9, section SYNOPSIS. */
const sshOptions = 'BbcDEeFIiJLlmOopQRSWw';

/** Words that a wrapper takes before the command: the time limit, the folder, the host. */
const operands: ReadonlyMap<string, number> = new Map([
	['timeout', 1],
	['chroot', 1],
	['ssh', 1],
]);

/** The words of a command without `sudo`, `env A=b`, `ssh host` and the like before it. */
export function bareWords(words: readonly ShellText[]): readonly ShellText[] {
	let rest = words;
	for (let i = 0; i < 8; i++) {
		const name = nameOf(rest[0]);
		const options = name === 'ssh' ? sshOptions : name === undefined ? undefined : wrappers.get(name);
		if (options === undefined) return rest;
		const after = skipOptions(rest, options, operands.get(name ?? '') ?? 0);
		if (after.length === 0) return rest;
		rest = after;
	}
	return rest;
}

/** The name of the command that runs in the end: `kubeadm` for `sudo /usr/bin/kubeadm`. */
export function commandName(words: readonly ShellText[]): string | undefined {
	return nameOf(bareWords(words)[0]);
}

function nameOf(word: ShellText | undefined): string | undefined {
	if (word?.kind !== 'scalar') return undefined;
	const text = textOf(word);
	return text.slice(text.lastIndexOf('/') + 1);
}

function skipOptions(words: readonly ShellText[], withWord: string, operandCount: number): readonly ShellText[] {
	let left = operandCount;
	let i = 1;
	for (; i < words.length; i++) {
		const word = words[i];
		const text = word?.kind === 'scalar' ? textOf(word) : '';
		const isOption = text.startsWith('-') && text !== '-';
		if (isOption) {
			if (text.length === 2 && withWord.includes(text[1] ?? '')) i++;
		} else if (!/^[A-Za-z_]\w*=/.test(text) && --left < 0) break;
	}
	return words.slice(i);
}
