import type { Texts } from '../case.ts';
import { yaml } from '../case.ts';

/** A flag of a process; undefined leaves it out. */
export type Flags = Readonly<Record<string, string | undefined>>;

/** `v1.34.1` of a case's field; a text such as `<=v1.30 (…)` names a release too. */
export function releaseOf(text: string | undefined): string | undefined {
	const match = /v?(\d+\.\d+)(\.\d+)?/.exec(text ?? '');
	return match === null ? undefined : `v${match[1]}${match[2] ?? '.0'}`;
}

/** The minor number of a release of Kubernetes 1. */
export function minorOf(release: string | undefined): number | undefined {
	const match = /^v?1\.(\d+)/.exec(release ?? '');
	return match === null ? undefined : Number(match[1]);
}

/** A static pod manifest of one process of the control plane. */
export function staticPod(process: string, release: string | undefined, flags: Flags): Texts {
	const words = Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
	const image = release === undefined ? {} : { image: `registry.k8s.io/${process}:${release}` };
	const containers = [{ name: process, ...image, command: [process, ...words] }];
	return object(
		`nodes/one/${process}`,
		'v1',
		'Pod',
		{ name: process, namespace: 'kube-system' },
		{ spec: { containers } },
	);
}

/** One object in a file of its own. */
export function object(
	name: string,
	apiVersion: string,
	kind: string,
	metadata: Readonly<Record<string, unknown>>,
	rest: Readonly<Record<string, unknown>>,
): Texts {
	return { [`${name}.yaml`]: yaml({ apiVersion, kind, metadata, ...rest }) };
}

/** A kubeadm ClusterConfiguration. */
export function clusterConfiguration(
	release: string | undefined,
	rest: Readonly<Record<string, unknown>>,
	apiVersion = 'kubeadm.k8s.io/v1beta4',
): Texts {
	return { 'kubeadm.yaml': yaml({ apiVersion, kind: 'ClusterConfiguration', kubernetesVersion: release, ...rest }) };
}

/** Configuration of this linter that names so many machines. */
export function machines(count: number): Texts {
	const nodes = Array.from({ length: count }, (_, i) => ({ name: `machine-${i + 1}`, addresses: [] }));
	return { '.dualstack-lint.yaml': yaml({ version: 1, nodes }) };
}

/** Node objects with the blocks that they hold. */
export function nodes(held: readonly (readonly string[])[]): Texts {
	const texts = held.map((podCIDRs, i) =>
		object(
			`nodes/object-${i + 1}`,
			'v1',
			'Node',
			{ name: `node-${i + 1}` },
			{
				spec: podCIDRs.length === 0 ? {} : { podCIDR: podCIDRs[0], podCIDRs },
			},
		),
	);
	return Object.assign({}, ...texts);
}

/** The family of an address or a prefix, by its colons. */
export function familyIn(text: string): 'IPv4' | 'IPv6' {
	return text.includes(':') ? 'IPv6' : 'IPv4';
}
