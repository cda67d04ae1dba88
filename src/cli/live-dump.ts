import { createReadStream } from 'node:fs';
import { JSONParser } from '@streamparser/json';
import type { LiveCluster } from '../verify/live.ts';
import { liveReader } from '../verify/live-objects.ts';
import { UsageError } from './exit.ts';

/** What a person runs to get a dump: reads only, and nothing but what verifying looks at. */
export const dumpCommand = `{
  kubectl get nodes,pods,services -A -o json
  kubectl get servicecidrs.networking.k8s.io -o json
  kubectl get ciliumnodes.cilium.io -o json
  kubectl get cephclusters.ceph.rook.io -A -o json
  for name in kubeadm-config cilium-config rook-ceph-mon-endpoints rook-ceph-operator-config; do
    kubectl get configmaps -A --field-selector metadata.name=$name -o json
  done
} 2>/dev/null >cluster.json
dualstack-lint verify --from cluster.json
`;

/**
 * Reads a dump as it streams in; of each object only what verifying needs is kept, so the memory does not grow with the
 * size of the dump but with the number of objects. `-` is standard input.
 */
export async function liveFromDump(path: string): Promise<LiveCluster> {
	const reader = liveReader();
	const parser = new JSONParser({ paths: ['$.items.*'], keepStack: false, separator: '' });
	let isBroken: Error | undefined;
	let count = 0;
	parser.onValue = ({ value }) => {
		count++;
		reader.add(value);
	};
	parser.onError = (error) => {
		isBroken ??= error;
	};
	try {
		for await (const chunk of path === '-' ? process.stdin : createReadStream(path)) {
			parser.write(chunk);
			if (isBroken !== undefined) break;
		}
		// A text that stops in the middle is told here.
		if (isBroken === undefined) parser.end();
	} catch (error) {
		throw new UsageError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
	}
	if (isBroken !== undefined) throw new UsageError(`${path} is no JSON as kubectl prints it: ${isBroken.message}`);
	if (count === 0) throw new UsageError(`${path} holds no list of objects; --print-command shows how to make one`);
	return reader.cluster();
}
