import { apiFields } from '../../src/network/api-fields.ts';
import { kubernetesReleases } from '../../src/network/kubernetes-version.ts';
import { isAtLeast } from '../../src/network/limits/versions.ts';
import { cidrSpelling, ipSpelling } from '../../src/network/loose-address.ts';
import { refusesLoosePrefixes } from '../../src/network/strict-prefixes.ts';
import { describe } from '../../src/render/resource.ts';
import { textOf } from '../../src/repo/node.ts';
import { block, defineRule, type Severity } from '../../src/rule.ts';

export const refusedByTheApi = defineRule({
	id: 'addressing/refused-by-the-api',
	title: 'An address in an object of Kubernetes is not spelled as the API server wants it',
	severity: 'error',
	docs: block`
		What is no address, or no prefix, is refused, and Flux stops at the object. Other spellings are a matter of the
		release: leading zeros, an IPv4 address within IPv6 and bits beyond the prefix length are read by old releases, are
		warned of from 1.33 on, and refused from 1.36 on or with the feature gate StrictIPCIDRValidation. Programs do not
		agree what \`010.0.0.1\` means.

		A field that came later, such as the name of an IPAddress, takes the one canonical spelling only.

		In the cluster: \`flux get kustomizations -A\` shows "must be a valid IP address" or "must be a valid CIDR value";
		\`kubectl apply\` prints the warnings.

		Write the canonical form.
	`,
	references: ['https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/4858-ip-cidr-validation'],

	*check({ plan, rendered }) {
		const isStrict = refusesLoosePrefixes(plan);
		const { low, assumed } = kubernetesReleases(plan);
		const mild: Severity = !assumed && isAtLeast(low, '1.33.0') ? 'warning' : 'info';
		for (const { resource, holds, field, value, isStrict: isNew } of apiFields(rendered)) {
			const text = textOf(value);
			const what = `${field} of ${describe(resource)}`;
			const spelling = holds === 'prefix' ? cidrSpelling(text) : ipSpelling(text);
			const finding = { at: value.origin, subject: text };
			const shown = text === '' ? 'an empty text' : text;
			switch (spelling.kind) {
				case 'refused':
					yield { ...finding, message: `${shown} is no ${holds}, as ${what} has to be` };
					break;
				case 'loose':
					yield {
						...finding,
						severity: isStrict || isNew ? 'error' : mild,
						message: `${text} (${what}) ${spelling.why}; it is ${spelling.value}`,
						fix: {
							title: `Write ${spelling.value}`,
							applicability: 'safe',
							changes: [{ op: 'set', target: value.origin, value: spelling.value }],
						},
					};
					break;
				case 'not-canonical':
					if (isNew) yield { ...finding, message: `${text} (${what}) is not the canonical ${spelling.value}` };
					break;
				case 'canonical':
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'no prefix, and leading zeros under 1.36',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						kubernetesVersion: v1.36.2
					`,
					'policy.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: web, namespace: default}
						spec:
						  podSelector: {}
						  policyTypes: [Egress]
						  egress:
						    - to:
						        - ipBlock: {cidr: 10.0.0.0}
						        #                 ^^^^^^^^ is no prefix
						        - ipBlock: {cidr: 10.0.1.7/24}
						        #                 ^^^^^^^^^^^ has bits set beyond its length
						---
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  selector: {app: web}
						  externalIPs: [10.000.1.1]
						  #             ^^^^^^^^^^ has leading zeros
						  ports: [{port: 80}]
					`,
				},
				fixed: {
					'policy.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: web, namespace: default}
						spec:
						  podSelector: {}
						  policyTypes: [Egress]
						  egress:
						    - to:
						        - ipBlock: {cidr: 10.0.0.0}
						        - ipBlock: {cidr: 10.0.1.0/24}
						---
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  selector: {app: web}
						  externalIPs: [10.0.1.1]
						  ports: [{port: 80}]
					`,
				},
			},
		],
		valid: [
			{
				name: 'canonical',
				repo: {
					'policy.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: NetworkPolicy
						metadata: {name: web, namespace: default}
						spec:
						  podSelector: {}
						  policyTypes: [Egress]
						  egress: [{to: [{ipBlock: {cidr: "fd00:1::/32"}}]}]
					`,
				},
			},
		],
	},
});
