import { itemsAt, type MapNode, nodeAt, type ScalarNode, stringAt, textOf } from '../../repo/node.ts';
import { bareWords, commandName } from '../../repo/shell/shell-command.ts';
import { draftOf, type ShellText, textPart } from '../../repo/shell/shell-text.ts';
import type { Fact } from '../facts.ts';
import { part } from '../flags.ts';
import type { Reader } from '../reader.ts';
import { optionWords, shellFlags } from '../shell-flags.ts';
import { linesOf } from '../text-lines.ts';
import { prefixFacts } from './distribution.ts';

type Component = 'k3s' | 'RKE2' | 'k3d';

/** k3s and RKE2 by their arguments: in scripts, units of systemd, variables of Ansible, and configs of k3d and Kairos. */
export const k3sCommand: Reader = {
	name: 'k3s-command',

	*document({ root, source }) {
		if (source === 'rendered') return;
		for (const { component, node } of argumentsIn(root)) {
			// k3d says behind an `@` for which nodes an argument is.
			const text = textOf(node);
			const end = component === 'k3d' ? /@[\w:;*,-]*$/.exec(text)?.index : undefined;
			yield* argumentFacts(end === undefined ? node : part(node, 0, end), component);
		}
	},

	*script({ commands, assignments }) {
		for (const { name, value } of assignments) {
			if (/^INSTALL_(?:K3S|RKE2)_EXEC$/.test(name)) yield* argumentFacts(value, name.includes('K3S') ? 'k3s' : 'RKE2');
		}
		for (const { words, origin } of commands) {
			const component = componentOf(words);
			if (component !== undefined) yield* flagFacts(shellFlags(bareWords(words).slice(1), origin).all, component);
		}
	},

	*text(file) {
		for (const line of linesOf(file, true)) {
			const text = textOf(draftOf(line));
			const head = /^\s*ExecStart=\S*\/(k3s|rke2)(?=\s)/.exec(text);
			if (head === null) continue;
			yield* argumentFacts(textPart(line, head[0].length, text.length), head[1] === 'k3s' ? 'k3s' : 'RKE2');
		}
	},
};

/** `k3s server …`, and `curl … | sh -s - server …` with the installer on its input. */
function componentOf(words: readonly ShellText[]): Component | undefined {
	const name = commandName(words);
	if (name === 'k3s') return 'k3s';
	if (name === 'rke2') return 'RKE2';
	const isShell = name === 'sh' || name === 'bash';
	const texts = isShell ? words.map((word) => textOf(draftOf(word))) : [];
	return texts.includes('-s') && (texts.includes('server') || texts.includes('agent')) ? 'k3s' : undefined;
}

/** The texts of a document that are arguments of a server. */
function argumentsIn(root: MapNode): { readonly component: Component; readonly node: ScalarNode }[] {
	const scalars = (component: Component, nodes: readonly ReturnType<typeof nodeAt>[]) =>
		nodes.flatMap((node) => (node?.kind === 'scalar' ? [{ component, node }] : []));
	if (stringAt(root, ['apiVersion'])?.startsWith('k3d.io/') === true) {
		const items = itemsAt(root, ['options', 'k3s', 'extraArgs']);
		return scalars(
			'k3d',
			items.map((item) => nodeAt(item, ['arg'])),
		);
	}
	if (root.entries.has('kind')) return [];
	const ofRoles = [...root.entries].flatMap(([name, { value }]) => (variable.test(name) ? [value] : []));
	return [...scalars('k3s', itemsAt(root, ['k3s', 'args'])), ...scalars('k3s', ofRoles)];
}

/** Variables of Ansible roles: techno-tim/k3s-ansible and k3s-io/k3s-ansible. */
const variable = /^extra_(?:server_|agent_)?args$|^(?:k3s|rke2)_\w*args$/;

function* argumentFacts(text: ShellText, component: Component): Iterable<Fact> {
	yield* flagFacts(shellFlags(optionWords(text), text.origin).all, component);
}

function* flagFacts(all: ReturnType<typeof shellFlags>['all'], component: Component): Iterable<Fact> {
	for (const { name, value } of all) {
		const role = name === 'cluster-cidr' ? 'pod' : name === 'service-cidr' ? 'service' : undefined;
		if (role !== undefined) yield* prefixFacts(value, { component, role, setting: `--${name}` });
	}
}
