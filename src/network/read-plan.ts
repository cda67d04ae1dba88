import type { Cluster } from '../render/flux/clusters.ts';
import { cattleChart } from '../render/helm/cattle-chart.ts';
import { type HelmRelease, helmRelease, isHelmRelease } from '../render/helm/helm-release.ts';
import type { Unresolved } from '../render/resource.ts';
import type { RepoPath } from '../repo/location.ts';
import { type MapNode, textOf } from '../repo/node.ts';
import { decidedAt } from '../repo/origin.ts';
import { mapsOf, parseFile, parseScalar, type SourceFile } from '../repo/parse.ts';
import { readShell } from '../repo/shell/shell.ts';
import type { Sources } from '../repo/sources.ts';
import { withoutBlocks } from '../repo/template-lines.ts';
import { withAnsibleVariables } from './ansible-variables.ts';
import { withoutStrangers } from './distributions.ts';
import { factList } from './fact-list.ts';
import { withHostNodes } from './host-nodes.ts';
import { classify, unreadableTemplate } from './node-files.ts';
import { type AddressPlan, planFrom } from './plan.ts';
import type { ClusterDocument, Reader, TextFile } from './reader.ts';
import { documentsOf, textFilesOf } from './readers/bootstrap-script.ts';
import { readConfiguration } from './readers/configuration.ts';
import { writtenFiles } from './written-files.ts';

/** Asks every reader about everything that belongs to a cluster: its configuration, its objects, its files. */
export function readPlan(
	cluster: Cluster,
	files: readonly RepoPath[],
	sources: Sources,
	readers: readonly Reader[],
): AddressPlan {
	const list = factList();
	if (cluster.config !== undefined) list.add(readConfiguration(cluster.config.root));
	const unresolved: Unresolved[] = [...cluster.unresolved];
	const document = (one: ClusterDocument) => {
		for (const reader of readers) list.add(reader.document?.(one) ?? []);
		if (one.file !== undefined) writtenBy(one.root, one.file);
		const chart = cattleChart(one.root, one.resource);
		if (chart !== undefined) release(chart);
	};
	const release = (one: HelmRelease) => {
		for (const reader of readers) list.add(reader.release?.(one) ?? []);
	};
	const text = (one: TextFile) => {
		for (const reader of readers) list.add(reader.text?.(one) ?? []);
	};
	const writtenBy = (root: MapNode, path: RepoPath) => {
		for (const { target, body } of writtenFiles(root)) {
			const content = textOf(body);
			const kind = classify(target, content);
			if (kind === 'text') text({ path, text: content, target, body });
			// What a file of YAML holds that a file of YAML writes is the end of it.
			for (const inner of kind === 'yaml' ? parseScalar(body).documents : []) {
				if (inner.kind === 'map')
					for (const reader of readers) list.add(reader.document?.({ root: inner, source: 'file', file: path }) ?? []);
			}
		}
	};
	const own = new Set(files);
	for (const resource of cluster.resources) {
		// Without Flux a static pod's manifest is an object like any other; it is read as the node's file.
		if (resource.appliedBy === undefined && own.has(decidedAt(resource.root.origin).file)) continue;
		document({ root: resource.root, source: 'rendered', resource });
		const installed = isHelmRelease(resource) ? helmRelease(resource, cluster.find) : undefined;
		if (installed !== undefined) release(installed);
	}
	for (const path of files) readFile(path);
	const isTold = (cluster.config?.files.length ?? 0) > 0;
	const facts = isTold ? list.facts : withoutStrangers(list.facts, cluster.resources);
	return planFrom(cluster.name, withHostNodes(facts), unresolved);

	function readFile(path: RepoPath): void {
		const read = sources.files.read(path);
		if (!read?.ok) return;
		switch (classify(path, read.value)) {
			case 'yaml': {
				const file = sources.get(path);
				const template = file && unreadableTemplate(file);
				if (template !== undefined) unresolved.push(template);
				const readable = template === undefined ? file : unconditional(path, read.value);
				const part = template === undefined ? {} : { partial: true };
				for (const written of mapsOf(readable ?? emptyFile)) {
					const root = withAnsibleVariables(written, path, sources);
					document({ root, source: 'file', file: path, ...part });
				}
				return;
			}
			case 'script': {
				const script = readShell(path, read.value);
				for (const reader of readers) list.add(reader.script?.(script, sources) ?? []);
				for (const one of documentsOf(script)) document(one);
				for (const one of textFilesOf(script)) text(one);
				return;
			}
			case 'text':
				text({ path, text: read.value });
				return;
			case undefined:
				return;
		}
	}
}

/** What a template says whatever it is filled in with; undefined when that is no YAML either. */
function unconditional(path: RepoPath, text: string): SourceFile | undefined {
	const rest = withoutBlocks(text);
	const file = rest === undefined ? undefined : parseFile(path, rest);
	return file?.syntaxErrors.length === 0 ? file : undefined;
}

const emptyFile = { documents: [], syntaxErrors: [], duplicateKeys: [], shared: [] };
