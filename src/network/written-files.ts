import { itemsAt, type MapNode, nodeAt, type ScalarNode, stringAt } from '../repo/node.ts';

/** A file that a document has written on a machine. */
interface WrittenFile {
	readonly target: string;
	readonly body: ScalarNode;
}

/** Where documents keep files: cloud-init, Cluster API (kubeadm), Ansible's variables of some roles. */
const lists: readonly (readonly string[])[] = [
	['write_files'],
	['spec', 'kubeadmConfigSpec', 'files'],
	['spec', 'template', 'spec', 'files'],
	['spec', 'files'],
	['machine', 'files'],
];

/** The files that a document writes as plain text. */
export function writtenFiles(root: MapNode): WrittenFile[] {
	return lists.flatMap((path) =>
		itemsAt(root, path).flatMap((item) => {
			const target = stringAt(item, ['path']);
			const body = nodeAt(item, ['content']);
			// Another encoding would have to be undone first.
			if (target === undefined || body?.kind !== 'scalar' || nodeAt(item, ['encoding']) !== undefined) return [];
			return [{ target, body }];
		}),
	);
}
