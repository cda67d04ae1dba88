import type { FluxKustomization } from '../../render/flux/flux-kustomization.ts';
import type { Resource } from '../../render/resource.ts';
import type { RepoPath } from '../../repo/location.ts';
import { booleanAt, itemsAt, mapAt, nodeAt, stringAt } from '../../repo/node.ts';
import type { Change, Writable } from '../../rule.ts';
import type { ByHand, ChangeGroup, PhaseInput } from '../phase.ts';
import { valueChange } from './edits.ts';
import { fileOf, type Model } from './layout.ts';
import type { Wanted } from './objects.ts';

/** How an external CephCluster says that it found its monitors; it has no condition Ready. */
const connected = {
	apiVersion: 'ceph.rook.io/v1',
	kind: 'CephCluster',
	current: "status.phase == 'Connected'",
	failed: "status.state == 'Error'",
} as const;

/** A Flux Kustomization to be made. */
export interface NewKustomization {
	readonly name: string;
	readonly folder: RepoPath;
	/** `namespace/name` of what has to be there first. */
	readonly after: readonly string[];
	/** It waits until the CephCluster is connected. */
	readonly isCluster: boolean;
	/** Its objects go there, and itself where a folder says so, if neighbours do it like that. */
	readonly ownNamespace: string;
	readonly decrypts: boolean;
}

/** The namespace of a new Flux Kustomization. */
export function fluxNamespace(ownNamespace: string, { kustomization, writesKustomizationNamespace }: Model): string {
	return writesKustomizationNamespace ? kustomization.namespace : ownNamespace;
}

/** A Flux Kustomization in the manner of the one that applies the model. */
export function fluxObject(wanted: NewKustomization, model: Model, input: PhaseInput): Wanted {
	const { name, folder, after, isCluster, ownNamespace, decrypts } = wanted;
	const { kustomization } = model;
	const object = objectOf(kustomization, input);
	const spec = mapAt(object?.root, ['spec']);
	const text = (key: string, ...path: readonly string[]) => {
		const found = stringAt(spec, [...path, key]);
		return found === undefined ? {} : { [key]: found };
	};
	const namespace = fluxNamespace(ownNamespace, model);
	return {
		apiVersion: object?.apiVersion ?? 'kustomize.toolkit.fluxcd.io/v1',
		kind: 'Kustomization',
		name,
		namespace,
		body: {
			spec: {
				...(kustomization.targetNamespace === undefined ? {} : { targetNamespace: ownNamespace }),
				...(after.length === 0 ? {} : { dependsOn: after.map((id) => dependency(id, namespace)) }),
				interval: stringAt(spec, ['interval']) ?? '1h',
				...text('retryInterval'),
				...text('timeout'),
				path: pathText(folder, model),
				prune: true,
				sourceRef: { ...text('kind', 'sourceRef'), ...text('name', 'sourceRef'), ...text('namespace', 'sourceRef') },
				...(decrypts ? decryption(input) : {}),
				// Whoever comes next needs what charts bring, not only their releases.
				wait: true,
				...(isCluster ? { healthCheckExprs: [connected] } : {}),
			},
		},
		comment: isCluster
			? ['An external CephCluster has no Ready condition; healthCheckExprs tell when it found its monitors.']
			: [],
	};
}

/** `namespace/name` as an item of dependsOn. */
function dependency(id: string, own: string): Writable {
	const [namespace = '', name = ''] = id.split('/');
	return namespace === own ? { name } : { name, namespace };
}

/** A folder as Flux wants it: seen from the root of the source. */
function pathText(folder: RepoPath, { root, kustomization }: Model): string {
	const inside = root === '' ? folder : folder.slice(root.length + 1);
	const isDotted = kustomization.path?.kind !== 'scalar' || String(kustomization.path.value).startsWith('./');
	return isDotted ? `./${inside}` : inside;
}

/** The object that declares a Flux Kustomization. */
function objectOf({ origin }: FluxKustomization, { view }: PhaseInput): Resource | undefined {
	return view.input.rendered.resources.find(({ root }) => root.origin === origin);
}

/** How others decrypt, where each says so itself. */
function decryption(input: PhaseInput): { readonly decryption?: Writable } {
	for (const kustomization of input.view.input.kustomizations) {
		const object = objectOf(kustomization, input);
		const found = mapAt(object?.root, ['spec', 'decryption']);
		if (found === undefined || object === undefined || found.origin.kind !== 'written') continue;
		const secret = stringAt(found, ['secretRef', 'name']);
		const provider = stringAt(found, ['provider']) ?? 'sops';
		return { decryption: { provider, ...(secret === undefined ? {} : { secretRef: { name: secret } }) } };
	}
	return {};
}

/** What is left to a person where a new Flux Kustomization is to decrypt, and no other one does. */
export function decryptionByHand(id: string, input: PhaseInput): ByHand[] {
	return decryption(input).decryption === undefined && !isDecryptedByParent(input) ? [keyByHand(id)] : [];
}

function keyByHand(id: string): ByHand {
	return {
		what: `The Flux Kustomization ${id} decrypts nothing, and no other one shows with which key`,
		text: 'decryption:\n  provider: sops\n  secretRef:\n    name: sops-age',
	};
}

/** True where a Kustomization patches `decryption` into those that it applies. */
function isDecryptedByParent(input: PhaseInput): boolean {
	return input.view.input.kustomizations.some((one) => {
		const found = nodeAt(objectOf(one, input)?.root, ['spec', 'decryption']);
		return found !== undefined && found.origin.kind !== 'written';
	});
}

/** What the Flux Kustomization lacks that applies the CephCluster. */
export function clusterKustomizationChanges(
	kustomization: FluxKustomization,
	clusterObject: AwaitedObject,
	after: readonly string[],
	decrypts: boolean,
	input: PhaseInput,
): { readonly groups: readonly ChangeGroup[]; readonly byHand: readonly ByHand[] } {
	const object = objectOf(kustomization, input);
	const spec = mapAt(object?.root, ['spec']);
	if (object === undefined || spec === undefined) return { groups: [], byHand: [] };
	const checks = itemsAt(spec, ['healthCheckExprs']);
	const isChecked = checks.some((one) => stringAt(one, ['kind']) === 'CephCluster');
	const changes: Change[] = [
		...dependencyChanges(kustomization, after, input),
		...(isChecked ? [] : listChange(object, 'healthCheckExprs', connected)),
		...(isChecked ? [] : waitChanges(object, clusterObject)),
	];
	const lacksKey = decrypts && nodeAt(spec, ['decryption']) === undefined;
	const how = lacksKey ? decryption(input).decryption : undefined;
	if (how !== undefined) changes.push({ op: 'add', into: spec, key: 'decryption', value: how });
	const byHand = lacksKey && how === undefined ? [keyByHand(kustomization.id)] : [];
	if (changes.length === 0) return { groups: [], byHand };
	const title = `Have the Flux Kustomization ${kustomization.id} wait for what it needs and for the CephCluster`;
	return { groups: [{ title, changes, otherwise: 'wait: true' }], byHand };
}

/** Only what is waited for is checked; a list of checks is not read where everything is waited for. */
function waitChanges(object: Resource, cluster: AwaitedObject): Change[] {
	const spec = mapAt(object.root, ['spec']);
	if (spec === undefined || booleanAt(spec, ['wait']) === true) return [];
	const checks = itemsAt(spec, ['healthChecks']);
	if (checks.length === 0) return valueChange(spec, ['wait'], true);
	const isListed = checks.some((one) => stringAt(one, ['kind']) === 'CephCluster');
	const { apiVersion, kind } = connected;
	return isListed ? [] : listChange(object, 'healthChecks', { apiVersion, kind, ...cluster });
}

/** An object that others wait for. */
export interface AwaitedObject {
	readonly name: string;
	readonly namespace: string;
}

/** Has the Flux Kustomization of the operator wait for its release: the next one needs the kinds that the chart brings. */
export function operatorKustomizationChanges(
	kustomization: FluxKustomization,
	release: AwaitedObject,
	input: PhaseInput,
): ChangeGroup[] {
	const object = objectOf(kustomization, input);
	const spec = mapAt(object?.root, ['spec']);
	const isWaiting = booleanAt(spec, ['wait']) === true || nodeAt(spec, ['healthChecks']) !== undefined;
	if (object === undefined || spec === undefined || isWaiting) return [];
	const apiVersion = input.view.input.rendered.resources.find(({ kind }) => kind === 'HelmRelease')?.apiVersion;
	const check = { apiVersion: apiVersion ?? 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', ...release };
	const changes = listChange(object, 'healthChecks', check);
	const title = `Have the Flux Kustomization ${kustomization.id} wait until Rook is installed`;
	return changes.length === 0 ? [] : [{ title, changes, otherwise: `healthChecks:\n  - ${JSON.stringify(check)}` }];
}

/** The changes that make a Flux Kustomization wait for others, unless they wait for it. */
export function dependencyChanges(
	kustomization: FluxKustomization,
	after: readonly string[],
	input: PhaseInput,
): Change[] {
	const object = objectOf(kustomization, input);
	const { kustomizations } = input.view.input;
	if (object === undefined) return [];
	return after
		.filter((id) => id !== kustomization.id && !reaches(kustomization.id, id, kustomizations))
		.filter((id) => !reaches(id, kustomization.id, kustomizations))
		.flatMap((id) => listChange(object, 'dependsOn', dependency(id, kustomization.namespace)));
}

/** True when one Kustomization waits for another, over however many steps. */
export function reaches(from: string, to: string, all: readonly FluxKustomization[]): boolean {
	const seen = new Set([from]);
	for (const id of seen) for (const next of all.find((one) => one.id === id)?.dependsOn ?? []) seen.add(next);
	return seen.has(to);
}

function listChange({ root }: Resource, key: string, value: Writable): Change[] {
	const list = nodeAt(root, ['spec', key]);
	if (list?.kind === 'seq') return [{ op: 'append', into: list, value }];
	const spec = mapAt(root, ['spec']);
	return spec === undefined || list !== undefined ? [] : [{ op: 'add', into: spec, key, value: [value] }];
}

/** The file that declares a Flux Kustomization. */
export function definitionOf({ origin }: FluxKustomization): RepoPath {
	return fileOf(origin);
}
