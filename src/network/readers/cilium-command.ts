import { mergeValues } from '../../render/helm/helm-values.ts';
import type { Unresolved } from '../../render/resource.ts';
import { folderOf, type RepoPath, resolvePath } from '../../repo/location.ts';
import { type MapNode, mapAt, textOf } from '../../repo/node.ts';
import { decidedAt, samePlace } from '../../repo/origin.ts';
import type { ShellCommand, ShellScript } from '../../repo/shell/shell.ts';
import { draftOf, hasMark, type ShellText } from '../../repo/shell/shell-text.ts';
import type { Sources } from '../../repo/sources.ts';
import { declarationsOfCilium } from '../cilium-declarations.ts';
import type { CiliumFact, Fact } from '../facts.ts';
import type { Setting } from '../setting.ts';
import { applySet } from './apply-set.ts';
import { type CiliumInstallation, ciliumInstallation } from './helm-command.ts';
import { parseSet, type SetOption } from './helm-set.ts';
import { heredocDocuments } from './heredoc-documents.ts';

/** What `helm install … cilium` and `cilium install` say about addresses. */
export function* ciliumCommand(
	command: ShellCommand,
	script: ShellScript,
	sources: Sources | undefined,
): Iterable<Fact> {
	const installation = ciliumInstallation(command);
	if (installation === undefined) return;
	const { values, unresolved } = valuesOf(installation, script, sources);
	const fact: CiliumFact = {
		fact: 'cilium',
		source: 'bootstrap',
		version: versionOf(installation),
		values,
		at: command.origin,
		unresolved,
		partial: true,
	};
	yield fact;
	if (fact.version.state !== 'absent') {
		yield { fact: 'version', product: 'cilium', version: fact.version, component: installation.component };
	}
	for (const one of unresolved) yield { fact: 'unresolved', unresolved: one };
	yield* declarationsOfCilium(fact);
}

function versionOf({ options, origin }: CiliumInstallation): Setting<string> {
	const value = options.findLast(({ name }) => name === 'version' || name === 'chart-version')?.value;
	if (value === undefined) return { state: 'absent', origin };
	if (value.kind === 'scalar') return { state: 'set', value: textOf(value), origin: value.origin };
	return { state: 'unknown', unresolved: unknownWord(value, 'the version') };
}

/** Options that set values, in the order in which Helm takes them. helm, `pkg/cli/values/options.go`. */
const setOptions: readonly (readonly [SetOption, readonly string[]])[] = [
	['set-json', ['set-json', 'helm-set-json']],
	['set', ['set', 'helm-set']],
	['set-string', ['set-string', 'helm-set-string']],
	['set-literal', ['set-literal']],
];

interface Values {
	readonly values: MapNode;
	readonly unresolved: readonly Unresolved[];
}

function valuesOf(installation: CiliumInstallation, script: ShellScript, sources: Sources | undefined): Values {
	const unresolved = installation.unknown.map((word) => unknownWord(word, 'an option'));
	let values: MapNode = { kind: 'map', entries: new Map(), origin: installation.origin };
	for (const { name, value } of installation.options) {
		if (!['f', 'values', 'helm-values'].includes(name)) continue;
		const file = valuesFile(value, installation, script, sources);
		if (file === undefined) unresolved.push(missingFile(value));
		else values = mergeValues(values, file);
	}
	for (const [option, names] of setOptions) {
		for (const { name, value } of installation.options) {
			if (!names.includes(name)) continue;
			const parsed = parseSet(value, option);
			if (!parsed.ok) unresolved.push({ why: 'templated', what: `--${name}: ${parsed.problem}`, at: value.origin });
			for (const one of parsed.ok ? parsed.value : []) {
				const next = applySet(values, one);
				if (next === undefined) unresolved.push({ why: 'templated', what: `--${name} into a value`, at: value.origin });
				values = next ?? values;
			}
		}
	}
	return { values, unresolved };
}

/** The values that `-f` names: what the script itself writes there, or a file beside the script or at the root. */
function valuesFile(
	value: ShellText,
	{ origin }: CiliumInstallation,
	script: ShellScript,
	sources: Sources | undefined,
): MapNode | undefined {
	const text = textOf(draftOf(value));
	const isInput = text === '-' || text === '/dev/stdin';
	const heredoc = script.heredocs.findLast((one) =>
		isInput ? samePlace(decidedAt(one.origin), decidedAt(origin)) : value.kind === 'scalar' && one.target === text,
	);
	if (heredoc !== undefined) return heredocDocuments(heredoc)[0];
	const path = candidates(text, script.path).find((one) => sources?.has(one));
	return path === undefined ? undefined : mapAt(sources?.get(path)?.documents[0]);
}

/** Where a file may be. A path that begins with something unknown, like `$here/values.yaml`, is one beside the script. */
function candidates(text: string, script: RepoPath): RepoPath[] {
	const relative = hasMark(text[0] ?? '') ? text.slice(1).replace(/^\/+/, '') : text;
	if (hasMark(relative)) return [];
	const folders = [folderOf(script), '' as RepoPath];
	return folders.flatMap((folder) => resolvePath(folder, relative) ?? []);
}

function missingFile(value: ShellText): Unresolved {
	const text = value.kind === 'scalar' ? textOf(value) : value.what;
	return { why: 'missing', what: `the values in ${text}`, at: value.origin };
}

function unknownWord(word: ShellText, of: string): Unresolved {
	return { why: 'templated', what: `${of}: ${word.kind === 'unknown' ? word.what : textOf(word)}`, at: word.origin };
}
