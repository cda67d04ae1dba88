import { nodeAt, textOf, type YamlNode } from '../../repo/node.ts';
import { nameOrigin } from '../pieces.ts';
import { scalarAt } from '../placeholders.ts';
import type { Reader } from '../reader.ts';
import type { Setting } from '../setting.ts';

/** Istio's control plane, installed by the chart `istiod`. */
export const istio: Reader = {
	name: 'istio',
	words: /ISTIO_DUAL_STACK/,

	*release({ chart, values, unresolved, resource }) {
		if (chart !== 'istiod' || unresolved.length > 0) return;
		const controlPlane = switchAt(values, ['pilot', 'env', name]);
		const proxies = switchAt(values, ['meshConfig', 'defaultConfig', 'proxyMetadata', name]);
		const at = nameOrigin(resource.root);
		if (controlPlane.state !== 'absent' || proxies.state !== 'absent')
			yield { fact: 'istio', at, controlPlane, proxies };
	},
};

const name = 'ISTIO_DUAL_STACK';

function switchAt(values: YamlNode, path: readonly string[]): Setting<boolean> {
	const node = scalarAt(values, path);
	if (node === undefined) return { state: 'absent', origin: (nodeAt(values, path.slice(0, 1)) ?? values).origin };
	if (node.kind === 'unknown')
		return { state: 'unknown', unresolved: { why: node.why, what: node.what, at: node.origin } };
	return { state: 'set', value: textOf(node) === 'true', origin: node.origin };
}
