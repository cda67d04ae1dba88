import { block, defineRule } from '../../src/rule.ts';

export const exportEndpoint = defineRule({
	id: 'ceph/export-endpoint',
	title: 'The script that exports a Ceph cluster gets an endpoint that it drops',
	severity: 'warning',
	docs: block`
		\`create-external-cluster-resources.py\` takes \`--rgw-endpoint\` and \`--monitoring-endpoint\` as \`address:port\`,
		\`[IPv6]:port\` or \`name:port\`. It adds the scheme by itself: with one in front it dials \`http://http://…\`, says so in
		passing, and leaves the endpoint out of what it exports, while the keys are still printed. Without a port, and with an
		IPv6 address without brackets, it stops.

		In the cluster: nothing yet; the import lacks RGW_ENDPOINT.

		Write \`s3.example.com:7480\`.
	`,
	references: ['https://github.com/rook/rook/blob/master/deploy/examples/create-external-cluster-resources.py'],

	*check({ plan }) {
		for (const { flag, endpoint } of plan.exports) {
			const problem = problemOf(endpoint.value);
			if (problem !== undefined)
				yield { at: endpoint.origin, subject: endpoint.value, message: `--${flag} ${endpoint.value} ${problem}` };
		}
	},

	examples: {
		invalid: [
			{
				name: 'a scheme, and no port',
				repo: {
					'export.sh': block`
						#!/bin/bash
						python3 create-external-cluster-resources.py --rgw-endpoint http://s3.example.com:7480
						                                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ has a scheme
						python3 create-external-cluster-resources.py --monitoring-endpoint '[fd5c:9a3e::1]'
						                                                                   ^^^^^^^^^^^^^^^^ has no port
					`,
				},
			},
		],
		valid: [
			{
				name: 'a name and an address, each with its port',
				repo: {
					'export.sh': block`
						#!/bin/bash
						python3 create-external-cluster-resources.py --rgw-endpoint s3.example.com:7480 --monitoring-endpoint '[fd5c:9a3e::1]:9283'
					`,
				},
			},
		],
	},
});

function problemOf(text: string): string | undefined {
	if (text.includes('://')) return 'has a scheme, which is added a second time';
	if (/^\[[^\]]*\]:\d+$/.test(text)) return undefined;
	if (text.startsWith('[')) return 'has no port';
	const parts = text.split(':');
	if (parts.length > 2) return 'is an IPv6 address without brackets';
	return /^\d+$/.test(parts[1] ?? '') ? undefined : 'has no port';
}
