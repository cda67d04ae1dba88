import type { Config, ConfigProblem } from '../repo/config.ts';
import {
	booleanAt,
	itemsAt,
	type MapNode,
	mapAt,
	nodeAt,
	numberAt,
	originWithin,
	stringAt,
	type YamlNode,
} from '../repo/node.ts';
import { familyOf, type IpFamily, parseIp } from './cidr.ts';
import { monitorPorts } from './limits/rook.ts';
import { type Endpoint, type EndpointProblem, formatEndpoint, parseEndpoints } from './monitor-endpoint.ts';
import { listPrefixes } from './prefixes.ts';

/** The external Ceph cluster as `ceph:` of the configuration describes it. */
export interface CephSettings {
	readonly fsid: string | undefined;
	readonly messenger: Messenger;
	/** With id and port, in the order of the configuration. */
	readonly monitors: readonly Endpoint[];
	readonly rbd:
		| { readonly pool: string; readonly dataPool: string | undefined; readonly storageClass: string }
		| undefined;
	readonly cephfs: { readonly name: string; readonly pool: string; readonly storageClass: string } | undefined;
	readonly rgw: GatewaySettings | undefined;
	readonly loki: LokiSettings | undefined;
	readonly rook: {
		readonly version: string | undefined;
		readonly operatorNamespace: string | undefined;
		readonly clusterNamespace: string | undefined;
	};
	readonly secrets: SecretSettings | undefined;
}

export type Messenger = 'v1' | 'v2';

/** The object gateway. */
export interface GatewaySettings {
	readonly hostname: string;
	readonly port: number;
	readonly tls: boolean;
	/** Holds the certificate authority of a gateway that speaks TLS. */
	readonly certificateSecret: string;
	/** Name of the CephObjectStore. */
	readonly store: string;
}

/** Loki and its buckets. */
export interface LokiSettings {
	readonly namespace: string;
	readonly buckets: ReadonlyMap<'chunks' | 'ruler' | 'admin', string>;
}

/** How keys get into the cluster. */
export interface SecretSettings {
	readonly mode: 'externalSecret' | 'sops' | 'manual';
	readonly store: string | undefined;
	readonly storeKind: string;
	readonly path: string;
}

/** Reads a block `ceph:` that the schema accepts; a monitor that cannot be read is left out. */
export function cephSettings(ceph: MapNode): CephSettings {
	const messenger = messengerOf(ceph);
	const text = (...path: readonly string[]) => stringAt(ceph, path);
	const pool = text('rbd', 'pool');
	const fsName = text('cephfs', 'name');
	const hostname = text('rgw', 'hostname');
	const namespace = text('loki', 'namespace');
	const mode = text('secrets', 'mode');
	return {
		fsid: text('fsid')?.toLowerCase(),
		messenger,
		monitors: monitorsIn(ceph).flatMap(({ result }) => (result.ok ? [result.value] : [])),
		rbd:
			pool === undefined
				? undefined
				: { pool, dataPool: text('rbd', 'dataPool'), storageClass: text('rbd', 'storageClass') ?? 'ceph-rbd' },
		cephfs:
			fsName === undefined
				? undefined
				: {
						name: fsName,
						pool: text('cephfs', 'pool') ?? '',
						storageClass: text('cephfs', 'storageClass') ?? 'cephfs',
					},
		rgw:
			hostname === undefined
				? undefined
				: {
						hostname,
						port: numberAt(ceph, ['rgw', 'port']) ?? 0,
						tls: booleanAt(ceph, ['rgw', 'tls']) === true,
						certificateSecret: text('rgw', 'certificateSecret') ?? 'ceph-rgw-ca',
						store: text('rgw', 'store') ?? 'ceph-external',
					},
		loki:
			namespace === undefined
				? undefined
				: {
						namespace,
						buckets: new Map(
							(['chunks', 'ruler', 'admin'] as const).flatMap((key) => {
								const bucket = text('loki', 'buckets', key);
								return bucket === undefined ? [] : [[key, bucket]];
							}),
						),
					},
		rook: {
			version: text('rook', 'version'),
			operatorNamespace: text('rook', 'operatorNamespace'),
			clusterNamespace: text('rook', 'clusterNamespace'),
		},
		secrets:
			mode === 'externalSecret' || mode === 'sops' || mode === 'manual'
				? {
						mode,
						store: text('secrets', 'store'),
						storeKind: text('secrets', 'storeKind') ?? 'ClusterSecretStore',
						path: text('secrets', 'path') ?? '',
					}
				: undefined,
	};
}

/** What of the blocks `ceph:` no Rook can use, each at its line. */
export function cephProblems({ clusters }: Config): ConfigProblem[] {
	return clusters.flatMap(({ root }) => {
		const ceph = mapAt(root, ['ceph']);
		return ceph === undefined
			? []
			: [...monitorProblems(ceph), ...familyProblems(root, ceph), ...gatewayProblems(ceph), ...secretProblems(ceph)];
	});
}

/** A monitor of the configuration, where it stands and what it says. */
interface Monitor {
	readonly id: YamlNode;
	readonly address: YamlNode;
	readonly result: ReturnType<typeof parseEndpoints>[number];
}

/** The monitors as Rook's list would name them: one grammar for what is read and for what is written. */
function monitorsIn(ceph: MapNode): Monitor[] {
	const port = monitorPorts[messengerOf(ceph)];
	const items = itemsAt(ceph, ['monitors']).flatMap((item) => {
		const id = nodeAt(item, ['id']);
		const address = nodeAt(item, ['address']);
		if (id?.kind !== 'scalar' || address?.kind !== 'scalar') return [];
		return [{ id, address, text: `${String(id.value)}=${withPort(String(address.value), port)}` }];
	});
	const results = parseEndpoints(
		items.map(({ text }) => text),
		'Rook',
	);
	return items.flatMap(({ id, address }, i) => {
		const result = results[i];
		return result === undefined ? [] : [{ id, address, result }];
	});
}

/** A bare address gets the messenger's port, unless its last group looks like one. */
function withPort(text: string, port: number): string {
	const bare = /^\[([^[\]]*)\]$/.exec(text)?.[1] ?? text;
	const parsed = parseIp(bare);
	if (!parsed.ok || /[0-9a-fA-F]:(?:6789|3300)$/.test(bare)) return text;
	return bare.includes(':') ? `[${bare}]:${port}` : `${bare}:${port}`;
}

function monitorProblems(ceph: MapNode): ConfigProblem[] {
	const messenger = messengerOf(ceph);
	const problems: ConfigProblem[] = [];
	for (const { id, address, result } of monitorsIn(ceph)) {
		const name = id.kind === 'scalar' ? String(id.value) : '';
		if (/^(?:mon|client|v[12])\./.test(name))
			problems.push({
				message: `${name} is no id of a monitor; without what stands before the dot it is`,
				at: id.origin,
			});
		if (!result.ok) {
			const at = concernsName(result.problem) ? id.origin : address.origin;
			problems.push({ message: `the monitor ${name} ${saying(result.problem)}`, at });
		} else if (result.value.port !== monitorPorts[messenger])
			problems.push({
				message: `the monitor ${name} has the port ${result.value.port}; messenger ${messenger} is spoken on ${monitorPorts[messenger]}`,
				at: address.origin,
			});
	}
	return problems;
}

function concernsName({ kind }: EndpointProblem): boolean {
	return kind === 'bad-name' || kind === 'no-name' || kind === 'duplicate-name';
}

/** The rest of a sentence that begins with the monitor. */
function saying(problem: EndpointProblem): string {
	const meant =
		'proposal' in problem && problem.proposal !== undefined
			? `; it may be ${problem.proposal.slice(problem.proposal.indexOf('=') + 1)}`
			: '';
	switch (problem.kind) {
		case 'empty':
			return 'has no address';
		case 'spaces':
			return `has blanks around its address${meant}`;
		case 'separator':
			return 'has blanks, a semicolon or an equals sign in its id or address';
		case 'no-name':
			return 'has no id';
		case 'bad-name':
			return 'has an id of other characters than letters, digits, dots, hyphens and underscores';
		case 'unexpected-name':
			return 'has an id in its address';
		case 'unbracketed-ipv6':
			return `has a port behind an IPv6 address without brackets, which reads as another address${meant}`;
		case 'bracketed-ipv4':
			return `has brackets around an IPv4 address${meant}`;
		case 'vector-form':
			return `is written with messenger versions, a nonce or a scheme, which Rook cannot read${meant}`;
		case 'hostname':
			return `has the host name ${problem.host}; Ceph wants an address`;
		case 'not-an-address':
			return `has ${problem.host}, which is no address`;
		case 'unusable-address':
			return `has ${problem.host}, an address that no monitor can be reached at (${problem.why})`;
		case 'no-port':
			return `has no port${meant}`;
		case 'bad-port':
			return `has ${problem.port}, which is no port`;
		case 'duplicate-name':
			return 'has the id of another monitor';
		case 'duplicate-address':
			return `has the address of another monitor, ${formatEndpoint(problem.endpoint).split('=')[1]}`;
		case 'mixed-ports':
			return `has another port than the first monitor, ${problem.endpoint.port}; Rook wants the same for all`;
	}
}

/** Monitors of two families, or of one that Ceph's public network does not have. */
function familyProblems(root: MapNode, ceph: MapNode): ConfigProblem[] {
	const monitors = monitorsIn(ceph).flatMap(({ address, result }) =>
		result.ok ? [{ at: address.origin, text: result.value.address, family: familyOf(result.value.address) }] : [],
	);
	const [first] = monitors;
	if (first === undefined) return [];
	const publicFamilies = new Set<IpFamily>(
		itemsAt(root, ['networks'])
			.filter((item) => stringAt(item, ['role']) === 'ceph-public')
			.flatMap((item) => listPrefixes(nodeAt(item, ['cidrs'])) ?? [])
			.flatMap(({ cidr }) => (cidr === undefined ? [] : [familyOf(cidr)])),
	);
	return monitors.flatMap(({ at, text, family }) => {
		if (family !== first.family)
			return [{ message: `${text} is an ${family} address, the first monitor has an ${first.family} address`, at }];
		if (publicFamilies.size > 0 && !publicFamilies.has(family))
			return [
				{ message: `${text} is an ${family} address; networks has no ${family} prefix of the role ceph-public`, at },
			];
		return [];
	});
}

/** A gateway is named by its host alone. */
function gatewayProblems(ceph: MapNode): ConfigProblem[] {
	const node = nodeAt(ceph, ['rgw', 'hostname']);
	if (node?.kind !== 'scalar') return [];
	const text = String(node.value);
	const scheme = /^[a-z0-9]{1,10}:\/\//.exec(text);
	if (scheme !== null)
		return [{ message: `${text} has a scheme; tls says which it is`, at: originWithin(node, 0, scheme[0].length) }];
	if (parseIp(text.replace(/^\[([^[\]]*)\]$/, '$1')).ok)
		return text.startsWith('[')
			? [{ message: `${text} has brackets, which Rook puts around addresses by itself`, at: node.origin }]
			: [];
	const isName = text.length <= 253 && /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text);
	return isName ? [] : [{ message: `${text} is no DNS name; the port stands in rgw.port`, at: node.origin }];
}

function secretProblems(ceph: MapNode): ConfigProblem[] {
	const secrets = mapAt(ceph, ['secrets']);
	const isLacking = stringAt(secrets, ['mode']) === 'externalSecret' && stringAt(secrets, ['store']) === undefined;
	const at = nodeAt(secrets, ['mode'])?.origin;
	return isLacking && at !== undefined
		? [{ message: 'externalSecret needs the name of a store in secrets.store', at }]
		: [];
}

function messengerOf(ceph: MapNode): Messenger {
	return stringAt(ceph, ['messenger']) === 'v2' ? 'v2' : 'v1';
}
