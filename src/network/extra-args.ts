import { type MapNode, mapAt, stringAt, type YamlNode } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';
import type { AddressPlan } from './plan.ts';

/** Flags that a kubeadm document gives to a process. */
export interface ExtraArgs {
	/** `controllerManager.extraArgs`. */
	readonly setting: string;
	readonly args: YamlNode;
	/** The key. */
	readonly at: Origin;
	/** `v1beta4`. */
	readonly apiVersion: string;
}

/** Where kubeadm takes flags for a process. `kubeadm/v1beta4/types.go`. */
const places: readonly string[] = [
	'apiServer.extraArgs',
	'controllerManager.extraArgs',
	'scheduler.extraArgs',
	'etcd.local.extraArgs',
	'nodeRegistration.kubeletExtraArgs',
];

/** The flags in every kubeadm document of the cluster. */
export function extraArgs(plan: AddressPlan): ExtraArgs[] {
	return kubeadmRoots(plan).flatMap((root) =>
		places.flatMap((setting) => {
			const path = setting.split('.');
			const entry = mapAt(root, path.slice(0, -1))?.entries.get(path.at(-1) ?? '');
			return entry === undefined ? [] : [{ setting, args: entry.value, at: entry.key, apiVersion: apiVersionOf(root) }];
		}),
	);
}

/** Every kubeadm document of the cluster. */
export function kubeadmRoots(plan: AddressPlan): MapNode[] {
	return [...plan.kubeadm, ...plan.kubeadmNodes].flatMap(({ root }) => mapAt(root) ?? []);
}

/** The version after the group: `v1beta4`. */
export function apiVersionOf(root: YamlNode): string {
	return (stringAt(root, ['apiVersion']) ?? '').replace(/^[^/]*\//, '');
}

/** Since v1beta4 flags are a list of names and values, before they were a map. Undefined for a version unheard of. */
export function listsFlags(apiVersion: string): boolean | undefined {
	if (/^v1(?:alpha[1-3]|beta[1-3])$/.test(apiVersion)) return false;
	return apiVersion === 'v1beta4' ? true : undefined;
}
