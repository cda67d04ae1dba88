import { groupOf, type Rendered, type Resource } from '../render/resource.ts';
import { itemsAt, nodeAt, type ScalarNode, stringAt, type YamlNode } from '../repo/node.ts';
import { known } from './pieces.ts';

/** An address or a prefix in an object of Kubernetes' own. */
export interface ApiField {
	readonly resource: Resource;
	readonly holds: 'address' | 'prefix';
	/** `spec.externalIPs`. */
	readonly field: string;
	readonly value: ScalarNode;
	/** Wants the one canonical spelling in every release: fields that came after Kubernetes 1.30. */
	readonly isStrict: boolean;
}

/** Every address and prefix that the API server checks, as far as it is known. */
export function apiFields({ resources }: Rendered): ApiField[] {
	return resources.flatMap((resource) => [...fieldsOf(resource)]);
}

function* fieldsOf(resource: Resource): Iterable<ApiField> {
	const { root, kind } = resource;
	const group = groupOf(resource);
	const field = (holds: ApiField['holds'], name: string, node: YamlNode | undefined, isStrict = false): ApiField[] => {
		const value = node && known(node);
		return value?.kind === 'scalar' && value.value !== null ? [{ resource, holds, field: name, value, isStrict }] : [];
	};
	const list = (holds: ApiField['holds'], name: string, path: readonly string[]) =>
		itemsAt(root, path).flatMap((item) => field(holds, name, item));
	if (kind === 'Service' && group === '') {
		yield* list('address', 'spec.externalIPs', ['spec', 'externalIPs']);
		yield* list('prefix', 'spec.loadBalancerSourceRanges', ['spec', 'loadBalancerSourceRanges']);
		if (stringAt(root, ['spec', 'loadBalancerIP']) !== '')
			yield* field('address', 'spec.loadBalancerIP', nodeAt(root, ['spec', 'loadBalancerIP']));
	}
	if (kind === 'NetworkPolicy' && group === 'networking.k8s.io') {
		for (const block of ipBlocks(root)) {
			yield* field('prefix', 'ipBlock.cidr', nodeAt(block, ['cidr']));
			for (const item of itemsAt(block, ['except'])) yield* field('prefix', 'ipBlock.except', item);
		}
	}
	if (kind === 'IPAddress' && group === 'networking.k8s.io')
		yield* field('address', 'metadata.name', nodeAt(root, ['metadata', 'name']), true);
	const pod = podSpec(resource);
	if (pod === undefined) return;
	for (const item of itemsAt(pod, ['dnsConfig', 'nameservers'])) yield* field('address', 'dnsConfig.nameservers', item);
	for (const alias of itemsAt(pod, ['hostAliases'])) yield* field('address', 'hostAliases.ip', nodeAt(alias, ['ip']));
}

/** The blocks of addresses in a NetworkPolicy, of both directions. */
export function ipBlocks(root: YamlNode): YamlNode[] {
	return (['ingress', 'egress'] as const).flatMap((direction) =>
		itemsAt(root, ['spec', direction]).flatMap((rule) =>
			itemsAt(rule, [direction === 'ingress' ? 'from' : 'to']).flatMap((peer) => nodeAt(peer, ['ipBlock']) ?? []),
		),
	);
}

const workloads = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job']);

function podSpec({ root, kind }: Resource): YamlNode | undefined {
	if (kind === 'Pod') return nodeAt(root, ['spec']);
	if (workloads.has(kind)) return nodeAt(root, ['spec', 'template', 'spec']);
	return kind === 'CronJob' ? nodeAt(root, ['spec', 'jobTemplate', 'spec', 'template', 'spec']) : undefined;
}
