import type { MapNode, ScalarNode, UnknownNode } from '../../repo/node.ts';
import { nodeAt } from '../../repo/node.ts';
import { applySet } from './apply-set.ts';

/**
 * The values of `rke2-cilium`, a chart around Cilium's: blocks come from the nodes, and IPv6 is switched on by an IPv6
 * `cluster-cidr`, also over a written `false`. rancher/rke2-charts, `packages/rke2-cilium/generated-changes/patch`.
 */
export function rke2CiliumValues(values: MapNode): MapNode {
	const { origin } = values;
	const mode: ScalarNode = {
		kind: 'scalar',
		value: 'kubernetes',
		origin: { kind: 'omitted', from: origin, field: 'ipam.mode' },
	};
	const ipv6: UnknownNode = { kind: 'unknown', why: 'missing', what: 'whether cluster-cidr has IPv6', origin };
	const isOn = nodeAt(values, ['ipv6', 'enabled']);
	const withMode = nodeAt(values, ['ipam', 'mode']) === undefined ? set(values, ['ipam', 'mode'], mode) : values;
	return isOn?.kind === 'scalar' && isOn.value === true ? withMode : set(withMode, ['ipv6', 'enabled'], ipv6);
}

function set(values: MapNode, path: readonly string[], value: ScalarNode | UnknownNode): MapNode {
	const steps = path.map((step) => ({ step, origin: values.origin }));
	// Something else in the way, which Helm refuses, leaves the values as they are.
	return applySet(values, { path: steps, value }) ?? values;
}
