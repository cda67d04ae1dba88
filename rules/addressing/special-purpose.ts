import { type Cidr, contains, overlaps, parseCidr, prefixLength } from '../../src/network/cidr.ts';
import type { NetworkRole } from '../../src/network/facts.ts';
import { networksOf } from '../../src/network/plan.ts';
import { block, defineRule, type Severity } from '../../src/rule.ts';

export const specialPurpose = defineRule({
	id: 'addressing/special-purpose',
	title: 'A network lies in a range that is set aside for something else',
	severity: 'warning',
	docs: block`
		Some prefixes have a meaning of their own, and hosts, routers and programs treat them by it. Loopback, multicast and
		link-local addresses never leave a host or a link, so a network of pods or Services there does not work. Documentation and benchmarking prefixes, those of old transition mechanisms (6to4, Teredo), deprecated
		site-local addresses and reserved space are filtered by some and not by others.

		100.64.0.0/10 is for what stands between a provider and its customers, and Tailscale numbers its machines out of it.
		Pods and Services in it work until a machine has such an address itself (an info).

		In the cluster: nothing shows it, until a packet is dropped on its way.

		Take IPv4 prefixes from RFC 1918 and IPv6 prefixes from fd00::/8 with a random global ID, or what a provider gave you.

		## Limits

		Nodes may have addresses out of 100.64.0.0/10: it is how Tailscale reaches them. Machines on one link may use link-local
		addresses among themselves. What nobody wrote is not judged.
	`,
	references: [
		'https://www.iana.org/assignments/iana-ipv4-special-registry/',
		'https://www.iana.org/assignments/iana-ipv6-special-registry/',
		'https://www.rfc-editor.org/rfc/rfc6890',
	],

	*check({ plan }) {
		for (const { role, name, cidr, declaredBy } of networksOf(plan)) {
			const range = ranges
				.filter((one) => contains(one.cidr, cidr) || (overlaps(one.cidr, cidr) && prefixLength(cidr) > 0))
				.sort((a, b) => prefixLength(b.cidr) - prefixLength(a.cidr))[0];
			if (
				range === undefined ||
				!judged.has(role) ||
				(range.linkOnly && onLink.has(role)) ||
				(range.exceptNodes && role === 'node')
			)
				continue;
			const [first, ...more] = declaredBy.filter(
				({ declaration }) => declaration.standing !== 'default' && declaration.relation === 'is',
			);
			if (first === undefined) continue;
			const where = contains(range.cidr, cidr) ? 'lies in' : 'overlaps';
			yield {
				at: first.prefix.origin,
				subject: cidr,
				severity: range.severity,
				message: `the ${role} network ${name === undefined ? '' : `${name} `}${cidr} ${where} ${range.cidr}, which is for ${range.use} (${range.source})`,
				because: more.map(({ prefix }) => ({ at: prefix.origin, note: 'the same network here' })),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'copied from documentation',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,2001:db8:42::/56
						  #                       ^^^^^^^^^^^^^^^^ which is for documentation (RFC 3849)
						  serviceSubnet: 10.43.0.0/16
					`,
				},
			},
			{
				name: 'shared by providers and their customers',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 100.64.0.0/16
						  #          ^^^^^^^^^^^^^ shared addresses
						  serviceSubnet: 10.43.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'private, unique local and global prefixes',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						networks:
						  - {role: node, cidrs: [192.168.1.0/24, "2a02:4780:1::/64"]}
					`,
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd4b:96e5:a01c::/56
						  serviceSubnet: 172.20.0.0/16,fd4b:96e5:a01d::/112
					`,
				},
			},
		],
	},
});

/** Networks whose addresses are carried by interfaces and routes of the cluster. */
const judged: ReadonlySet<NetworkRole> = new Set([
	'node',
	'pod',
	'service',
	'load-balancer',
	'ceph-public',
	'ceph-cluster',
]);

/** Networks of machines, which may be on one link. */
const onLink: ReadonlySet<NetworkRole> = new Set(['node', 'ceph-public', 'ceph-cluster']);

interface Range {
	readonly cidr: Cidr;
	readonly use: string;
	readonly source: string;
	readonly severity: Severity;
	/** Reaches machines of one link, which is enough for nodes and for Ceph among themselves. */
	readonly linkOnly: boolean;
	readonly exceptNodes: boolean;
}

/** IANA's registries of special-purpose addresses for IPv4 and IPv6, and what was set aside before them. */
const ranges: readonly Range[] = (
	[
		['0.0.0.0/8', 'this network', 'RFC 1122', 'warning'],
		['100.64.0.0/10', 'shared addresses of providers and their customers, and for Tailscale', 'RFC 6598', 'info'],
		['127.0.0.0/8', 'loopback', 'RFC 1122', 'warning'],
		['169.254.0.0/16', 'link-local addresses', 'RFC 3927', 'warning'],
		['192.0.0.0/24', 'protocols of the IETF', 'RFC 6890', 'warning'],
		['192.0.2.0/24', 'documentation', 'RFC 5737', 'warning'],
		['198.51.100.0/24', 'documentation', 'RFC 5737', 'warning'],
		['203.0.113.0/24', 'documentation', 'RFC 5737', 'warning'],
		['192.88.99.0/24', '6to4 relays, which are deprecated', 'RFC 7526', 'warning'],
		['198.18.0.0/15', 'benchmarks', 'RFC 2544', 'warning'],
		['224.0.0.0/4', 'multicast', 'RFC 5771', 'warning'],
		['240.0.0.0/4', 'later use', 'RFC 1112', 'warning'],
		['::/96', 'loopback and forms that are deprecated', 'RFC 4291', 'warning'],
		['64:ff9b::/96', 'translation to IPv4', 'RFC 6052', 'warning'],
		['64:ff9b:1::/48', 'translation to IPv4', 'RFC 8215', 'warning'],
		['100::/64', 'packets to be discarded', 'RFC 6666', 'warning'],
		['2001::/32', 'Teredo', 'RFC 4380', 'warning'],
		['2001:2::/48', 'benchmarks', 'RFC 5180', 'warning'],
		['2001:10::/28', 'identifiers that are no addresses (ORCHID)', 'RFC 4843', 'warning'],
		['2001:20::/28', 'identifiers that are no addresses (ORCHIDv2)', 'RFC 7343', 'warning'],
		['2001:db8::/32', 'documentation', 'RFC 3849', 'warning'],
		['3fff::/20', 'documentation', 'RFC 9637', 'warning'],
		['2002::/16', '6to4, which is deprecated', 'RFC 7526', 'warning'],
		['3ffe::/16', 'a test network that is gone (6bone)', 'RFC 3701', 'warning'],
		['5f00::/16', 'segment routing', 'RFC 9602', 'warning'],
		['fd7a:115c:a1e0::/48', 'the machines of Tailscale', 'tailscale/tailscale', 'warning'],
		['fe80::/10', 'link-local addresses', 'RFC 4291', 'warning'],
		['fec0::/10', 'site-local addresses, which are deprecated', 'RFC 3879', 'warning'],
		['ff00::/8', 'multicast', 'RFC 4291', 'warning'],
	] as const
).flatMap(([text, use, source, severity]): Range[] => {
	const parsed = parseCidr(text);
	const exceptNodes = text === '100.64.0.0/10' || text.startsWith('fd7a');
	const linkOnly = use === 'link-local addresses';
	return parsed.ok ? [{ cidr: parsed.value, use, source, severity, linkOnly, exceptNodes }] : [];
});
