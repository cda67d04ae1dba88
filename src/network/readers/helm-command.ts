import { textOf } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { ShellCommand } from '../../repo/shell/shell.ts';
import { bareWords, commandName } from '../../repo/shell/shell-command.ts';
import { draftOf, hasMark, type ShellText, textPart } from '../../repo/shell/shell-text.ts';

/** An installation of Cilium that a script asks for. */
export interface CiliumInstallation {
	/** `helm install`, `cilium install`. */
	readonly component: string;
	/** Options with their values, in the order of the command. */
	readonly options: readonly { readonly name: string; readonly value: ShellText }[];
	/** Words that may be options nobody can see. */
	readonly unknown: readonly ShellText[];
	readonly origin: Origin;
}

/** The installation of Cilium in a command of Helm or of Cilium's own; undefined for other commands. */
export function ciliumInstallation({ words, origin }: ShellCommand): CiliumInstallation | undefined {
	const name = commandName(words);
	if (name !== 'helm' && name !== 'cilium') return undefined;
	const { operands, ...read } = parseOptions(bareWords(words).slice(1));
	const [action = '', ...rest] = operands.map((word) => textOf(draftOf(word)));
	if (!actions.has(action)) return undefined;
	if (name === 'helm' && !rest.some(isCiliumChart)) return undefined;
	const unknown = [...read.unknown, ...operands.filter((word) => isAnything(textOf(draftOf(word))))];
	return { component: `${name} ${action}`, options: read.options, unknown, origin };
}

/** A word of which nothing is known may be options; `$charts/cilium` is not. */
function isAnything(draft: string): boolean {
	return draft.length === 1 && hasMark(draft);
}

const actions: ReadonlySet<string> = new Set(['install', 'upgrade', 'template']);

/** `cilium`, `cilium/cilium`, `oci://quay.io/cilium/charts/cilium`, `./cilium-1.18.2.tgz`. The release may have any name. */
function isCiliumChart(operand: string): boolean {
	return /(?:^|\/)cilium(?:-[^/]*\.tgz)?\/*$/.test(operand);
}

/** Options of helm and cilium without a value. */
const switches: ReadonlySet<string> = new Set(
	(
		'i g h install wait atomic create-namespace dry-run debug reuse-values reset-values reset-then-reuse-values force ' +
		'devel verify no-hooks skip-crds dependency-update generate-name disable-openapi-validation wait-for-jobs ' +
		'render-subchart-notes cleanup-on-fail replace pass-credentials insecure-skip-tls-verify plain-http hide-notes ' +
		'hide-secret enable-dns take-ownership skip-schema-validation include-crds validate is-upgrade no-headers help ' +
		'kube-insecure-skip-tls-verify rollback dry-run-helm-values list-versions hide-notes rollback-on-failure'
	).split(' '),
);

interface Options {
	readonly options: CiliumInstallation['options'];
	readonly operands: readonly ShellText[];
	readonly unknown: readonly ShellText[];
}

function parseOptions(words: readonly ShellText[]): Options {
	const options: { name: string; value: ShellText }[] = [];
	const operands: ShellText[] = [];
	const unknown: ShellText[] = [];
	for (let i = 0; i < words.length; i++) {
		const word = words[i];
		if (word === undefined) continue;
		const text = textOf(draftOf(word));
		const match = /^--?([a-zA-Z][\w-]*)(=?)/.exec(text);
		if (match === null) {
			operands.push(word);
			continue;
		}
		const [head, name = '', equals] = match;
		if (equals === '=') options.push({ name, value: textPart(word, head.length, text.length) });
		else if (word.kind === 'unknown') unknown.push(word);
		else if (!switches.has(name)) {
			const value = words[++i];
			if (value !== undefined) options.push({ name, value });
		}
	}
	return { options, operands, unknown };
}
