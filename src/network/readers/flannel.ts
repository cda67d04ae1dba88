import { booleanAt, mapAt, nodeAt, stringAt, type YamlNode } from '../../repo/node.ts';
import { parseScalar } from '../../repo/parse.ts';
import type { Fact, NetworkRole } from '../facts.ts';
import type { Reader } from '../reader.ts';
import { prefixFacts } from './distribution.ts';

/** flannel: the `net-conf.json` of its ConfigMap, and the values of its chart. */
export const flannel: Reader = {
	name: 'flannel',
	words: /net-conf\.json|(?:chart|url)["']?:\s*["']?\S{0,100}flannel/,

	*document({ root, source }) {
		if (source === 'config-map' || stringAt(root, ['kind']) !== 'ConfigMap') return;
		const text = nodeAt(root, ['data', 'net-conf.json']);
		if (text?.kind !== 'scalar') return;
		const config = mapAt(parseScalar(text).documents[0]);
		if (config !== undefined) yield* networkConfig(config);
	},

	*release({ chart, values }) {
		if (chart !== 'flannel') return;
		const about = { component, role } as const;
		yield* prefixFacts(nodeAt(values, ['podCidr']), { ...about, setting: 'podCidr', family: 'IPv4' });
		yield* prefixFacts(nodeAt(values, ['podCidrv6']), { ...about, setting: 'podCidrv6', family: 'IPv6' });
	},
};

const component = 'flannel';
const role: NetworkRole = 'pod';

/** flannel, `pkg/subnet/config.go`: IPv4 is on and IPv6 off unless written. */
function* networkConfig(config: YamlNode): Iterable<Fact> {
	yield* family(config, 'Network', 'IPv4', booleanAt(config, ['EnableIPv4']) ?? true);
	yield* family(config, 'IPv6Network', 'IPv6', booleanAt(config, ['EnableIPv6']) ?? false);
}

function* family(config: YamlNode, key: string, name: 'IPv4' | 'IPv6', isOn: boolean): Iterable<Fact> {
	const node = nodeAt(config, [key]);
	const setting = `net-conf.json, ${key}`;
	if (isOn) yield* prefixFacts(node, { component, role, setting, family: name });
	else if (node !== undefined && name === 'IPv6')
		yield { fact: 'idle-setting', component, setting, at: node.origin, why: 'EnableIPv6 is not true' };
}
