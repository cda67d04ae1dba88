import { blockLines } from '../../fix/write-value.ts';
import type { RepoFiles } from '../../repo/files.ts';
import { baseName, type RepoPath } from '../../repo/location.ts';
import type { ByHand, Check, PhaseInput, RunbookStep } from '../phase.ts';
import type { RookCluster } from './cluster.ts';
import { lackingSecrets } from './cluster-objects.ts';
import { joined } from './repository.ts';
import type { KeySecret } from './secrets.ts';

/** Where the keys go: names of keys, never values. */
export function secretsStep(
	cluster: RookCluster,
	secrets: readonly KeySecret[],
	place: RepoPath,
	{ files }: PhaseInput,
): RunbookStep {
	const { ceph, clusterNamespace } = cluster;
	const names = secrets.map(({ name }) => name);
	const check: Check = {
		command: `kubectl -n ${clusterNamespace} get secret ${names.join(' ')}`,
		expect: 'all of them',
	};
	switch (ceph.secrets?.mode) {
		case 'externalSecret':
			return {
				title: `Put the keys into the store ${ceph.secrets.store}`,
				on: 'workstation',
				commands: secrets.flatMap(({ name, keys }) =>
					[...keys].map(([key, meaning]) => `# ${ceph.secrets?.path ?? ''}${name}, property ${key}: ${meaning}`),
				),
				check: { command: `kubectl -n ${clusterNamespace} get externalsecrets`, expect: 'SecretSynced for each' },
				back: 'Take the entries out of the store.',
			};
		case 'sops':
			return {
				title: 'Write the Secrets, encrypt them, then list them',
				on: 'workstation',
				commands: secrets.flatMap((one) => sopsCommands(one, clusterNamespace, secretPath(one, place, files))),
				check,
				back: 'Take the files out of the list and out of the repository.',
			};
		default:
			return {
				title: "Run Rook's import script once, with what its export script prints on a machine of Ceph",
				on: 'workstation',
				commands: importCommands(cluster),
				check,
				back: `kubectl -n ${clusterNamespace} delete secret ${names.join(' ')}`,
			};
	}
}

/** The manifest to paste: opened by SOPS itself, so that no key is ever on a disk in plain text. */
function sopsCommands({ name, type, constants, keys }: KeySecret, namespace: string, path: string): string[] {
	const style = { step: 2, listStep: 2, quoting: 'plain', isJson: false } as const;
	const values = Object.fromEntries([...constants, ...[...keys].map(([key, meaning]) => [key, meaning.toUpperCase()])]);
	const manifest = blockLines(
		{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type, stringData: values },
		0,
		style,
	);
	return [
		`sops edit --encrypted-regex '^(data|stringData)$' ${quoted(path)}`,
		'# replace what the editor shows by these lines, with the values in place of the words in capitals',
		...manifest.map((line) => `#   ${line}`),
	];
}

function importCommands({ ceph, clusterNamespace, operatorNamespace }: RookCluster): string[] {
	const flags = [
		`--namespace ${clusterNamespace}`,
		...(ceph.rbd === undefined ? [] : [`--rbd-data-pool-name ${quoted(ceph.rbd.dataPool ?? ceph.rbd.pool)}`]),
		...(ceph.rbd?.dataPool === undefined ? [] : [`--rbd-metadata-ec-pool-name ${quoted(ceph.rbd.pool)}`]),
		...(ceph.cephfs === undefined
			? []
			: [
					`--cephfs-filesystem-name ${quoted(ceph.cephfs.name)}`,
					`--cephfs-data-pool-name ${quoted(ceph.cephfs.pool)}`,
				]),
		...(ceph.rgw === undefined
			? []
			: [
					`--rgw-endpoint ${ceph.rgw.hostname.includes(':') ? `'[${ceph.rgw.hostname}]` : `'${ceph.rgw.hostname}`}:${ceph.rgw.port}'`,
				]),
		...(ceph.messenger === 'v2' ? ['--v2-port-enable'] : []),
		'--format bash',
	];
	return [
		`python3 create-external-cluster-resources.py ${flags.join(' ')} > /dev/shm/ceph.env`,
		`. /dev/shm/ceph.env && NAMESPACE=${clusterNamespace} ROOK_OPERATOR_NAMESPACE=${operatorNamespace} bash import-external-cluster.sh`,
		'rm /dev/shm/ceph.env',
	];
}

/** SOPS: the files that a person writes, and what has to be listed then. */
export function secretsByHand(cluster: RookCluster, place: RepoPath, input: PhaseInput): ByHand[] {
	if (cluster.ceph.secrets?.mode !== 'sops') return [];
	return lackingSecrets(cluster, input).map((secret) => {
		const path = secretPath(secret, place, input.files);
		return {
			what: `Write ${path} (${[...secret.constants.keys(), ...secret.keys.keys()].join(', ')}) as the steps below show, and only then list it in the kustomization file of ${place}`,
			text: `- ${baseName(path)}`,
		};
	});
}

/** The file of an encrypted Secret, named like others of the repository. */
function secretPath({ name }: KeySecret, place: RepoPath, { paths }: RepoFiles): RepoPath {
	const endings = ['.sops.yaml', '.sops.yml', '.enc.yaml', '.enc.yml'];
	const ending = endings.find((one) =>
		paths.some((path) => path.endsWith(one) && !path.endsWith(`/${one}`) && path !== one),
	);
	return joined(place, `${name}${ending ?? '.sops.yaml'}`);
}

/** A word of a shell command. */
export function quoted(text: string): string {
	return /^[A-Za-z0-9_.:/=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
