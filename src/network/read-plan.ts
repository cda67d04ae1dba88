import type { Cluster } from '../render/flux/clusters.ts';
import { helmRelease, isHelmRelease } from '../render/helm/helm-release.ts';
import type { Unresolved } from '../render/resource.ts';
import type { RepoPath } from '../repo/location.ts';
import { decidedAt } from '../repo/origin.ts';
import { mapsOf } from '../repo/parse.ts';
import { readShell } from '../repo/shell/shell.ts';
import type { Sources } from '../repo/sources.ts';
import { factList } from './fact-list.ts';
import { classify, unreadableTemplate } from './node-files.ts';
import { type AddressPlan, planFrom } from './plan.ts';
import type { ClusterDocument, Reader, TextFile } from './reader.ts';
import { documentsOf, textFilesOf } from './readers/bootstrap-script.ts';
import { readConfiguration } from './readers/configuration.ts';

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
	};
	const text = (one: TextFile) => {
		for (const reader of readers) list.add(reader.text?.(one) ?? []);
	};
	const own = new Set(files);
	for (const resource of cluster.resources) {
		// Without Flux a static pod's manifest is an object like any other; it is read as the node's file.
		if (resource.appliedBy === undefined && own.has(decidedAt(resource.root.origin).file)) continue;
		document({ root: resource.root, source: 'rendered', resource });
		const release = isHelmRelease(resource) ? helmRelease(resource, cluster.find) : undefined;
		if (release === undefined) continue;
		for (const reader of readers) list.add(reader.release?.(release) ?? []);
	}
	for (const path of files) readFile(path);
	return planFrom(cluster.name, list.facts, unresolved);

	function readFile(path: RepoPath): void {
		const read = sources.files.read(path);
		if (!read?.ok) return;
		switch (classify(path, read.value)) {
			case 'yaml': {
				const file = sources.get(path);
				const template = file && unreadableTemplate(file);
				if (template !== undefined) unresolved.push(template);
				else for (const root of mapsOf(file ?? emptyFile)) document({ root, source: 'file', file: path });
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

const emptyFile = { documents: [], syntaxErrors: [], duplicateKeys: [], shared: [] };
