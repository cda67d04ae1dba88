import { scalarText } from '../../fix/write-scalar.ts';
import { type Endpoint, parseEndpoint } from '../../network/monitor-endpoint.ts';
import { releasesOfChart } from '../../network/releases-of-chart.ts';
import { consumers, driverOf, rookClasses } from '../../network/rook-objects.ts';
import type { Resource } from '../../render/resource.ts';
import { itemsAt, nodeAt, numberAt, stringAt } from '../../repo/node.ts';
import type { RuleInput } from '../../rule.ts';
import type { Found, Section } from './section.ts';

/** The block `ceph:`, for a cluster that connects to a Ceph outside already. */
export function ceph({ view }: Found): Section | undefined {
	const lines = proposeCeph(view.input);
	if (lines.length === 0) return undefined;
	return {
		key: 'ceph',
		comment: [
			'The Ceph cluster outside, as far as the repository tells; `migrate --phase rook` connects Rook to it. Nothing here',
			'is secret. Hold the monitors against `ceph mon dump`.',
		],
		lines: ['ceph:', ...lines.map((line) => `  ${line}`)],
	};
}

/** Lines for `ceph:` that say what a repository tells about an external Ceph cluster; none where it has none. Pure. */
export function proposeCeph({ plan, rendered }: Pick<RuleInput, 'plan' | 'rendered'>): string[] {
	const monitors = monitorsOf({ plan });
	if (monitors.length === 0 || (consumers(plan).length === 0 && plan.cephClusters.length > 0)) return [];
	const isSecond = monitors.every(({ port }) => port === 3300);
	const classes = rookClasses(plan, rendered);
	return [
		'# fsid: what `ceph fsid` prints; without it nothing is generated',
		`messenger: ${isSecond ? 'v2' : 'v1'}`,
		'monitors:',
		...monitors.map(({ name, address }) => `  - ${flow({ id: name ?? '', address })}`),
		...(['rbd', 'cephfs'] as const).flatMap((driver) => {
			const lines = classes.flatMap((one) => classLine(one, driver));
			return lines.slice(0, 1);
		}),
		...gatewayLine({ rendered }),
		...lokiLine({ rendered }),
		`secrets: ${secretsText({ rendered })}`,
	];
}

/** The monitors of Rook's list, also where a mistake leaves no doubt about what is meant. */
function monitorsOf({ plan }: Pick<RuleInput, 'plan'>): Endpoint[] {
	const list = plan.monitors.find(({ reader, unresolved }) => reader === 'Rook' && !unresolved);
	const all = (list?.endpoints ?? []).map(({ value }) => meantBy(value));
	const known = all.filter((one) => one !== undefined);
	const isUnique = new Set(known.map(({ name }) => name)).size === known.length;
	const ports = new Set(known.map(({ port }) => port));
	return known.length === all.length && isUnique && ports.size === 1 && (ports.has(6789) || ports.has(3300))
		? known
		: [];
}

function meantBy(text: string): Endpoint | undefined {
	const read = parseEndpoint(text, 'Rook');
	if (read.ok) return read.value;
	const proposal = 'proposal' in read.problem ? read.problem.proposal : undefined;
	const again = proposal === undefined ? undefined : parseEndpoint(proposal, 'Rook');
	return again?.ok ? again.value : undefined;
}

function classLine({ name, root }: Resource, driver: 'rbd' | 'cephfs'): string[] {
	const text = (key: string) => stringAt(root, ['parameters', key]);
	const pool = text('pool');
	if (driverOf(stringAt(root, ['provisioner']) ?? '')?.type !== driver || pool === undefined) return [];
	if (driver === 'rbd') return [`rbd: ${flow({ pool, dataPool: text('dataPool'), storageClass: name })}`];
	const fsName = text('fsName');
	return fsName === undefined ? [] : [`cephfs: ${flow({ name: fsName, pool, storageClass: name })}`];
}

function gatewayLine({ rendered }: Pick<RuleInput, 'rendered'>): string[] {
	for (const { kind, name, root } of rendered.resources) {
		if (kind !== 'CephObjectStore') continue;
		const gateway = nodeAt(root, ['spec', 'gateway']);
		const [endpoint] = itemsAt(gateway, ['externalRgwEndpoints']);
		const hostname = stringAt(endpoint, ['hostname']) ?? stringAt(endpoint, ['ip']);
		const secure = numberAt(gateway, ['securePort']);
		const port = secure ?? numberAt(gateway, ['port']);
		if (hostname === undefined || port === undefined) continue;
		const certificateSecret = stringAt(gateway, ['sslCertificateRef']);
		const tls = secure === undefined ? undefined : true;
		return [`rgw: ${flow({ hostname, port, tls, certificateSecret, store: name })}`];
	}
	return [];
}

function lokiLine({ rendered }: Pick<RuleInput, 'rendered'>): string[] {
	const [release, other] = releasesOfChart(rendered, 'loki');
	if (release === undefined || other !== undefined) return [];
	const namespace = stringAt(release.resource.root, ['spec', 'targetNamespace']) ?? release.resource.namespace;
	const bucket = (key: string) => stringAt(release.values, ['loki', 'storage', 'bucketNames', key]);
	const chunks = bucket('chunks');
	if (namespace === undefined || chunks === undefined) return [];
	const buckets = flow({ chunks, ruler: bucket('ruler'), admin: bucket('admin') });
	return [`loki: {namespace: ${scalarText(namespace, 'plain', true)}, buckets: ${buckets}}`];
}

/** How the Secrets of Rook come into the cluster. */
function secretsText({ rendered }: Pick<RuleInput, 'rendered'>): string {
	const isRooks = (name: string) => /^(?:rook-ceph-mon|rook-csi-|rgw-admin-ops-user)/.test(name);
	const external = rendered.resources.find(({ kind, name }) => kind === 'ExternalSecret' && isRooks(name));
	const store = stringAt(external?.root, ['spec', 'secretStoreRef', 'name']);
	if (store !== undefined)
		return flow({
			mode: 'externalSecret',
			store,
			storeKind: stringAt(external?.root, ['spec', 'secretStoreRef', 'kind']),
		});
	const drivers = rendered.resources.some(({ kind, name }) => kind === 'Secret' && name.startsWith('rook-csi-'));
	return drivers ? '{mode: sops}' : '{mode: manual}';
}

/** A map on one line, without what is not known. */
function flow(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
	const entries = Object.entries(values).flatMap(([key, value]) =>
		value === undefined ? [] : [`${key}: ${scalarText(value, 'plain', true)}`],
	);
	return `{${entries.join(', ')}}`;
}
