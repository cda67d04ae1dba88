import type { MapNode, YamlNode } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';
import type { Resource, Unresolved } from './resource.ts';

/** A HelmRelease with its values merged in Flux's order. */
export interface HelmRelease {
	readonly resource: Resource;
	/** Name of the chart: `cilium`, also for an OCI artifact `oci://…/cilium`. */
	readonly chart: string | undefined;
	/** The version as pinned (may be a range such as `1.18.x`); the scalar or unknown node that decides it. */
	readonly version: YamlNode | undefined;
	/** Where the version would be written when it is left out. */
	readonly versionBlock: Origin;
	readonly values: MapNode;
	/** Sources of values that could not be read; any key they could set is unknown. */
	readonly unresolved: readonly Unresolved[];
}
