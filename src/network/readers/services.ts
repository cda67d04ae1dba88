import { entriesOf, mapAt, nodeAt, type ScalarNode, stringAt, textOf, type YamlNode } from '../../repo/node.ts';
import type { Located, ServiceFact } from '../facts.ts';
import { known, located, nameOrigin, piecesOf, textsAt } from '../pieces.ts';
import type { Reader } from '../reader.ts';
import { textAt } from '../setting.ts';

/** Annotations by which a Service asks for addresses; each holds a list with commas. */
const requests: readonly string[] = [
	// Cilium: Documentation/network/lb-ipam.rst; the second is the name up to 1.14, still read.
	'lbipam.cilium.io/ips',
	'io.cilium/lb-ipam-ips',
	// MetalLB: controller/service.go; the old prefix is still read.
	'metallb.io/loadBalancerIPs',
	'metallb.universe.tf/loadBalancerIPs',
	// kube-vip: pkg/kubevip/annotations.go.
	'kube-vip.io/loadbalancerIPs',
];

/** Services as they are applied. What a chart makes of its values is not guessed. */
export const services: Reader = {
	name: 'services',
	kinds: /kind["']?:\s*(?:["']?Service["']?\s*(?:[,}\r\n#]|$)|[&*!|>])/,
	words: /LoadBalancer|ipFamil|loadBalancerIP|lb-?ipam|type:\s*["']?\$/,

	*document({ root, source }) {
		if (source === 'config-map') return;
		if (stringAt(root, ['kind']) !== 'Service' || stringAt(root, ['apiVersion']) !== 'v1') return;
		const name = stringAt(root, ['metadata', 'name']);
		if (name !== undefined) yield serviceFact(root, name);
	},
};

function serviceFact(root: YamlNode, name: string): ServiceFact {
	const single = nodeAt(root, ['spec', 'clusterIP']);
	const listed = textsAt(root, ['spec', 'clusterIPs']).texts;
	const clusterIps =
		listed.length > 0 || single?.kind !== 'scalar' || single.value === null ? listed : [located(single)];
	return {
		fact: 'service',
		name,
		namespace: stringAt(root, ['metadata', 'namespace']),
		at: nameOrigin(root),
		type: textAt(root, ['spec', 'type']),
		policy: textAt(root, ['spec', 'ipFamilyPolicy']),
		families: textsAt(root, ['spec', 'ipFamilies']).texts,
		requestedIps: requestedIps(root),
		clusterIps: clusterIps.filter(({ value }) => value !== 'None' && value !== ''),
		headless: clusterIps.some(({ value }) => value === 'None'),
		hasSelector: hasSelector(nodeAt(root, ['spec', 'selector'])),
		loadBalancerClass: textAt(root, ['spec', 'loadBalancerClass']),
		labels: labelsOf(root),
		spec: mapAt(root, ['spec']),
	};
}

function requestedIps(root: YamlNode): Located<string>[] {
	const field = nodeAt(root, ['spec', 'loadBalancerIP']);
	const fromField = isText(field) ? piecesOf(field) : [];
	const fromAnnotations = requests.flatMap((name) => {
		const node = nodeAt(root, ['metadata', 'annotations', name]);
		return isText(node) ? piecesOf(node) : [];
	});
	return [...fromField, ...fromAnnotations];
}

/** A text that is there and not for another program to fill in. */
function isText(node: YamlNode | undefined): node is ScalarNode {
	return node?.kind === 'scalar' && node.value !== null && known(node).kind === 'scalar';
}

/** A selector that cannot be read is one. */
function hasSelector(selector: YamlNode | undefined): boolean {
	return selector?.kind === 'unknown' || entriesOf(selector).length > 0;
}

function labelsOf(root: YamlNode): ReadonlyMap<string, string> {
	const entries = entriesOf(nodeAt(root, ['metadata', 'labels']));
	return new Map(entries.flatMap(([key, { value }]) => (value.kind === 'scalar' ? [[key, textOf(value)]] : [])));
}
