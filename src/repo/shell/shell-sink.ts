import type { Redirection } from 'unbash';
import { textOf } from '../node.ts';
import { bareWords, commandName } from './shell-command.ts';
import { expandText } from './shell-expand.ts';
import { noteText } from './shell-found.ts';
import { expansionOf, type Frame, type Sink } from './shell-frame.ts';
import type { ShellText, WeighedText } from './shell-text.ts';

interface Span {
	readonly pos: number;
	readonly end: number;
}

/** Where the redirections send the output: `otherwise` when they do not touch it. */
export function redirectSink(redirects: readonly Redirection[], frame: Frame, span: Span, otherwise: Sink): Sink {
	let sink = otherwise;
	for (const redirect of redirects) {
		if (redirect.type !== 'Redirect') continue;
		const { descriptor, operator, target } = redirect;
		if (descriptor !== undefined && !(descriptor.type === 'FileDescriptor' && descriptor.value === 1)) continue;
		if (operator === '>&') sink = undefined;
		else if (operator.includes('>') && operator !== '<>' && target !== undefined) {
			sink = fileSink(expandText(target, expansionOf(frame)), frame, span);
		}
	}
	return sink;
}

function fileSink(target: WeighedText, frame: Frame, span: Span): Sink {
	if (textOf(target.node).startsWith('/dev/')) return undefined;
	return (text) => {
		noteText(frame.script.found, text, target, { ...frame.script, ...span });
		// A script that a script writes is run by somebody.
		if (/^#!.*\b(?:ba|da|a)?sh\b/.test(textOf(text.node).slice(0, 100))) frame.script.runInner(text, undefined);
	};
}

/** What a command does with its input; undefined when that is of no interest. `sink` is where its output goes. */
export function consumerOf(
	weighed: readonly WeighedText[],
	words: readonly ShellText[],
	frame: Frame,
	sink: Sink,
	span: Span,
): Sink {
	const inner = innerScript(weighed, words);
	if (inner !== undefined) return (text) => frame.script.runInner(inner, text);
	const rest = weighed.slice(weighed.length - bareWords(words).length);
	const operands = rest.slice(1).filter(({ node }) => !textOf(node).startsWith('-') || textOf(node) === '-');
	const name = commandName(words);
	switch (name) {
		case 'cat':
			return operands.every(({ node }) => textOf(node) === '-') ? sink : undefined;
		case 'tee':
			return (text) => {
				for (const operand of operands) fileSink(operand, frame, span)?.(text);
				sink?.(text);
			};
		case 'install':
		case 'cp': {
			const target = operands.at(-1);
			const reads = operands.some(({ node }) => textOf(node) === '/dev/stdin');
			return reads && target !== undefined ? fileSink(target, frame, span) : undefined;
		}
		case 'dd': {
			const target = rest.find(({ node }) => textOf(node).startsWith('of='));
			return target && ((text) => noteText(frame.script.found, text, target, { ...frame.script, ...span }));
		}
		case undefined:
			return undefined;
		default:
			if (shells.has(name)) return (text) => frame.script.runInner(text, undefined);
			if (!readers.has(name)) return undefined;
			return (text) => noteText(frame.script.found, text, undefined, { ...frame.script, ...span });
	}
}

/** Commands that run their input. */
const shells: ReadonlySet<string> = new Set(['bash', 'sh', 'dash', 'ash', 'ssh', 'su']);

/** Commands whose input can be something that declares addresses. */
const readers: ReadonlySet<string> = new Set([
	'kubectl',
	'kubeadm',
	'helm',
	'cilium',
	'oc',
	'flux',
	'k3s',
	'k0s',
	'clusterctl',
	'talosctl',
	'sysctl',
]);

/**
 * The word that a shell gets as its script: after `bash -c`, or the single word that `ssh host` is told.
 * Undefined for other commands.
 */
export function innerScript(weighed: readonly WeighedText[], words: readonly ShellText[]): WeighedText | undefined {
	const bare = bareWords(words);
	const rest = weighed.slice(weighed.length - bare.length);
	const [first] = rest;
	if (first === undefined) return undefined;
	if (rest.length === 1 && bare.length < words.length) return /\s/.test(textOf(first.node)) ? first : undefined;
	if (!shells.has(commandName(words) ?? '')) return undefined;
	const option = rest.findIndex(({ node }, i) => i > 0 && /^-[a-z]*c$/.test(textOf(node)));
	return option === -1 ? undefined : rest[option + 1];
}
