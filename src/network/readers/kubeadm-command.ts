import { textOf } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { ShellCommand } from '../../repo/shell/shell.ts';
import { bareWords } from '../../repo/shell/shell-command.ts';
import type { Fact } from '../facts.ts';
import { type FlagSet, flag, flagNode } from '../flags.ts';
import { shellFlags } from '../shell-flags.ts';
import { networkFacts } from './process-flags.ts';

const networkFlags = [
	['pod-network-cidr', 'pod'],
	['service-cidr', 'service'],
] as const;

/** What `kubeadm init` and `kubeadm join` are told by flags. */
export function* kubeadmCommand({ words, origin }: ShellCommand): Iterable<Fact> {
	const bare = bareWords(words);
	const [, action] = bare;
	const name = action?.kind === 'scalar' ? textOf(action) : '';
	if (name !== 'init' && name !== 'join') return;
	const component = `kubeadm ${name}`;
	const flags = shellFlags(bare.slice(2), origin);
	for (const [option, role] of networkFlags) {
		const node = flagNode(flags, option);
		if (node !== undefined) {
			yield* networkFacts(node, role, { component, standing: 'bootstrap' }, `--${option}`, undefined);
		}
	}
	const version = flag(flags, 'kubernetes-version');
	if (version.state !== 'absent') yield { fact: 'version', product: 'kubernetes', version, component };
	yield* apiServer(flags, component, origin);
}

/** The address that the API server of this node will announce. */
function* apiServer(flags: FlagSet, component: string, origin: Origin): Iterable<Fact> {
	const given = flags.all.findLast(({ name }) => name === 'apiserver-advertise-address');
	if (given === undefined) return;
	const all = [{ ...given, name: 'advertise-address' }];
	yield {
		fact: 'process',
		process: 'kube-apiserver',
		component,
		complete: false,
		flags: { all, origin },
		at: given.value.origin,
	};
}
