import { familyOf, type IpFamily, parseIp } from '../../src/network/cidr.ts';
import type { Declaration, ProcessFact } from '../../src/network/facts.ts';
import { flag } from '../../src/network/flags.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { isKubeadm } from '../../src/network/kubeadm.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { decidedAt, type Origin } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const advertiseAddressFamily = defineRule({
	id: 'control-plane/advertise-address-family',
	title: 'The API server advertises an address of another family than the first service range',
	severity: 'error',
	docs: block`
		The Service \`kubernetes\` has the first address of the first service range, and its endpoints are the
		advertised addresses of the API servers. Both must be of one family: kube-apiserver exits when
		\`--advertise-address\` is of the other one. kubeadm does not compare them; it writes
		\`localAPIEndpoint.advertiseAddress\` and \`networking.serviceSubnet\` into the manifest as they are.
		Only \`--endpoint-reconciler-type=none\` switches the check off.

		In the cluster: \`kubectl -n kube-system logs -l component=kube-apiserver\`, or the container's log on the
		node, says "must match public address family".

		Put the family of the advertised address first in the service range; on a cluster that runs, its present
		first range stays the first. There is no second advertised address for the other family.
	`,
	references: [
		'https://github.com/kubernetes/kubernetes/issues/111671',
		'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
	],

	*check({ plan }) {
		const clashes = plan.processes.flatMap((process) => {
			const address = flag(process.flags, 'advertise-address');
			if (process.process !== 'kube-apiserver' || address.state !== 'set') return [];
			const ip = parseIp(address.value);
			const first = ip.ok ? firstRange(plan, process) : undefined;
			if (!ip.ok || first === undefined || first.family === familyOf(ip.value)) return [];
			return hasNoEndpoints(plan, process) ? [] : [{ process, ip: ip.value, at: address.origin, first }];
		});
		for (const [one, ...more] of groupedBy(clashes, ({ ip }) => ip)) {
			const { ip, at, first } = one;
			yield {
				at,
				subject: ip,
				message: `the API server advertises ${ip}, the first service range ${first.text} is ${first.family}`,
				because: [
					{ at: first.at, note: `the first service range of ${first.by}` },
					...more.map((other) => ({ at: other.at, note: 'the same here' })),
				],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'an IPv6 address beside an IPv4 range',
				repo: {
					'nodes/one/kube-apiserver.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-apiserver, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-apiserver
						      command:
						        - kube-apiserver
						        - --advertise-address=fd10:96e5:1::11
						        #                     ^^^^^^^^^^^^^^^ the first service range 10.43.0.0/16 is IPv4
						        - --service-cluster-ip-range=10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
			{
				name: 'kubeadm is told both and compares nothing',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						localAPIEndpoint:
						  advertiseAddress: 192.168.1.11
						  #                 ^^^^^^^^^^^^ the first service range fd10:96e5:43::/112 is IPv6
						---
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: fd10:96e5:42::/56,10.42.0.0/16
						  serviceSubnet: fd10:96e5:43::/112,10.43.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'the families agree',
				repo: {
					'nodes/one/kube-apiserver.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-apiserver, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-apiserver
						      command:
						        - kube-apiserver
						        - --advertise-address=192.168.1.11
						        - --service-cluster-ip-range=10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
			{
				name: 'nobody keeps endpoints',
				repo: {
					'nodes/one/kube-apiserver.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-apiserver, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-apiserver
						      command:
						        - kube-apiserver
						        - --advertise-address=fd10:96e5:1::11
						        - --endpoint-reconciler-type=none
						        - --service-cluster-ip-range=10.43.0.0/16
					`,
				},
			},
		],
	},
});

interface FirstRange {
	readonly text: string;
	readonly family: IpFamily;
	readonly at: Origin;
	readonly by: string;
}

/** The first service range that this API server gets: of its own command line, or what kubeadm makes it from. */
function firstRange(plan: AddressPlan, process: ProcessFact): FirstRange | undefined {
	const stated = plan.declarations.filter(({ role, relation }) => role === 'service' && relation === 'is');
	const own = stated.filter((one) => isOf(process, one));
	const all = process.complete ? own : stated.filter(isKubeadm);
	const ranges = all.map((one): FirstRange | undefined => {
		const [prefix] = one.prefixes;
		if (prefix?.cidr === undefined) return undefined;
		return { text: prefix.text, family: familyOf(prefix.cidr), at: prefix.origin, by: one.component };
	});
	const [first] = ranges;
	return ranges.every((one) => one !== undefined && one.family === first?.family) ? first : undefined;
}

function isOf({ process, at, node }: ProcessFact, { component, at: place, node: other }: Declaration): boolean {
	return component === process && node === other && decidedAt(at).file === decidedAt(place).file;
}

/** True where nobody keeps the endpoints of the Service `kubernetes`, or where it is not known who does. */
function hasNoEndpoints(plan: AddressPlan, process: ProcessFact): boolean {
	const asked = process.complete ? [process] : plan.processes.filter((one) => one.process === process.process);
	return asked.some(({ flags }) => {
		const type = flag(flags, 'endpoint-reconciler-type');
		return type.state === 'unknown' || (type.state === 'set' && type.value === 'none');
	});
}
