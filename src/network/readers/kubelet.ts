import { itemsAt, nodeAt, textOf } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { bareWords, commandName } from '../../repo/shell/shell-command.ts';
import { draftOf, type ShellText, textPart } from '../../repo/shell/shell-text.ts';
import type { Fact, ProcessFact } from '../facts.ts';
import type { Flag, FlagSet } from '../flags.ts';
import { withoutPlaceholders } from '../placeholders.ts';
import type { ClusterDocument, Reader, TextFile } from '../reader.ts';
import { optionWords, shellFlags } from '../shell-flags.ts';
import { linesOf } from '../text-lines.ts';
import { configurationsIn, isKind } from './embedded.ts';
import { nodeOfPath } from './node-of.ts';

/** The kubelet: its configuration, and flags in systemd units, drop-ins and environment files. */
export const kubelet: Reader = {
	name: 'kubelet',
	words: /KubeletConfiguration/,

	*document(document) {
		for (const inner of configurationsIn(document)) {
			if (isKind(inner.root, 'kubelet.config.k8s.io', 'KubeletConfiguration')) yield* configuration(inner);
		}
	},

	*text(file) {
		for (const line of linesOf(file, true)) yield* optionLine(line, file);
	},

	*script({ path, commands }) {
		for (const { words, origin } of commands) {
			if (commandName(words) !== 'kubelet') continue;
			const flags = shellFlags(bareWords(words).slice(1), origin);
			// `kubelet --version` starts nothing.
			if (flags.all.some(({ name }) => name !== 'version'))
				yield process('kubelet command', flags, origin, nodeOfPath(path));
		}
	},
};

/** The fields of a KubeletConfiguration that hold addresses, as the flags they stand for. */
function* configuration({ root, file }: ClusterDocument): Iterable<Fact> {
	const list = nodeAt(root, ['clusterDNS']);
	const all = itemsAt(list).flatMap((item): Flag[] => {
		if (item.kind !== 'scalar' && item.kind !== 'unknown') return [];
		return [{ name: 'cluster-dns', nameOrigin: item.origin, value: withoutPlaceholders(item) }];
	});
	if (list === undefined || all.length === 0) return;
	yield process('KubeletConfiguration', { all, origin: list.origin }, list.origin, nodeOfPath(file));
}

/** `KUBELET_EXTRA_ARGS=…` of an environment file or in `Environment=` of a unit, and `ExecStart=…/kubelet …`. */
function* optionLine(line: ShellText, { path }: TextFile): Iterable<Fact> {
	const text = textOf(draftOf(line));
	const head = /^\s*(?:export\s+)?(Environment=\s*["']?)?KUBELET_\w*=|^\s*ExecStart=\S*\/kubelet(?=\s)/.exec(text);
	if (head === null) return;
	const isUnit = head[1] !== undefined || /^\s*ExecStart=/.test(text);
	const start = head[0].length;
	const flags = shellFlags(optionWords(unquoted(textPart(line, start, text.length), head[0])), line.origin);
	if (flags.all.length === 0) return;
	yield process(isUnit ? 'kubelet drop-in' : 'kubelet environment file', flags, line.origin, nodeOfPath(path));
}

/** The value without the quotes around all of it; the opening one may stand before the variable's name. */
function unquoted(value: ShellText, head: string): ShellText {
	const text = textOf(draftOf(value));
	const isOpen = /["']/.test(head);
	const [quote] = isOpen ? (/["']/.exec(head) ?? []) : (/^["']/.exec(text) ?? []);
	if (quote === undefined) return value;
	const start = isOpen ? 0 : 1;
	const end = text.lastIndexOf(quote);
	return textPart(value, start, end > start ? end : text.length);
}

function process(component: string, flags: FlagSet, at: Origin, node: string | undefined): ProcessFact {
	return {
		fact: 'process',
		process: 'kubelet',
		component,
		complete: false,
		flags,
		at,
		...(node === undefined ? {} : { node }),
	};
}
