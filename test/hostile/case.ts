import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Something that must not come out of any run: it stands outside the root, in secrets and in the environment. */
export const canary = 'c4n4ry-b1d3s-1ts-t1m3';

/** A repository that somebody made to do harm, and what comes of it. */
export interface HostileCase {
	readonly name: string;
	readonly files: Readonly<Record<string, string | Buffer>>;
	/** Makes what texts cannot be: links, devices, many files. */
	readonly make?: (root: string, outside: string) => void;
	/** It is linted only; each other command would take as long again. */
	readonly isLarge?: boolean;
	/** Exit code of linting it. */
	readonly code: 0 | 1 | 2 | 4;
	/** Findings that there must be, as `rule path`. */
	readonly findings?: readonly string[];
	/** Findings that would be wrong, as `rule path`. */
	readonly silent?: readonly string[];
}

/** Writes the files of a case below a folder. */
export function writeCase(root: string, outside: string, one: HostileCase): void {
	mkdirSync(root, { recursive: true });
	for (const [path, text] of Object.entries(one.files)) {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
	}
	one.make?.(root, outside);
}

export const kustomization = (resources: readonly string[], more = ''): string =>
	`apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: ${JSON.stringify(resources)}\n${more}`;

export const configMap = (name: string, more = 'data: {v: x}\n'): string =>
	`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${JSON.stringify(name)}, namespace: default}\n${more}`;

/** A Service that asks for both families, so that each is written about on a cluster of one family. */
export const service = (name: string, more = ''): string =>
	`apiVersion: v1\nkind: Service\nmetadata: {name: ${JSON.stringify(name)}, namespace: default}\nspec: {ipFamilyPolicy: RequireDualStack, ports: [{port: 80}]${more}}\n`;

/** A cluster of IPv4 alone. */
export const kubeadm = (pods = '10.42.0.0/16', services = '10.43.0.0/16'): string =>
	`apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking:\n  podSubnet: ${pods}\n  serviceSubnet: ${services}\n`;

/** A Flux Kustomization. */
export const flux = (name: string, path: string, more = ''): string =>
	`apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec:\n  path: ${path}\n  prune: true\n  interval: 10m\n  sourceRef: {kind: GitRepository, name: flux-system}\n${more}`;
