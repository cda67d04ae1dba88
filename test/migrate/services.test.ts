import { describe, expect, test } from 'vitest';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { block } from '../../src/rule.ts';
import { planned } from './apply.ts';

function servicesPhase(settings: string, manifests: string) {
	const files = filesFromTexts({
		'.dualstack-lint.yaml': `version: 1\nmigration: {seed: a1b2c3d4e5, ${settings}}\n`,
		'clusters/home/apps.yaml': block`
			apiVersion: kustomize.toolkit.fluxcd.io/v1
			kind: Kustomization
			metadata: {name: apps, namespace: flux-system}
			spec: {interval: 1h, prune: true, path: ./apps, sourceRef: {kind: GitRepository, name: flux-system}}
			`,
		'apps/all.yaml': manifests,
	});
	const plan = planned(files);
	const read = plan.after.read('apps/all.yaml' as RepoPath);
	const phase = plan.clusters[0]?.phases.find(({ name }) => name === 'services');
	return { phase, after: read?.ok ? read.value : '' };
}

function service(name: string, spec: string): string {
	return `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: web}\nspec:\n${spec}`;
}

describe('the phase of the Services', () => {
	test('names both families where a Service said PreferDualStack before, also when nobody chose it', () => {
		const { phase, after } = servicesPhase('services: []', service('web', '  ipFamilyPolicy: PreferDualStack\n'));
		expect(phase?.made).toEqual(['Give the Service web/web both families']);
		expect(after).toBe(service('web', '  ipFamilyPolicy: PreferDualStack\n  ipFamilies:\n    - IPv4\n    - IPv6\n'));
	});

	test('tells of a Service that a chart may make', () => {
		const { phase } = servicesPhase('services: [web/web]', service('other', '  type: LoadBalancer\n'));
		expect(phase?.byHand.map(({ what }) => what)).toEqual([
			'migration.services names web/web, which is no Service of the repository; a chart may make it out of its values',
		]);
	});

	test('lists what lets IPv4 addresses through and no others', () => {
		const { phase } = servicesPhase(
			'services: []',
			[
				service('web', '  type: LoadBalancer\n  loadBalancerSourceRanges: [192.0.2.0/24]\n'),
				service('both', '  type: LoadBalancer\n  loadBalancerSourceRanges: [192.0.2.0/24, "2001:db8::/32"]\n'),
				block`
					apiVersion: networking.k8s.io/v1
					kind: Ingress
					metadata:
					  name: web
					  namespace: web
					  annotations: {nginx.ingress.kubernetes.io/whitelist-source-range: "192.0.2.0/24,198.51.100.7"}
					`,
				block`
					apiVersion: traefik.io/v1alpha1
					kind: Middleware
					metadata: {name: local, namespace: web}
					spec: {ipAllowList: {sourceRange: [10.0.0.0/8]}}
					`,
				block`
					apiVersion: security.istio.io/v1
					kind: AuthorizationPolicy
					metadata: {name: local, namespace: web}
					spec: {rules: [{from: [{source: {remoteIpBlocks: [10.0.0.0/8]}}]}]}
					`,
			].join('---\n'),
		);
		expect(phase?.byHand.map(({ what }) => what)).toMatchInlineSnapshot(`
			[
			  "Service web/web names IPv4 addresses only in loadBalancerSourceRanges; clients that come over IPv6 are not among them",
			  "Ingress web/web names IPv4 addresses only in nginx.ingress.kubernetes.io/whitelist-source-range; clients that come over IPv6 are not among them",
			  "Middleware web/local names IPv4 addresses only in sourceRange; clients that come over IPv6 are not among them",
			  "AuthorizationPolicy web/local names IPv4 addresses only in remoteIpBlocks; clients that come over IPv6 are not among them",
			]
		`);
	});

	test('says what a session of BGP lacks, when load balancers are asked for', () => {
		const peer = block`
			apiVersion: cilium.io/v2
			kind: CiliumBGPPeerConfig
			metadata: {name: router}
			spec:
			  families:
			    - afi: ipv4
			      safi: unicast
			      advertisements: {matchLabels: {advertise: bgp}}
			`;
		expect(servicesPhase('loadBalancer: false', peer).phase?.byHand).toEqual([]);
		expect(servicesPhase('loadBalancer: true', peer).phase?.byHand.map(({ text }) => text)).toMatchInlineSnapshot(`
			[
			  "- afi: ipv6
			  safi: unicast
			  advertisements:
			    matchLabels:
			      advertise: bgp",
			]
		`);
	});
});
