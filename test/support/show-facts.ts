import type { Fact } from '../../src/network/facts.ts';
import type { Setting } from '../../src/network/setting.ts';
import { type MapNode, textOf, type YamlNode } from '../../src/repo/node.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { showPlace } from './show.ts';

/** Facts as lines, each value with the text that decides it. */
export function showFacts(facts: Iterable<Fact>, texts: string | ReadonlyMap<string, string>): string {
	return [...facts].flatMap((fact) => showFact(fact, (origin) => showPlace(origin, texts))).join('\n');
}

function showFact(fact: Fact, place: (origin: Origin) => string): string[] {
	const node = 'node' in fact && fact.node !== undefined ? ` on ${fact.node}` : '';
	switch (fact.fact) {
		case 'declaration': {
			const { role, component, setting, standing, prefixes, form, relation } = fact;
			const head = `${standing} ${role} ${relation === 'is' ? '' : 'within '}by ${component} ${setting} (${form})${node}`;
			return [
				head,
				...prefixes.map(
					({ cidr, problem, origin }) =>
						`  ${cidr ?? '-'} ${problem === undefined ? '' : `${problem.kind} `}| ${place(origin)}`,
				),
			];
		}
		case 'process': {
			const { process, component, complete, flags } = fact;
			return [
				`${process} by ${component}${complete ? '' : ', in part'}${node}`,
				...flags.all.map(({ name, value }) => `  --${name} ${showNode(value)} | ${place(value.origin)}`),
			];
		}
		case 'node-mask': {
			const { family, component, setting, size, standing } = fact;
			return [`${standing} mask ${family ?? 'of both'} by ${component} ${setting}${node}: ${showSetting(size, place)}`];
		}
		case 'version':
			return [`version of ${fact.product} by ${fact.component}: ${showSetting(fact.version, place)}`];
		case 'sysctl':
			return [`${fact.file}: ${fact.key} = ${fact.value} | ${place(fact.at)}`];
		case 'kubeadm':
			return [`kubeadm in ${fact.source}`];
		case 'unresolved':
			return [`unresolved, ${fact.unresolved.why}: ${fact.unresolved.what} | ${place(fact.unresolved.at)}`];
		case 'cilium':
			return [
				`Cilium by ${fact.source}${fact.partial ? ', in part' : ''}: ${showSetting(fact.version, place)}`,
				...showTree(fact.values, place, '  '),
				...fact.unresolved.map(({ what, at }) => `  unresolved: ${what} | ${place(at)}`),
			];
		default:
			return [fact.fact];
	}
}

function showSetting(setting: Setting<unknown>, place: (origin: Origin) => string): string {
	switch (setting.state) {
		case 'set':
			return `${setting.value} | ${place(setting.origin)}`;
		case 'absent':
			return 'absent';
		case 'unknown':
			return `<${setting.unresolved.what}> | ${place(setting.unresolved.at)}`;
	}
}

function showNode(node: YamlNode): string {
	switch (node.kind) {
		case 'scalar':
			return typeof node.value === 'string' ? node.value : `${typeof node.value} ${textOf(node)}`;
		case 'unknown':
			return `<${node.what}>`;
		case 'seq':
			return `[${node.items.map(showNode).join(', ')}]`;
		case 'map':
			return `{${[...node.entries.keys()].join(', ')}}`;
	}
}

function showTree(node: YamlNode, place: (origin: Origin) => string, path: string): string[] {
	if (node.kind === 'map')
		return [...(node as MapNode).entries].flatMap(([key, { value }]) =>
			showTree(value, place, `${path === '  ' ? path : `${path}.`}${key}`),
		);
	return [`${path}: ${showNode(node)} | ${place(node.origin)}`];
}
