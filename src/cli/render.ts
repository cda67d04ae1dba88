import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { renderClusters } from '../render/clusters.ts';
import { helmRelease, isHelmRelease } from '../render/helm-release.ts';
import { findKustomization } from '../render/kustomization-file.ts';
import { renderFolder } from '../render/kustomize.ts';
import { describe, type Rendered, type Resource } from '../render/resource.ts';
import type { FindObject } from '../render/variables.ts';
import { nearest, readConfig } from '../repo/config.ts';
import { filesFromDisk } from '../repo/disk.ts';
import type { RepoFiles } from '../repo/files.ts';
import type { RepoPath } from '../repo/location.ts';
import { nodeAt, type Step, type YamlNode } from '../repo/node.ts';
import { decidedAt, type Origin, trail } from '../repo/origin.ts';
import { printYaml } from '../repo/print.ts';
import { openSources, type Sources } from '../repo/sources.ts';
import { codeFrame } from '../report/code-frame.ts';
import { placeFinder, shownPlace } from '../report/positions.ts';
import { printable, printableLines } from '../report/printable.ts';
import { exitCode, UsageError } from './exit.ts';
import type { RenderArguments } from './options.ts';
import { findRoot } from './root.ts';
import type { Terminal } from './terminal.ts';

/** Prints what the cluster receives: of a folder, of one Flux Kustomization, or of all. Answers the exit code. */
export function render(options: RenderArguments, terminal: Terminal): number {
	const isFolder = options.target !== undefined && statSync(options.target, { throwIfNoEntry: false })?.isDirectory();
	const root = findRoot(isFolder === true ? [options.target ?? '.'] : [], options.root, process.cwd());
	const files = filesFromDisk(root.folder);
	const sources = openSources(files);
	const rendered =
		isFolder === true ? ofFolder(sources, root.paths[0] ?? ('' as RepoPath)) : ofClusters(sources, files, options);
	const places = placesIn(files);
	for (const { what, at } of rendered.unresolved) warn(`cannot see ${what}`, at);
	for (const { message, at } of rendered.problems) warn(message, at);
	const chosen = rendered.resources.filter((one) => isChosen(one, options));
	if (chosen.length === 0) {
		terminal.err(`nothing to render in ${printable(resolve(root.folder, options.target ?? ''))}\n`);
		return exitCode.nothingToLint;
	}
	if (options.trail !== undefined) terminal.out(trailOf(chosen, options, rendered, files, terminal));
	else for (const one of chosen) terminal.out(`---\n${printableLines(documentOf(one, options, rendered, places))}`);
	return rendered.problems.length > 0 ? exitCode.findings : exitCode.clean;

	function warn(message: string, at: Origin): void {
		terminal.err(`warning: ${printable(shownPlace(places(decidedAt(at))))}: ${printable(message)}\n`);
	}
}

type Found = Rendered & { readonly find: FindObject };

function ofFolder(sources: Sources, folder: RepoPath): Found {
	const hasFile = findKustomization(sources, folder) !== undefined;
	const rendered = renderFolder(sources, folder, hasFile ? undefined : {});
	const objects = new Map(
		rendered.resources.map((one) => [`${one.kind} ${one.namespace ?? 'default'}/${one.name}`, one]),
	);
	return { ...rendered, find: (kind, namespace, name) => objects.get(`${kind} ${namespace}/${name}`) };
}

function ofClusters(sources: Sources, files: RepoFiles, { target, cluster }: RenderArguments): Found {
	const config = readConfig(files);
	if (!config.ok) throw new UsageError('the configuration cannot be used; dualstack-lint plan shows why');
	const all = renderClusters(sources, config.value);
	const clusters = cluster === undefined ? all : all.filter(({ name }) => name === cluster);
	const ids = clusters.flatMap(({ kustomizations }) => kustomizations.map(({ id }) => id));
	const matches = (id: string) => target === undefined || id === target || id.endsWith(`/${target}`);
	const holders = clusters.filter(({ kustomizations }) => kustomizations.some(({ id }) => matches(id)));
	if (target !== undefined && holders.length === 0)
		throw new UsageError(`no folder and no Kustomization ${target}${nearest(target, ids)}`);
	if (holders.length > 1)
		throw new UsageError(
			`several clusters have it: ${holders.map(({ name }) => name).join(', ')}; choose with --cluster`,
		);
	const [holder] = holders.length > 0 ? holders : clusters;
	if (holder === undefined) throw new UsageError('there is no cluster to render');
	if (target === undefined) return holder;
	const resources = holder.resources.filter(({ appliedBy }) => appliedBy !== undefined && matches(appliedBy));
	// What went wrong elsewhere is not asked for; where each problem belongs is known for the whole cluster only.
	return { resources, unresolved: [], problems: [], find: holder.find };
}

function isChosen(one: Resource, { kind, name, namespace }: RenderArguments): boolean {
	return [
		[kind, one.kind],
		[name, one.name],
		[namespace, one.namespace],
	].every(([wanted, value]) => wanted === undefined || wanted === value);
}

/** The object itself, or with `--values` what its HelmRelease gives to the chart. */
function shownTree(one: Resource, { values }: RenderArguments, { find }: Found): YamlNode {
	const release = values === true && isHelmRelease(one) ? helmRelease(one, find) : undefined;
	return release?.values ?? one.root;
}

type Places = ReturnType<typeof placeFinder>;

function placesIn(files: RepoFiles): Places {
	return placeFinder({ textOf: (path) => textOf(files, path) });
}

function textOf(files: RepoFiles, path: RepoPath): string {
	const read = files.read(path);
	return read?.ok ? read.value : '';
}

function documentOf(one: Resource, options: RenderArguments, rendered: Found, places: Places): string {
	const tree = shownTree(one, options, rendered);
	if (options.origins !== true) return printYaml(tree);
	return printYaml(tree, ({ origin }) => {
		const { file, line } = places(decidedAt(origin));
		return printable(`${file}:${line}`);
	});
}

function trailOf(
	chosen: readonly Resource[],
	options: RenderArguments,
	rendered: Found,
	files: RepoFiles,
	{ outStyle }: Terminal,
): string {
	const path = stepsOf(options.trail ?? '');
	const found = chosen.flatMap((one) => {
		const node = nodeAt(shownTree(one, options, rendered), path);
		return node === undefined ? [] : [{ one, node }];
	});
	const [only, ...more] = found;
	if (only === undefined) throw new UsageError(`no object has ${options.trail}`);
	if (more.length > 0) {
		const names = found.map(({ one }) => describe(one)).join(', ');
		throw new UsageError(`several objects have ${options.trail}: ${names}; choose with --kind, --name or --namespace`);
	}
	const placeOf = placesIn(files);
	const source = { textOf: (file: RepoPath) => textOf(files, file), placeOf };
	const steps = trail(only.node.origin).map(({ at, note }) => {
		const frame = codeFrame([{ at, role: 'info', sign: '^', note }], source, outStyle);
		return frame.lines.join('\n');
	});
	return `${printable(describe(only.one))} ${printable(options.trail ?? '')}\n\n${printableLines(printYaml(only.node))}\n${steps.join('\n\n')}\n`;
}

/** `spec.values.ipv6.enabled`, `spec.blocks[0].cidr`, `metadata.annotations."a.b/c"`. */
function stepsOf(path: string): Step[] {
	return [...path.matchAll(/"([^"]*)"|\[(\d+)\]|([^.[\]"]+)/g)].map(([, quoted, index, plain]) =>
		index === undefined ? (quoted ?? plain ?? '') : Number(index),
	);
}
