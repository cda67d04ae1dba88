import { parseIp } from '../../src/network/cidr.ts';
import { flag } from '../../src/network/flags.ts';
import { block, defineRule } from '../../src/rule.ts';

export const advertiseAnnotationMismatch = defineRule({
	id: 'control-plane/advertise-annotation-mismatch',
	title: 'kubeadm notes another address on the API server than it advertises',
	severity: 'warning',
	docs: block`
		kubeadm writes the advertised address into the annotation
		\`kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint\` of the manifest. On the next upgrade it reads
		the address from there and writes the flag anew. A manifest in which only the flag was changed goes back to the
		old address then, on one machine after the other.

		In the cluster: \`kubectl -n kube-system get pod -l component=kube-apiserver -o yaml | grep advertise-address\`.

		Change both together.
	`,
	references: ['https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/kubeadm-reconfigure/'],

	*check({ plan }) {
		for (const { flags, notedEndpoint: noted } of plan.processes) {
			const address = flag(flags, 'advertise-address');
			if (noted === undefined || address.state !== 'set') continue;
			const host = /^\[?([0-9a-fA-F:.]+?)\]?:\d+$/.exec(noted.value)?.[1] ?? noted.value;
			const [a, b] = [parseIp(host), parseIp(address.value)];
			if (!a.ok || !b.ok || a.value === b.value) continue;
			yield {
				at: noted.origin,
				subject: a.value,
				message: `kubeadm notes ${noted.value}, the API server advertises ${b.value}`,
				because: [{ at: address.origin, note: '--advertise-address' }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'only the flag was changed',
				repo: {
					'nodes/one/kube-apiserver.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata:
						  name: kube-apiserver
						  namespace: kube-system
						  annotations:
						    kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint: 192.168.1.10:6443
						    #                                                                ^^^^^^^^^^^^^^^^^ the API server advertises 192.168.1.11
						spec:
						  containers:
						    - name: kube-apiserver
						      command:
						        - kube-apiserver
						        - --advertise-address=192.168.1.11
						        - --service-cluster-ip-range=10.43.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'both name one address',
				repo: {
					'nodes/one/kube-apiserver.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata:
						  name: kube-apiserver
						  namespace: kube-system
						  annotations:
						    kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint: "[fd10:96e5:1::11]:6443"
						spec:
						  containers:
						    - name: kube-apiserver
						      command:
						        - kube-apiserver
						        - --advertise-address=fd10:96e5:1::11
						        - --service-cluster-ip-range=fd10:96e5:43::/112
					`,
				},
			},
		],
	},
});
