import { request as requestPlain } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import type { LiveCluster } from '../verify/live.ts';
import { liveReader } from '../verify/live-objects.ts';
import { UsageError } from './exit.ts';

/** Objects that one answer of the API server may hold. */
const pageSize = 500;

/** What is read, and nothing else. A kind that the cluster does not have is passed over. */
const paths = [
	'/api/v1/nodes',
	'/api/v1/pods',
	'/api/v1/services',
	'/apis/networking.k8s.io/v1/servicecidrs',
	'/apis/cilium.io/v2/ciliumnodes',
	'/apis/ceph.rook.io/v1/cephclusters',
	...['kubeadm-config', 'cilium-config', 'rook-ceph-mon-endpoints', 'rook-ceph-operator-config'].map(
		(name) => `/api/v1/configmaps?fieldSelector=${encodeURIComponent(`metadata.name=${name}`)}`,
	),
];

/** Reads a cluster through a context of the kubeconfig, by the usual conventions: KUBECONFIG, else ~/.kube/config. */
export async function liveFromContext(context: string): Promise<LiveCluster> {
	const config = new KubeConfig();
	config.loadFromDefault();
	const known = config.getContexts().map(({ name }) => name);
	if (!known.includes(context))
		throw new UsageError(`no context ${context} in the kubeconfig: there are ${known.join(', ')}`);
	config.setCurrentContext(context);
	const reader = liveReader();
	for (const path of paths) {
		for await (const list of pages(config, path)) {
			const kind = textOf(list, 'kind').replace(/List$/, '');
			const apiVersion = textOf(list, 'apiVersion');
			// The items of a list come without their kind.
			for (const item of itemsOf(list)) reader.add({ apiVersion, kind, ...item });
		}
	}
	return reader.cluster();
}

async function* pages(config: KubeConfig, path: string): AsyncIterable<object> {
	let next = '';
	do {
		const join = path.includes('?') ? '&' : '?';
		const more = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
		const list = await get(config, `${path}${join}limit=${pageSize}${more}`);
		if (list === undefined) return;
		yield list;
		next = continueOf(list);
	} while (next !== '');
}

/** Milliseconds that the API server may be silent. */
const patience = 30_000;

async function get(config: KubeConfig, path: string): Promise<object | undefined> {
	const server = config.getCurrentCluster()?.server ?? '';
	const url = new URL(server.replace(/\/$/, '') + path);
	const options: RequestOptions = { method: 'GET', timeout: patience, headers: { accept: 'application/json' } };
	await config.applyToHTTPSOptions(options);
	return new Promise((resolve, reject) => {
		const send = url.protocol === 'http:' ? requestPlain : request;
		const call = send(url, options, (answer) => {
			const chunks: Buffer[] = [];
			answer.on('data', (chunk: Buffer) => chunks.push(chunk));
			answer.on('error', reject);
			answer.on('end', () => {
				if (answer.statusCode === 404) return resolve(undefined);
				if (answer.statusCode !== 200)
					return reject(new UsageError(`${url.host} answers ${answer.statusCode} to GET ${url.pathname}`));
				const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
				resolve(typeof value === 'object' && value !== null ? value : undefined);
			});
		});
		call.on('timeout', () => call.destroy(new UsageError(`${url.host} does not answer`)));
		call.on('error', (error) =>
			reject(error instanceof UsageError ? error : new UsageError(`cannot reach ${url.host}: ${error.message}`)),
		);
		call.end();
	});
}

function textOf(value: object, key: string): string {
	const found: unknown = Reflect.get(value, key);
	return typeof found === 'string' ? found : '';
}

function itemsOf(list: object): readonly object[] {
	const items: unknown = Reflect.get(list, 'items');
	return Array.isArray(items) ? items.filter((item) => typeof item === 'object' && item !== null) : [];
}

function continueOf(list: object): string {
	const metadata: unknown = Reflect.get(list, 'metadata');
	return typeof metadata === 'object' && metadata !== null ? textOf(metadata, 'continue') : '';
}
