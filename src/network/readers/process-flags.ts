import { originWithin, type ScalarNode, textOf, type UnknownNode, type YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { IpFamily } from '../cidr.ts';
import type { Declaration, Fact, NetworkRole, NodeMask, ProcessFact, Standing } from '../facts.ts';
import { type FlagSet, flagNode, flagsOf, part } from '../flags.ts';
import { withoutPlaceholders } from '../placeholders.ts';
import { commaPrefixes } from '../prefixes.ts';
import type { Setting } from '../setting.ts';

/** Who gives a process its flags. */
export interface FlagGiver {
	/** `kube-apiserver` for its own command line, `kubeadm` for flags that kubeadm adds. */
	readonly component: string;
	readonly standing: Standing;
	/** How the setting of a flag is called there: `--cluster-cidr`, `controllerManager.extraArgs.cluster-cidr`. */
	setting(flag: string): string;
}

/** The process itself and what its flags declare. */
export function* processFacts(fact: ProcessFact, giver: FlagGiver): Iterable<Fact> {
	yield fact;
	for (const [flag, role] of networkFlags[fact.process] ?? []) {
		const value = flagNode(fact.flags, flag);
		if (value === undefined) continue;
		const read = trims(fact.process, flag) ? trimmed(value) : value;
		yield* networkFacts(read, role, giver, giver.setting(flag), fact.node);
	}
	if (fact.process !== 'kube-controller-manager') return;
	for (const [flag, family] of maskFlags) {
		const value = flagNode(fact.flags, flag);
		if (value !== undefined) yield nodeMask(value, family, giver, giver.setting(flag), fact.node);
	}
}

const networkFlags: Partial<Record<ProcessFact['process'], readonly (readonly [string, NetworkRole])[]>> = {
	'kube-apiserver': [['service-cluster-ip-range', 'service']],
	'kube-controller-manager': [
		['cluster-cidr', 'pod'],
		['service-cluster-ip-range', 'service'],
	],
	'kube-proxy': [['cluster-cidr', 'pod']],
};

/** The controller manager trims the whole list of pod networks, nobody else anything. `app/core.go` processCIDRs. */
function trims(process: ProcessFact['process'], flag: string): boolean {
	return process === 'kube-controller-manager' && flag === 'cluster-cidr';
}

function trimmed(node: ScalarNode | UnknownNode): ScalarNode | UnknownNode {
	if (node.kind === 'unknown') return node;
	const text = textOf(node);
	const start = text.length - text.trimStart().length;
	return start === 0 && text.trimEnd() === text ? node : part(node, start, Math.max(start, text.trimEnd().length));
}

const maskFlags: readonly (readonly [string, IpFamily | undefined])[] = [
	['node-cidr-mask-size', undefined],
	['node-cidr-mask-size-ipv4', 'IPv4'],
	['node-cidr-mask-size-ipv6', 'IPv6'],
];

/** The declaration that a text with prefixes and commas makes; nothing for an empty text. */
export function* networkFacts(
	node: ScalarNode | UnknownNode,
	role: NetworkRole,
	giver: Pick<FlagGiver, 'component' | 'standing'>,
	setting: string,
	machine: string | undefined,
): Iterable<Fact> {
	const value = withoutPlaceholders(node);
	if (value.kind === 'unknown') {
		yield { fact: 'unresolved', unresolved: { why: value.why, what: value.what, at: value.origin } };
		return;
	}
	if (textOf(value) === '') return;
	const declaration: Declaration = {
		fact: 'declaration',
		role,
		component: giver.component,
		setting,
		at: value.origin,
		prefixes: commaPrefixes(value),
		form: 'comma-list',
		relation: 'is',
		standing: giver.standing,
		hostBits: 'masked',
		...(machine === undefined ? {} : { node: machine }),
	};
	yield declaration;
}

function nodeMask(
	node: ScalarNode | UnknownNode,
	family: IpFamily | undefined,
	giver: FlagGiver,
	setting: string,
	machine: string | undefined,
): NodeMask {
	return {
		fact: 'node-mask',
		component: giver.component,
		setting,
		family,
		size: maskSize(withoutPlaceholders(node)),
		standing: giver.standing,
		at: node.origin,
		...(machine === undefined ? {} : { node: machine }),
	};
}

function maskSize(node: ScalarNode | UnknownNode): Setting<number> {
	if (node.kind === 'unknown') {
		return { state: 'unknown', unresolved: { why: node.why, what: node.what, at: node.origin } };
	}
	const text = textOf(node);
	if (/^\d{1,9}$/.test(text)) {
		return { state: 'set', value: Number(text), origin: originWithin(node, 0, text.length) };
	}
	const what = `a node mask in ${JSON.stringify(text.slice(0, 40))}`;
	return { state: 'unknown', unresolved: { why: 'templated', what, at: node.origin } };
}

/** The flags of a command line. Values that a template fills in are unknown. */
export function commandFlags(words: readonly YamlNode[], origin: Origin): FlagSet {
	const flags = flagsOf(words, origin);
	return { origin, all: flags.all.map((flag) => ({ ...flag, value: withoutPlaceholders(flag.value) })) };
}
