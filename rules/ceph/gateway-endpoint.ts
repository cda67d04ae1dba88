import { parseIp } from '../../src/network/cidr.ts';
import { hasRookFeature } from '../../src/network/limits/rook.ts';
import { known, nameOrigin } from '../../src/network/pieces.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { consumers, isEveryRook, objectsOf } from '../../src/network/rook-objects.ts';
import type { Rendered, Resource } from '../../src/render/resource.ts';
import { itemsAt, nodeAt, type ScalarNode, stringAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule, type Finding } from '../../src/rule.ts';

export const gatewayEndpoint = defineRule({
	id: 'ceph/gateway-endpoint',
	title: 'The endpoint of an external object gateway does not give a URL that works',
	severity: 'error',
	docs: block`
		Rook makes the gateway's URL of the first of \`gateway.externalRgwEndpoints\` and of \`port\` or \`securePort\`, publishes
		it in the status and in the Secrets of users, and dials it.

		- From Rook 1.19.3 on it puts brackets around an IPv6 address; brackets that are there already give \`[[…]]\`, which
		  nothing can dial. Before, it puts none, and the URL it publishes is malformed (a warning: Go's older clients take it).
		- Bucket claims still join address and port without brackets in every release (a warning).
		- Without a port there is no URL. With an empty list, in a cluster that connects to a Ceph outside, Rook tries to run a
		  gateway of its own.

		In the cluster: \`kubectl -n rook-ceph get cephobjectstore -o yaml\` shows \`status.info.endpoint\`.

		Give the gateway a name with an AAAA record and write \`hostname:\`; that is right in every release.
	`,
	references: [
		'https://github.com/rook/rook/pull/17161',
		'https://rook.io/docs/rook/latest/CRDs/Object-Storage/ceph-object-store-crd/',
	],

	*check({ plan, rendered }) {
		for (const store of objectsOf(rendered, 'ceph.rook.io', 'CephObjectStore')) yield* findings(store, plan, rendered);
	},

	examples: {
		invalid: [
			{
				name: 'brackets, under a release that adds them',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.19.5}}
					`,
					'store.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephObjectStore
						metadata: {name: outside, namespace: rook-ceph}
						spec:
						  gateway:
						    port: 7480
						    externalRgwEndpoints: [{ip: "[fd5c:9a3e::1]"}]
						    #                           ^^^^^^^^^^^^^^^^ brackets of its own
					`,
				},
			},
			{
				name: 'no port, and a list that is empty',
				repo: {
					'cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: outside, namespace: rook-ceph}
						spec:
						  external: {enable: true}
						  crashCollector: {disable: true}
					`,
					'stores.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephObjectStore
						metadata: {name: one, namespace: rook-ceph}
						spec:
						  gateway:
						    externalRgwEndpoints: [{hostname: s3.example.com}]
						    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ neither port nor securePort
						---
						apiVersion: ceph.rook.io/v1
						kind: CephObjectStore
						metadata: {name: two, namespace: rook-ceph}
						spec:
						  gateway:
						    port: 7480
						    externalRgwEndpoints: []
						    ^^^^^^^^^^^^^^^^^^^^ names no gateway
					`,
				},
			},
		],
		valid: [
			{
				name: 'a name and a port',
				repo: {
					'store.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephObjectStore
						metadata: {name: outside, namespace: rook-ceph}
						spec:
						  gateway:
						    securePort: 443
						    externalRgwEndpoints: [{hostname: s3.example.com}]
					`,
				},
			},
		],
	},
});

function* findings({ root, name, namespace }: Resource, plan: AddressPlan, rendered: Rendered): Iterable<Finding> {
	const gateway = nodeAt(root, ['spec', 'gateway']);
	const list = nodeAt(gateway, ['externalRgwEndpoints']);
	if (gateway?.kind !== 'map' || list?.kind !== 'seq') return;
	const isOutside = consumers(plan).some((cluster) => cluster.namespace === namespace);
	const store = `CephObjectStore ${name}`;
	if (list.items.length === 0) {
		if (isOutside)
			yield {
				at: gateway.entries.get('externalRgwEndpoints')?.key ?? list.origin,
				subject: name,
				message: `${store} names no gateway, so Rook tries to run one of its own`,
			};
		return;
	}
	const ports = ['port', 'securePort'].map((key) => nodeAt(gateway, [key]));
	if (ports.every((port) => port === undefined || (port.kind === 'scalar' && Number(port.value) === 0))) {
		const at = { kind: 'omitted', from: gateway.origin, field: 'port' } as const;
		yield { at, subject: name, message: `${store} has neither port nor securePort` };
	}
	const [first] = itemsAt(list);
	if (nodeAt(first, ['hostname']) !== undefined) return;
	const ip = nodeAt(first, ['ip']);
	const value = ip && known(ip);
	if (value?.kind === 'scalar') yield* address(value, store, plan, rendered);
}

function* address(value: ScalarNode, store: string, plan: AddressPlan, rendered: Rendered): Iterable<Finding> {
	const text = textOf(value);
	const [, inner] = /^\[(.*)\]$/.exec(text) ?? [];
	const read = parseIp(inner ?? text);
	if (!read.ok || !read.value.includes(':')) return;
	const addsBrackets = isEveryRook(plan, (version) => hasRookFeature('gatewayBrackets', version));
	const addsNone = isEveryRook(plan, (version) => !hasRookFeature('gatewayBrackets', version));
	const finding = { at: value.origin, subject: text };
	if (inner !== undefined) {
		if (addsBrackets)
			yield { ...finding, message: `${text} of ${store} has brackets of its own, and Rook adds a second pair` };
		return;
	}
	if (addsNone) {
		yield {
			...finding,
			severity: 'warning',
			message: `${text} of ${store} is published without brackets before Rook 1.19.3`,
		};
		return;
	}
	const claim = claims(rendered);
	if (claim === undefined) return;
	yield {
		...finding,
		severity: 'warning',
		message: `${text} of ${store} is given to bucket claims without brackets`,
		because: [{ at: nameOrigin(claim.root), note: 'a bucket claim' }],
	};
}

/** A claim of a bucket, or a class for such claims. */
function claims(rendered: Rendered): Resource | undefined {
	const classes = objectsOf(rendered, 'storage.k8s.io', 'StorageClass').filter(({ root }) =>
		(stringAt(root, ['provisioner']) ?? '').endsWith('ceph.rook.io/bucket'),
	);
	return [...objectsOf(rendered, 'objectbucket.io', 'ObjectBucketClaim'), ...classes][0];
}
