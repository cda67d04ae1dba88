import { type Statement, statements } from '../../src/network/agreement.ts';
import { addressCount, type Cidr, familyOf, maxLength, prefixLength } from '../../src/network/cidr.ts';
import { apiServerGate } from '../../src/network/feature-gates.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { isKubeadm } from '../../src/network/kubeadm.ts';
import { kubernetesReleases } from '../../src/network/kubernetes-version.ts';
import {
	type AllocatorGates,
	apiServerMinimum,
	apiServerServiceBits,
	kubeadmMinimum,
	kubeadmServiceBits,
	shortestServiceRange,
} from '../../src/network/limits/kubernetes.ts';
import { type Releases, versionText } from '../../src/network/limits/versions.ts';
import { block, defineRule, type Severity } from '../../src/rule.ts';

export const serviceCidrSize = defineRule({
	id: 'control-plane/service-cidr-size',
	title: 'A service range is larger or smaller than its reader accepts',
	severity: 'error',
	docs: block`
		kubeadm takes service ranges of at least 10 addresses and at most 20 host bits: from /28 up to /12, from
		/124 up to /108. The API server has the same upper limit up to Kubernetes 1.33 and exits beyond it; from
		1.34 on it has none unless DisableAllocatorDualWrite is switched off; an IPv6 range that it accepts and
		takes no address from is control-plane/service-range-without-addresses. Its first range needs 8 addresses.

		A range that only kubeadm would refuse is a warning where kubeadm is not used, because the next tool or
		the way back to an older release may refuse it. Without a known Kubernetes version the newest counts.

		In the cluster: \`kubectl -n kube-system logs -l component=kube-apiserver\` says "is too large" or "must be
		at least 8 IP addresses".

		Take a /112 or a /108 out of the same prefix. Nobody needs more: a /108 has a million addresses.
	`,
	references: [
		'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
		'https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubeadm/app/constants/constants.go',
		'https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/',
	],

	*check({ plan }) {
		const releases = kubernetesReleases(plan);
		const gates = {
			multiCidr: apiServerGate(plan, 'MultiCIDRServiceAllocator'),
			noDualWrite: apiServerGate(plan, 'DisableAllocatorDualWrite'),
		};
		for (const alike of groupedBy(statements(plan, 'service').filter(isRead), ({ cidr }) => cidr)) {
			const shown = alike.find(isLiveKubeadm) ?? alike.find(({ declaration }) => isKubeadm(declaration)) ?? alike[0];
			const others = alike.filter((one) => one !== shown);
			const verdict = isKubeadm(shown.declaration) ? byKubeadm(shown.cidr) : byApiServer(shown, releases, gates);
			if (verdict === undefined) continue;
			const { standing } = shown.declaration;
			yield {
				at: shown.prefix.origin,
				subject: shown.cidr,
				severity: standing === 'live' ? verdict.severity : 'warning',
				message: `the service network ${shown.cidr} ${verdict.complaint}`,
				because: others.map(({ prefix }) => ({ at: prefix.origin, note: 'the same here' })),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'a /64 for Services',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						kubernetesVersion: v1.34.1
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/64
						  #                           ^^^^^^^^^^^^^^^^^ has 64 host bits, kubeadm accepts at most 20
					`,
				},
			},
			{
				name: 'a gate brings the old limit back',
				repo: {
					'nodes/one/kube-apiserver.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-apiserver, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-apiserver
						      image: registry.k8s.io/kube-apiserver:v1.34.1
						      command:
						        - kube-apiserver
						        - --feature-gates=DisableAllocatorDualWrite=false
						        - --service-cluster-ip-range=10.43.0.0/16,fd10:96e5:43::/96
						        #                                         ^^^^^^^^^^^^^^^^^ has 32 host bits, kube-apiserver
					`,
				},
			},
		],
		valid: [
			{
				name: 'twenty host bits',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						kubernetesVersion: v1.34.1
						networking:
						  podSubnet: 192.168.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.96.0.0/12,fd10:96e5:43::/108
					`,
				},
			},
		],
	},
});

interface Verdict {
	/** The end of a sentence that begins with the network. */
	readonly complaint: string;
	readonly severity: Severity;
}

function isLiveKubeadm(one: Statement): boolean {
	return isKubeadm(one.declaration) && one.declaration.standing === 'live';
}

/** The controller manager only keeps its blocks out of the range, whatever its size. */
function isRead({ declaration }: Statement): boolean {
	return declaration.component !== 'kube-controller-manager' && declaration.standing !== 'configured';
}

function byKubeadm(cidr: Cidr): Verdict | undefined {
	if (addressCount(cidr) < kubeadmMinimum.service) {
		return refused(`has ${addressCount(cidr)} addresses, kubeadm asks for at least ${kubeadmMinimum.service}`);
	}
	if (hostBits(cidr) <= kubeadmServiceBits) return undefined;
	return refused(`has ${hostBits(cidr)} host bits, kubeadm accepts at most ${kubeadmServiceBits}`);
}

function byApiServer(
	{ cidr, prefix, declaration }: Statement,
	{ low, high, assumed }: Releases,
	gates: AllocatorGates,
): Verdict | undefined {
	if (prefix === declaration.prefixes[0] && addressCount(cidr) < apiServerMinimum) {
		return refused(`has ${addressCount(cidr)} addresses, kube-apiserver asks for at least ${apiServerMinimum}`);
	}
	const limit = apiServerServiceBits(high, gates);
	if (limit !== undefined && hostBits(cidr) > limit) {
		return refused(`has ${hostBits(cidr)} host bits, kube-apiserver ${versionText(high)} accepts at most ${limit}`);
	}
	if (familyOf(cidr) === 'IPv6' && prefixLength(cidr) < shortestServiceRange) {
		return undefined;
	}
	if (hostBits(cidr) <= kubeadmServiceBits) return undefined;
	const isOld = !assumed && apiServerServiceBits(low, gates) !== undefined;
	const who = isOld ? `kube-apiserver ${versionText(low)}` : 'kubeadm';
	return {
		complaint: `has ${hostBits(cidr)} host bits, ${who} accepts at most ${kubeadmServiceBits}`,
		severity: 'warning',
	};
}

function refused(complaint: string): Verdict {
	return { complaint, severity: 'error' };
}

function hostBits(cidr: Cidr): number {
	return maxLength(familyOf(cidr)) - prefixLength(cidr);
}
