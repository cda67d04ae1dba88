import { itemsAt, nodeAt, type ScalarNode, textOf, type YamlNode } from '../../repo/node.ts';
import { draftOf, type ShellText, textPart } from '../../repo/shell/shell-text.ts';
import type { KernelArgumentFact } from '../host-facts.ts';
import type { Reader } from '../reader.ts';
import { bodyOf } from '../text-lines.ts';
import { nodeOfPath } from './node-of.ts';
import { isMachineConfig } from './talos.ts';

/** Arguments of the kernel about IPv6: in GRUB's and other loaders' files, in scripts that write them, and in Talos. */
export const kernelArguments: Reader = {
	name: 'kernel-arguments',

	*document(document) {
		const { root, source, file } = document;
		if (source === 'rendered') return;
		const node = nodeOfPath(file);
		if (isMachineConfig(document)) yield* listed(nodeAt(root, ['machine', 'install', 'extraKernelArgs']), node);
		const holders = [root, nodeAt(root, ['controlPlane']), nodeAt(root, ['worker']), ...itemsAt(root, ['nodes'])];
		if (!root.entries.has('talosVersion') && !root.entries.has('nodes')) return;
		for (const holder of holders)
			yield* listed(nodeAt(holder, ['schematic', 'customization', 'extraKernelArgs']), node);
	},

	*text(file) {
		if (isLoaderFile(file.target ?? file.path)) yield* argumentsIn(bodyOf(file), nodeOfPath(file.path));
	},

	*script({ path, commands, heredocs }) {
		for (const { words } of commands) {
			if (!words.some((word) => loaderWord.test(textOf(draftOf(word))))) continue;
			for (const word of words) yield* argumentsIn(word, nodeOfPath(path));
		}
		// A text that a script writes is read with its file; only appended lines are read here.
		for (const { target, body } of heredocs)
			if (target !== undefined && isLoaderFile(target)) yield* argumentsIn(body, nodeOfPath(path));
	},
};

/** `/etc/default/grub`, `/etc/kernel/cmdline` of systemd-boot, `cmdline.txt` of a Raspberry Pi. */
export function isLoaderFile(path: string): boolean {
	return /(?:^|\/)(?:default\/grub(?:\.d\/[^/]+)?|grub\.(?:cfg|d\/[^/]+)|kernel\/cmdline|cmdline(?:\.txt)?)$/.test(
		path,
	);
}

/** What a command has about it that changes a loader's file. */
const loaderWord = /GRUB_CMDLINE|\/default\/grub|^grubby$|\/kernel\/cmdline|cmdline\.txt|^rpm-ostree$/;

function* argumentsIn(text: ShellText, node: string | undefined): Iterable<KernelArgumentFact> {
	let start = 0;
	for (const line of textOf(draftOf(text)).split('\n')) {
		for (const match of /^\s*#/.test(line) ? [] : line.matchAll(argument)) {
			const [whole, name = '', value = ''] = match;
			const at = textPart(text, start + match.index, start + match.index + whole.length).origin;
			yield { fact: 'kernel-argument', name, value, at, ...(node === undefined ? {} : { node }) };
		}
		start += line.length + 1;
	}
}

const argument = /(?<![\w.#])(ipv6\.disable(?:_ipv6)?)=(\w+)/g;

function* listed(list: YamlNode | undefined, node: string | undefined): Iterable<KernelArgumentFact> {
	const scalars = itemsAt(list).filter((item): item is ScalarNode => item.kind === 'scalar');
	for (const scalar of scalars) yield* argumentsIn(scalar, node);
}
