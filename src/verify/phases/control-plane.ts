import type { RepoPath } from '../../repo/location.ts';
import { nodeAt, stringAt } from '../../repo/node.ts';
import { written } from '../../repo/origin.ts';
import { parseText } from '../../repo/parse.ts';
import { type Check, counted, type Finding, missing, single } from '../check.ts';
import type { Expected } from '../expected.ts';
import type { LiveCluster, LivePod } from '../live.ts';
import { compareList } from '../prefix-list.ts';

/** What every replica was started with, and what the next upgrade starts from. */
export function controlPlaneChecks(live: LiveCluster, expected: Expected): Check[] {
	return [
		kubeadmCheck(live, expected),
		processCheck(live, 'kube-apiserver', (pod) => [
			compareList(`kube-apiserver on ${pod.node}`, pod.flags.get('service-cluster-ip-range'), expected.service),
		]),
		processCheck(live, 'kube-controller-manager', (pod) => {
			const who = `kube-controller-manager on ${pod.node}`;
			const pods = compareList(who, pod.flags.get('cluster-cidr'), expected.pod);
			const services = compareList(who, pod.flags.get('service-cluster-ip-range'), expected.service);
			const isPair = (pod.flags.get('cluster-cidr') ?? '').includes(',');
			if (isPair && pod.flags.has('node-cidr-mask-size'))
				return [
					{ state: 'contradicts', detail: `${who} has two ranges and --node-cidr-mask-size, with which it stops` },
				];
			// Whoever hands out no blocks needs no ranges.
			return pod.flags.get('allocate-node-cidrs') === 'true' ? [pods, services] : [services];
		}),
		serviceCidrCheck(live, expected),
	];
}

/** Stands for a file, for positions in the text. */
const configName = 'kubeadm-config' as RepoPath;

function kubeadmCheck({ kubeadmConfig, nodes }: LiveCluster, expected: Expected): Check {
	const title = 'the ConfigMap kubeadm-config names both ranges';
	const command = `kubectl -n kube-system get cm kubeadm-config -o jsonpath='{.data.ClusterConfiguration}'`;
	if (kubeadmConfig === undefined) {
		return nodes.length === 0 ? missing('kubeadm-config', title, command) : single(title, command, 'not-needed');
	}
	const [root] = parseText(kubeadmConfig, (start, end) => written(configName, start, end)).documents;
	const text = (key: string) => stringAt(root, ['networking', key]);
	if (nodeAt(root, ['networking']) === undefined) return single(title, command, 'unknown', 'it names no networks');
	return counted(title, command, [
		compareList('podSubnet', text('podSubnet'), expected.pod),
		compareList('serviceSubnet', text('serviceSubnet'), expected.service),
	]);
}

/** One finding for each node of the control plane, the gravest of its pod's. */
function processCheck(
	{ nodes, pods }: LiveCluster,
	process: 'kube-apiserver' | 'kube-controller-manager',
	judge: (pod: LivePod) => readonly Finding[],
): Check {
	const title = `every ${process} has both ranges`;
	const command = `kubectl -n kube-system get pods -l component=${process} -o jsonpath='{range .items[*]}{.spec.nodeName}{" "}{.spec.containers[0].command}{"\\n"}{end}'`;
	const own = pods.filter(({ role }) => role === process);
	if (own.length === 0) return missing(`${process} pod`, title, command);
	const places = new Set([
		...nodes.filter((node) => node.isControlPlane).map(({ name }) => name),
		...own.map(({ node }) => node),
	]);
	const findings = [...places].sort().map((place): Finding => {
		const pod = own.find(({ node }) => node === place);
		if (pod === undefined) return { state: 'unknown', detail: `no ${process} is seen on ${place}` };
		return gravest(judge(pod));
	});
	return counted(title, command, findings);
}

function gravest(findings: readonly Finding[]): Finding {
	for (const state of ['contradicts', 'to-do', 'unknown'] as const) {
		const found = findings.find((one) => one.state === state);
		if (found !== undefined) return found;
	}
	return { state: 'done' };
}

/** The first release in which every cluster has ServiceCIDR objects. kubernetes/kubernetes, `pkg/features/kube_features.go`. */
const serviceCidrSince = 33;

function serviceCidrCheck(live: LiveCluster, { service }: Expected): Check {
	const title = 'the default ServiceCIDR has both ranges';
	const command = 'kubectl get servicecidr kubernetes -o yaml';
	const found = live.serviceCidrs.find(({ name }) => name === 'kubernetes');
	if (found !== undefined) {
		const finding = compareList('ServiceCIDR kubernetes', found.cidrs.join(','), service);
		const state: Finding = found.isReady ? finding : { state: 'to-do', detail: 'ServiceCIDR kubernetes is not Ready' };
		return counted(title, command, [finding.state === 'done' ? state : finding]);
	}
	const minors = live.nodes.map(({ kubeletVersion }) => Number(/^v1\.(\d+)\./.exec(kubeletVersion)?.[1] ?? Number.NaN));
	const isOlder = minors.length > 0 && minors.every((minor) => minor < serviceCidrSince);
	return isOlder ? single(title, command, 'not-needed') : missing('ServiceCIDR', title, command);
}
