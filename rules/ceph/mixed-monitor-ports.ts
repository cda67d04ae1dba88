import { monitorPorts } from '../../src/network/limits/rook.ts';
import { type Endpoint, parseEndpoint } from '../../src/network/monitor-endpoint.ts';
import { block, defineRule } from '../../src/rule.ts';

export const mixedMonitorPorts = defineRule({
	id: 'ceph/mixed-monitor-ports',
	title: 'Some monitors of a list have the port of messenger 1 and others that of messenger 2',
	severity: 'warning',
	docs: block`
		One endpoint on 3300 makes Rook ask for messenger 2 from the whole cluster: it rewrites the monitors of the
		CSI drivers to 3300, while the list still says 6789 for some. Kernel mounts then fail with "failed to get mon
		address (possible ms_mode mismatch)" unless the StorageClass names an \`ms_mode\`.

		In the cluster: \`kubectl -n rook-ceph get cephconnections -o yaml\`, or the ConfigMap rook-ceph-csi-config, shows the
		ports that CSI uses.

		Write the same port everywhere: 6789, or 3300 with \`mapOptions: krbd:ms_mode=prefer-crc\` in the StorageClass.
	`,
	references: [
		'https://docs.ceph.com/en/latest/rados/configuration/msgr2/',
		'https://github.com/rook/rook/issues/11522',
	],

	*check({ plan }) {
		for (const { endpoints, reader, setting } of plan.monitors) {
			if (reader !== 'Rook') continue;
			const read = endpoints.flatMap(({ value, origin }) => {
				const result = parseEndpoint(value, reader);
				return result.ok ? [{ ...result.value, origin }] : [];
			});
			const [first] = read;
			const other = read.find(({ port }) => isMonitorPort(port) && port !== first?.port);
			if (first === undefined || other === undefined || !isMonitorPort(first.port)) continue;
			yield {
				at: other.origin,
				message: `the monitor ${other.name} has port ${other.port} and ${first.name} port ${first.port} in ${setting}`,
				because: [{ at: first.origin, note: `port ${first.port} here` }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'the second monitor on messenger 2',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=[fd10:96e5:ce::1]:6789,b=[fd10:96e5:ce::2]:3300"
						  #                               ^^^^^^^^^^^^^^^^^^^^^^^^ the monitor b has port 3300
						  mapping: "{}"
						  maxMonId: "1"
					`,
				},
			},
		],
		valid: [
			{
				name: 'messenger 2 everywhere',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data:
						  data: "a=[fd10:96e5:ce::1]:3300,b=[fd10:96e5:ce::2]:3300"
						  mapping: "{}"
						  maxMonId: "1"
					`,
				},
			},
		],
	},
});

function isMonitorPort(port: Endpoint['port']): boolean {
	return port === monitorPorts.v1 || port === monitorPorts.v2;
}
