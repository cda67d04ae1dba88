import { contains, familyOf } from '../../src/network/cidr.ts';
import { controlPlanePods } from '../../src/network/pod-networks.ts';
import { block, defineRule } from '../../src/rule.ts';

export const calicoPoolOutsidePods = defineRule({
	id: 'add-ons/calico-pool-outside-pods',
	title: 'Calico gives pods addresses outside the pod network',
	severity: 'warning',
	docs: block`
		Calico hands out addresses of its own pools, whatever the control plane says. kube-proxy and others take the
		pod network of the control plane for that of the pods: traffic from addresses beyond it is masqueraded as if it came from outside.

		In the cluster: \`kubectl get ippools -o wide\` and \`kubectl -n kube-system get cm kubeadm-config -o yaml\`.

		Take a pool inside the pod network of its family.
	`,
	references: ['https://docs.tigera.io/calico/latest/networking/ipam/initial-ippool'],

	*check({ plan }) {
		for (const declaration of plan.declarations) {
			if (declaration.component !== 'Calico' || declaration.role !== 'pod') continue;
			for (const { cidr, origin } of declaration.prefixes) {
				if (cidr === undefined) continue;
				const pods = controlPlanePods(plan, familyOf(cidr));
				const [witness] = pods;
				if (witness === undefined || pods.some((one) => contains(one.cidr, cidr))) continue;
				const { component, setting } = witness.declaration;
				yield {
					at: origin,
					subject: cidr,
					message: `Calico gives pods addresses of ${cidr}, ${component} (${setting}) names ${witness.cidr} as the pod network`,
					because: [{ at: witness.prefix.origin, note: `${component} (${setting}) names ${witness.cidr}` }],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'the pool of the documentation',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
					'installation.yaml': block`
						apiVersion: operator.tigera.io/v1
						kind: Installation
						metadata: {name: default}
						spec:
						  calicoNetwork:
						    ipPools:
						      - cidr: 192.168.0.0/16
						      #       ^^^^^^^^^^^^^^ kubeadm (networking.podSubnet) names 10.42.0.0/16 as the pod network
					`,
				},
			},
		],
		valid: [
			{
				name: 'a part of the pod network',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
					'pool.yaml': block`
						apiVersion: projectcalico.org/v3
						kind: IPPool
						metadata: {name: first}
						spec: {cidr: 10.42.0.0/17, vxlanMode: Always}
					`,
				},
			},
		],
	},
});
