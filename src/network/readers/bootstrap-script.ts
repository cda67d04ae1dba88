import { type MapNode, stringAt, textOf } from '../../repo/node.ts';
import { written } from '../../repo/origin.ts';
import type { ShellScript } from '../../repo/shell/shell.ts';
import { commandName } from '../../repo/shell/shell-command.ts';
import { draftOf } from '../../repo/shell/shell-text.ts';
import { classify } from '../node-files.ts';
import type { ClusterDocument, Reader, TextFile } from '../reader.ts';
import { ciliumCommand } from './cilium-command.ts';
import { heredocDocuments } from './heredoc-documents.ts';
import { kubeadmCommand } from './kubeadm-command.ts';

/** Scripts that set a cluster up: what kubeadm, Helm and Cilium's own tool are told by their flags. */
export const bootstrapScript: Reader = {
	name: 'bootstrap-script',

	*script(script, sources) {
		for (const command of script.commands) {
			if (commandName(command.words) === 'kubeadm') yield* kubeadmCommand(command);
			yield* ciliumCommand(command, script, sources);
		}
		if (script.problem === undefined) return;
		const what = `the rest of the script: ${script.problem}`;
		yield { fact: 'unresolved', unresolved: { why: 'templated', what, at: written(script.path, 0, 0) } };
	},
};

/** The objects and configurations in the texts that a script writes or hands to a command. */
export function documentsOf(script: ShellScript): ClusterDocument[] {
	return script.heredocs
		.filter((one) => mayHoldObjects(one) || isConfiguration(one))
		.flatMap((heredoc) =>
			heredocDocuments(heredoc)
				.filter((root) => isConfiguration(heredoc) || isObject(root))
				.map((root): ClusterDocument => ({ root, source: 'heredoc', file: script.path })),
		);
}

function isObject(root: MapNode): boolean {
	return stringAt(root, ['apiVersion']) !== undefined && stringAt(root, ['kind']) !== undefined;
}

/** A file of YAML without a kind that some machine reads: a config of k3s, netplan. */
function isConfiguration({ target, body }: ShellScript['heredocs'][number]): boolean {
	return target !== undefined && classify(target, textOf(draftOf(body))) === 'yaml';
}

function mayHoldObjects({ body }: ShellScript['heredocs'][number]): boolean {
	return /^[ \t]*"?apiVersion"?:/m.test(textOf(draftOf(body)));
}

/** The other files that a script writes on the host. */
export function textFilesOf(script: ShellScript): TextFile[] {
	return script.heredocs.flatMap((heredoc): TextFile[] => {
		const { target, body } = heredoc;
		if (target === undefined || mayHoldObjects(heredoc) || isConfiguration(heredoc)) return [];
		return [{ path: script.path, text: textOf(draftOf(body)), target, body }];
	});
}
