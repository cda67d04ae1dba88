import { helmRelease, isHelmRelease } from '../render/helm/helm-release.ts';
import { describe, type Resource } from '../render/resource.ts';
import { problemText } from '../repo/file-problem.ts';
import { fileText } from '../repo/files.ts';
import type { RepoPath } from '../repo/location.ts';
import { nearest } from '../repo/nearest.ts';
import { decidedAt, type Origin } from '../repo/origin.ts';
import { type NoteOf, printYaml } from '../repo/print.ts';
import { placeFinder, shownPlace } from '../report/positions.ts';
import { printable } from '../report/printable.ts';
import { exitCode } from './exit.ts';
import type { RenderArguments } from './options.ts';
import { renderTarget, type Target } from './render-target.ts';
import { type Shown, trailText, valueAt } from './render-trail.ts';
import type { Terminal } from './terminal.ts';

/** Prints what the cluster receives: of a folder, of one Flux Kustomization, or of all. Answers the exit code. */
export function render(options: RenderArguments, terminal: Terminal): number {
	const target = renderTarget(options, process.cwd());
	const textOf = (path: RepoPath) => fileText(target.files, path) ?? '';
	const placeOf = placeFinder({ textOf });
	const noteOf: NoteOf | undefined = options.origins
		? ({ origin }) => {
				const { file, line } = placeOf(decidedAt(origin));
				return `${file}:${line}`;
			}
		: undefined;

	const warnings = new Set<string>();
	const warn = (message: string, at: Origin) => warnings.add(`${shownPlace(placeOf(decidedAt(at)))}: ${message}`);
	for (const [file, problem] of target.unreadable) warnings.add(`${file}: the file ${problemText(problem)}`);
	for (const { what, at } of target.unresolved) warn(`cannot see ${what}`, at);
	for (const { message, at } of target.problems) warn(message, at);
	const chosen = target.resources.filter((one) => isChosen(one, options));
	const shown = options.values === true ? valuesOf(chosen, target, warn) : chosen.map((of) => ({ of, tree: of.root }));
	const { paint } = terminal.errStyle;
	for (const line of warnings) terminal.err(`${paint('warning', 'warning')}: ${printable(line)}\n`);

	const isRefused = target.problems.length > 0;
	if (shown.length === 0) {
		terminal.err(`${printable(nothing(target, chosen, options))}\n`);
		return isRefused && target.resources.length === 0 ? exitCode.findings : exitCode.nothingToLint;
	}
	if (options.trail !== undefined) {
		const value = valueAt(shown, options.trail);
		const text = printYaml(value.node, noteOf);
		terminal.out(trailText(value, options.trail, text, { textOf, placeOf }, terminal.outStyle));
	} else {
		for (const { of, tree } of shown) {
			const heading = tree === of.root ? '' : `# ${printable(describe(of))}\n`;
			terminal.out(`---\n${heading}${printYaml(tree, noteOf)}`);
		}
	}
	return isRefused ? exitCode.findings : exitCode.clean;
}

function isChosen(one: Resource, { kind, name, namespace }: RenderArguments): boolean {
	return [
		[kind, one.kind],
		[name, one.name],
		[namespace, one.namespace],
	].every(([wanted, value]) => wanted === undefined || wanted === value);
}

/** What each HelmRelease gives to its chart. */
function valuesOf(chosen: readonly Resource[], { find }: Target, warn: (message: string, at: Origin) => void): Shown[] {
	return chosen.filter(isHelmRelease).flatMap((of) => {
		const release = helmRelease(of, find);
		if (release === undefined) warn(`${describe(of)} installs on another cluster`, of.root.origin);
		for (const { what, at } of release?.unresolved ?? []) warn(`cannot see ${what}`, at);
		return release === undefined ? [] : [{ of, tree: release.values }];
	});
}

function nothing({ resources, title }: Target, chosen: readonly Resource[], options: RenderArguments): string {
	if (resources.length === 0) return `nothing to render in ${title}`;
	if (chosen.length > 0) return `no HelmRelease among ${chosen.length} objects`;
	const { kind } = options;
	const kinds = [...new Set(resources.map((one) => one.kind))];
	const hint = kind === undefined || kinds.includes(kind) ? '' : nearest(kind, kinds);
	return `none of ${resources.length} objects fits --kind, --name and --namespace${hint}`;
}
