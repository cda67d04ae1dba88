import type { MonitorsFact } from '../../src/network/facts.ts';
import { type EndpointProblem, parseEndpoint, type UnusableReason } from '../../src/network/monitor-endpoint.ts';
import { block, defineRule, type Severity } from '../../src/rule.ts';

export const malformedMonitorEndpoint = defineRule({
	id: 'ceph/malformed-monitor-endpoint',
	title: 'The address of a Ceph monitor cannot be read, or reads as another one',
	severity: 'error',
	docs: block`
		Rook cuts \`rook-ceph-mon-endpoints\` at commas and at \`=\`, trims nothing and checks nothing. What it cannot take
		apart is logged and dropped. An IPv6 address without brackets is worse: \`a=fd10::1:6789\` is an address as
		well, another one, so Rook loses host and port and Ceph dials a machine that does not exist. The forms that
		Ceph prints (\`v2:…\`, \`[v2:…,v1:…]\`, \`/0\`) are Rook's to make, and host names are not resolved.

		White space and a comma at the end cost one entry or its port; they are a warning.

		In the cluster: \`kubectl -n rook-ceph get configmap rook-ceph-mon-endpoints -o jsonpath='{.data.data}'\`, and the
		operator's log, which says "too many colons in address" or "ignoring invalid".

		Write \`name=[address]:6789\` for each monitor, with commas and nothing else between them.

		## Limits

		Lists for a ceph-csi that is not Rook's, and \`mon_host\`, may hold what Ceph itself reads: host names, vectors,
		addresses without a port. Only what Ceph misreads as well is reported there.
	`,
	references: [
		'https://rook.io/docs/rook/latest/CRDs/Cluster/external-cluster/external-cluster/',
		'https://pkg.go.dev/net#SplitHostPort',
		'https://docs.ceph.com/en/latest/rados/configuration/msgr2/#address-formats',
	],

	*check({ plan }) {
		for (const monitors of plan.monitors) {
			for (const { value, origin } of monitors.endpoints) {
				const result = parseEndpoint(value, monitors.reader);
				const severity = result.ok ? undefined : severityOf(result.problem, monitors);
				if (result.ok || severity === undefined) continue;
				const { problem } = result;
				const shown = value.trim() === value && value !== '' ? value : `"${value.replaceAll('\n', '\\n')}"`;
				const proposal = 'proposal' in problem ? problem.proposal : undefined;
				yield {
					at: value === '' ? monitors.at : origin,
					subject: value,
					severity,
					message: `${shown} in ${monitors.setting} ${problemText(problem)}`,
					...(proposal !== undefined && {
						fix: {
							title: `Write ${proposal}`,
							applicability: 'safe',
							changes: [{ op: 'set', target: origin, value: proposal }],
						},
					}),
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'no brackets around IPv6',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=fd10:96e5:ce::1:6789,b=[fd10:96e5:ce::2]:6789"
						  #      ^^^^^^^^^^^^^^^^^^^^^^ has no brackets, so its port reads as part of the address
						  mapping: "{}"
						  maxMonId: "1"
					`,
				},
				fixed: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=[fd10:96e5:ce::1]:6789,b=[fd10:96e5:ce::2]:6789"
						  mapping: "{}"
						  maxMonId: "1"
					`,
				},
			},
			{
				name: 'what ceph mon dump prints',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=v1:[fd10:96e5:ce::1]:6789/0,b=ceph-two.example:6789"
						  #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ has a form of Ceph's own
						  #                                    ^^^^^^^^^^^^^^^^^^^^^^^ names the host ceph-two.example
						  mapping: "{}"
						  maxMonId: "1"
					`,
				},
				fixed: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=[fd10:96e5:ce::1]:6789,b=ceph-two.example:6789"
						  mapping: "{}"
						  maxMonId: "1"
					`,
				},
			},
			{
				name: 'no port',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: a=10.0.0.1
						  #     ^^^^^^^^^^ has no port
						  mapping: "{}"
						  maxMonId: "0"
					`,
				},
			},
		],
		valid: [
			{
				name: 'brackets and a port',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=[fd10:96e5:ce::1]:6789,b=[FD10:96E5:CE::2]:6789,c=10.0.0.3:6789"
						  mapping: "{}"
						  maxMonId: "2"
					`,
				},
			},
		],
	},
});

/** How grave it is for this reader; undefined for what the reader understands. */
function severityOf(problem: EndpointProblem, { reader, endpoints }: MonitorsFact): Severity | undefined {
	if (reader === 'Rook') {
		const isHarmless = problem.kind === 'spaces' || (problem.kind === 'empty' && endpoints.length > 1);
		return isHarmless ? 'warning' : 'error';
	}
	switch (problem.kind) {
		case 'unbracketed-ipv6':
			return problem.proposal === undefined ? 'warning' : 'error';
		case 'not-an-address':
		case 'bad-port':
			return 'error';
		default:
			return undefined;
	}
}

const unusableTexts: Readonly<Record<UnusableReason, string>> = {
	unspecified: 'is the unspecified address',
	loopback: 'is a loopback address',
	'link-local': 'is a link-local address',
	mapped: 'is an IPv4-mapped address, which Ceph does not read',
	zone: 'has a zone',
};

/** What is wrong, as the end of a sentence that begins with the text. */
function problemText(problem: EndpointProblem): string {
	switch (problem.kind) {
		case 'empty':
			return 'is empty';
		case 'spaces':
			return 'has white space around it';
		case 'separator':
			return 'has a separator other than a comma, or = twice';
		case 'no-name':
			return 'has no name before the address';
		case 'bad-name':
			return `has a name that no monitor can have: ${problem.name === '' ? 'none' : problem.name}`;
		case 'unexpected-name':
			return 'has a name, where only addresses belong';
		case 'unbracketed-ipv6':
			return problem.proposal === undefined
				? 'is an IPv6 address without brackets'
				: 'has no brackets, so its port reads as part of the address';
		case 'bracketed-ipv4':
			return 'has brackets around IPv4';
		case 'vector-form':
			return "has a form of Ceph's own that Rook does not read";
		case 'hostname':
			return `names the host ${problem.host}, where an address belongs`;
		case 'not-an-address':
			return 'is not an address and a port';
		case 'unusable-address':
			return unusableTexts[problem.why];
		case 'no-port':
			return 'has no port';
		case 'bad-port':
			return problem.port === '' ? 'has an empty port' : `has the port ${problem.port}, not a number from 1 to 65535`;
		case 'duplicate-name':
		case 'duplicate-address':
		case 'mixed-ports':
			throw new Error('a single endpoint cannot contradict another one');
	}
}
