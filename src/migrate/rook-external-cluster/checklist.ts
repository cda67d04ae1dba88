import { monitorPorts } from '../../network/limits/rook.ts';
import { networksOf } from '../../network/plan.ts';
import type { RepoPath } from '../../repo/location.ts';
import type { Check, PhaseInput, RunbookStep } from '../phase.ts';
import type { RookCluster } from './cluster.ts';
import { lackingSecrets } from './cluster-objects.ts';
import { needsHostNetwork } from './host-network.ts';
import { quoted, secretsStep } from './secret-steps.ts';
import { keySecrets } from './secrets.ts';

/** What a person does outside of the repository, in this order. */
export function checklist(
	cluster: RookCluster,
	storage: string | undefined,
	place: RepoPath,
	input: PhaseInput,
): RunbookStep[] {
	const { mode } = cluster.ceph.secrets ?? { mode: 'manual' };
	const lacking = lackingSecrets(cluster, input);
	return [
		monitorsStep(cluster),
		usersStep(cluster),
		...(cluster.ceph.rgw === undefined ? [] : gatewaySteps(cluster)),
		...(lacking.length === 0 && mode !== 'externalSecret'
			? []
			: [secretsStep(cluster, mode === 'externalSecret' ? keySecrets(cluster) : lacking, place, input)]),
		routesStep(cluster, input),
		rolloutStep(cluster, storage),
	];
}

const nothingChanged = 'These commands change nothing.';

/** The lines for `ceph:` are compared with Ceph itself. */
function monitorsStep({ ceph, fsid }: RookCluster): RunbookStep {
	return {
		title: 'On a machine of Ceph: compare ids, addresses and id of the cluster with the configuration',
		on: 'workstation',
		commands: ['ceph fsid', 'ceph mon dump', "ceph osd dump | grep -E '^osd'"],
		check: {
			command: 'ceph fsid',
			expect: `${fsid}; the monitors are ${ceph.monitors.map(({ name, address }) => `${name} at ${address}`).join(', ')}; each OSD has an address that nodes can reach`,
		},
		back: nothingChanged,
	};
}

/** Users and what they may. rook/rook deploy/examples/create-external-cluster-resources.py. */
function usersStep({ ceph }: RookCluster): RunbookStep {
	const gateway =
		ceph.rgw === undefined
			? ''
			: ', allow rwx pool=default.rgw.meta, allow r pool=.rgw.root, allow rw pool=default.rgw.control, allow rx pool=default.rgw.log, allow x pool=default.rgw.buckets.index';
	const mon = 'allow r, allow command quorum_status, allow command version';
	const commands = [
		`ceph auth get-or-create client.healthchecker mon '${mon}' mgr 'allow command config' osd 'profile rbd-read-only${gateway}' mds 'allow *'`,
	];
	if (ceph.rbd !== undefined) {
		const pools = [ceph.rbd.pool, ...(ceph.rbd.dataPool === undefined ? [] : [ceph.rbd.dataPool])];
		const osd = pools.map((pool) => `profile rbd pool=${pool}`).join(', ');
		const caps = `mon "profile rbd, allow command 'osd blocklist'"`;
		commands.push(
			`ceph auth get-or-create client.csi-rbd-node ${caps} osd ${quoted(osd)}`,
			`ceph auth get-or-create client.csi-rbd-provisioner ${caps} mgr 'allow rw' osd ${quoted(osd)}`,
		);
	}
	if (ceph.cephfs !== undefined) {
		const { name } = ceph.cephfs;
		const caps = `mon "allow r, allow command 'osd blocklist'" mgr 'allow rw'`;
		commands.push(
			`ceph auth get-or-create client.csi-cephfs-node ${caps} osd ${quoted(`allow rw tag cephfs *=${name}`)} mds 'allow rw'`,
			`ceph auth get-or-create client.csi-cephfs-provisioner ${caps} osd ${quoted(`allow rw tag cephfs metadata=${name}`)} mds 'allow *'`,
			`ceph fs subvolumegroup create ${quoted(name)} csi`,
		);
	}
	return {
		title: 'On a machine of Ceph: make the users; what is printed goes into the store of secrets and nowhere else',
		on: 'workstation',
		commands,
		check: {
			command: "ceph auth ls | grep -E '^client.(healthchecker|csi-)'",
			expect: `${commands.filter((one) => one.startsWith('ceph auth')).length} users`,
		},
		back: 'ceph auth rm of each user, before anything uses it',
	};
}

function gatewaySteps({ ceph, clusterNamespace }: RookCluster): RunbookStep[] {
	const { rgw, loki } = ceph;
	if (rgw === undefined) return [];
	const url = `${rgw.tls ? 'https' : 'http'}://${rgw.hostname.includes(':') ? `[${rgw.hostname}]` : rgw.hostname}:${rgw.port}`;
	const admin: RunbookStep = {
		title: 'On a machine of Ceph: make the user by which Rook makes users; its keys go into the store of secrets',
		on: 'workstation',
		commands: [
			'radosgw-admin user create --uid rgw-admin-ops-user --display-name "Rook RGW Admin Ops user" --caps "buckets=*;users=*;usage=read;metadata=read;zone=read;info=read"',
		],
		check: { command: 'radosgw-admin user info --uid rgw-admin-ops-user', expect: 'the user with these caps' },
		back: 'radosgw-admin user rm --uid rgw-admin-ops-user',
	};
	const name: RunbookStep = {
		title: `Give ${rgw.hostname} an AAAA record and no A record: with both, clients try IPv4 before a unique local address`,
		on: 'workstation',
		commands: [`dig +short AAAA ${rgw.hostname}`, `curl -6 -sS -o /dev/null -w '%{http_code}\\n' ${url}`],
		check: { command: `dig +short A ${rgw.hostname}`, expect: 'nothing; the gateway answers 200 over IPv6' },
		back: 'Take the record away again.',
	};
	const buckets: RunbookStep[] =
		loki === undefined
			? []
			: [
					{
						title: 'Once Rook has made the user: make the buckets of Loki',
						on: 'workstation',
						commands: [
							`for key in AccessKey SecretKey; do kubectl -n ${loki.namespace} get secret rook-ceph-object-user-${rgw.store}-loki -o jsonpath="{.data.$key}" | base64 -d > "/dev/shm/$key"; done`,
							`export AWS_ACCESS_KEY_ID="$(cat /dev/shm/AccessKey)" AWS_SECRET_ACCESS_KEY="$(cat /dev/shm/SecretKey)" AWS_DEFAULT_REGION=us-east-1`,
							...[...new Set(loki.buckets.values())].map(
								(bucket) => `aws --endpoint-url ${url} s3api create-bucket --bucket ${quoted(bucket)}`,
							),
							'rm /dev/shm/AccessKey /dev/shm/SecretKey',
						],
						check: { command: `aws --endpoint-url ${url} s3 ls`, expect: [...loki.buckets.values()].join(', ') },
						back: 'aws s3api delete-bucket of each, as long as they are empty',
					},
				];
	const authority: RunbookStep[] = rgw.tls
		? [
				{
					title: `Put the certificate authority of the gateway into the Secret ${rgw.certificateSecret}: Rook speaks TLS with it only`,
					on: 'workstation',
					commands: [
						`kubectl -n ${clusterNamespace} create secret generic ${rgw.certificateSecret} --from-file=cert=ca.pem`,
					],
					check: {
						command: `openssl s_client -6 -connect ${rgw.hostname}:${rgw.port} -CAfile ca.pem -brief`,
						expect:
							'Verification: OK. Loki trusts only what its image trusts; mount ca.pem there too unless a public authority signed it',
					},
					back: `kubectl -n ${clusterNamespace} delete secret ${rgw.certificateSecret}`,
				},
			]
		: [];
	return [admin, ...(rgw.hostname.includes(':') ? [] : [name]), ...authority, ...buckets];
}

function routesStep(cluster: RookCluster, { view }: PhaseInput): RunbookStep {
	const { ceph } = cluster;
	const [monitor] = ceph.monitors;
	const networks = networksOf(view.input.plan);
	const prefixes = (role: string) =>
		networks.filter((one) => one.role === role && one.family === 'IPv6').map(({ cidr }) => cidr);
	const to = prefixes('ceph-public');
	const from = [...prefixes('node'), ...(needsHostNetwork(cluster) ? [] : prefixes('pod'))];
	const port = monitorPorts[ceph.messenger];
	const gateway = ceph.rgw === undefined ? '' : `, ${ceph.rgw.port}`;
	return {
		title: `Routes and firewalls: from ${from.join(' and ') || 'nodes and pods'} to ${to.join(' and ') || 'the network of Ceph'} on TCP 3300, 6789, 6800 to 7568${gateway}, and the way back`,
		on: 'node',
		commands: [
			`timeout 5 bash -c '</dev/tcp/${monitor?.address ?? ''}/${port}' && echo open`,
			`ip -6 route get ${monitor?.address ?? ''}`,
			...(ceph.messenger === 'v2' ? ['uname -r'] : []),
		],
		check: {
			command: `timeout 5 bash -c '</dev/tcp/${monitor?.address ?? ''}/${port}' && echo open`,
			expect: `open, on every node${ceph.messenger === 'v2' ? '; the kernel is 5.11 or newer' : ''}`,
		},
		back: nothingChanged,
	};
}

function rolloutStep({ clusterNamespace, operatorNamespace }: RookCluster, storage: string | undefined): RunbookStep {
	const [namespace = 'flux-system', name] = (storage ?? '').split('/');
	return {
		title: 'Have Flux apply it',
		on: 'workstation',
		commands: [
			'flux reconcile kustomization flux-system --with-source',
			...(name === undefined || namespace === ''
				? []
				: [`flux -n ${quoted(namespace)} reconcile kustomization ${quoted(name)}`]),
			`kubectl -n ${operatorNamespace} rollout status deployment/rook-ceph-operator --timeout=10m`,
		],
		check: { command: `kubectl -n ${clusterNamespace} get cephcluster`, expect: 'PHASE Connected, HEALTH HEALTH_OK' },
		back: 'Revert the commit. What is said about the way back below holds for the CephCluster.',
	};
}

/** What shows that volumes and buckets work. */
export function storageChecks({ ceph, clusterNamespace }: RookCluster): Check[] {
	return [
		{
			command: `kubectl -n ${clusterNamespace} get cm rook-ceph-mon-endpoints -o jsonpath={.data.data}`,
			expect: 'every monitor with its own id and its address in brackets',
		},
		...[ceph.rbd?.storageClass, ceph.cephfs?.storageClass].flatMap((name) =>
			name === undefined
				? []
				: [
						{
							command: `kubectl get storageclass ${name} && kubectl get pvc -A | grep ${name}`,
							expect: 'claims of the class are Bound',
						},
					],
		),
		...(ceph.rgw === undefined
			? []
			: [
					{
						command: `kubectl -n ${clusterNamespace} get cephobjectstore ${ceph.rgw.store} -o jsonpath={.status.phase}`,
						expect: 'Connected or Ready',
					},
				]),
	];
}
