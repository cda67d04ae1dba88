import { contains, parseCidr } from '../../src/network/cidr.ts';
import { networkFamilies } from '../../src/network/families.ts';
import { describeService } from '../../src/network/service-name.ts';
import { block, defineRule } from '../../src/rule.ts';

export const uniqueLocalPutFirst = defineRule({
	id: 'services/unique-local-put-first',
	title: 'A Service puts IPv6 first, and clients by name take IPv4 all the same',
	severity: 'info',
	docs: block`
		The order of \`ipFamilies\` decides which address is \`clusterIP\`. It does not decide which one a client takes that asks for
		the name and gets both: by the table of RFC 6724 IPv4 goes before unique local addresses, and so do Go programs and
		Alpine images. Those with glibc take IPv6. So a Service like this is reached over both, and IPv6 is tried by few.

		In the cluster: \`kubectl exec <pod> -- getent ahosts <service>\` shows the order of that image.

		Nothing has to be done. Where IPv6 is to be used, give the Service IPv6 alone, or clients the address.
	`,
	references: ['https://www.rfc-editor.org/rfc/rfc6724#section-2.1'],

	*check({ plan }) {
		const { stated, live, isKnown } = networkFamilies(plan, 'service');
		const ranges = stated.flatMap(({ prefixes }) => prefixes.flatMap(({ cidr }) => cidr ?? []));
		const parsed = parseCidr('fc00::/7');
		if (!isKnown || live.size < 2 || !parsed.ok) return;
		const own = stated.find(({ prefixes }) => prefixes.some(({ cidr }) => cidr?.includes(':')));
		if (own === undefined || !ranges.every((cidr) => !cidr.includes(':') || contains(parsed.value, cidr))) return;
		for (const service of plan.services) {
			const [first, second] = service.families;
			if (service.headless || first?.value !== 'IPv6' || second?.value !== 'IPv4') continue;
			yield {
				at: first.origin,
				subject: service.name,
				message: `${describeService(service)} puts IPv6 first; its address is unique local, so clients by name take IPv4 first`,
				because: [{ at: own.at, note: `the service network (${own.component}, ${own.setting}) is unique local` }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 before IPv4',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  ipFamilyPolicy: RequireDualStack
						  ipFamilies: [IPv6, IPv4]
						  #            ^^^^ clients by name take IPv4 first
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
		],
		valid: [
			{
				name: 'IPv4 before IPv6, and IPv6 alone',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'services.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  ipFamilyPolicy: RequireDualStack
						  ipFamilies: [IPv4, IPv6]
						  selector: {app: web}
						  ports: [{port: 80}]
						---
						apiVersion: v1
						kind: Service
						metadata: {name: db, namespace: default}
						spec:
						  ipFamilies: [IPv6]
						  selector: {app: db}
						  ports: [{port: 80}]
					`,
				},
			},
		],
	},
});
