import { kubernetesReleases } from '../../network/kubernetes-version.ts';
import { isAtLeast } from '../../network/limits/versions.ts';
import type { PhaseInput, PhasePlan, RunbookStep } from '../phase.ts';
import type { Machine } from '../target.ts';
import { anyMachine, nodeOf, titleOf } from './any-machine.ts';
import { isTalos, runsKubeProxy } from './cluster-state.ts';
import { talosStep } from './talos-step.ts';

type Told = Omit<PhasePlan, 'state' | 'changes' | 'newFiles' | 'byHand'>;

/** What an operator does for both ranges, one control-plane node after the other. */
export function controlPlaneRunbook(input: PhaseInput): Told {
	const { target, settings, view } = input;
	const { low } = kubernetesReleases(view.input.plan);
	const isLasting = isAtLeast(low, '1.33.0');
	const named = target.machines.filter(({ role }) => role === 'control-plane');
	const machines = named.length > 0 ? named : [anyMachine];
	const ranges = { pods: bothRanges(target.pod), services: bothRanges(target.service), masks: target.nodeMasks };
	const talos = isTalos(view.input.plan);
	const steps: RunbookStep[] = [
		...(talos ? [] : [configMap(ranges)]),
		...machines.map((machine) => (talos ? machineConfig : manifestsOf)(machine, ranges)),
		...(runsKubeProxy(view.input.plan) ? [kubeProxy(ranges)] : []),
		{
			title: 'Look at the control plane as a whole before any node is registered again',
			on: 'workstation',
			commands: ['kubectl -n kube-system get pods -l tier=control-plane -o wide'],
			check: isLasting
				? {
						command: "kubectl get servicecidr kubernetes -o jsonpath='{.spec.cidrs}'",
						expect: `["${target.service.ipv4}","${target.service.ipv6}"]`,
					}
				: {
						command:
							'kubectl -n kube-system get pods -l component=kube-apiserver -o yaml | grep -- --service-cluster-ip-range',
						expect: `${ranges.services} in every Pod`,
					},
			back: 'None is needed: this step only looks.',
		},
	];
	return {
		preconditions: [
			'The phase nodes is rolled out: every node reports two addresses.',
			'All API servers and controller managers are healthy, and etcd has quorum with one member less.',
			...(talos
				? []
				: [
						'New names in apiServer.certSANs count from the next certificate on (`kubeadm init phase certs apiserver`); no component needs them for this phase.',
						'`kubeadm upgrade` does not change the ranges of a cluster; the manifests are edited, and kubeadm-config with them.',
					]),
		],
		runbook: settings.strategy === 'rebuild' ? [] : steps,
		checks: [
			{
				command: 'kubectl get events -A --field-selector reason=KubernetesDefaultServiceCIDRInconsistent',
				expect:
					'nothing new once the last API server has both ranges; before that, events of older replicas are expected',
			},
			{
				command: 'kubectl -n kube-system get pods -l component=kube-controller-manager',
				expect: 'every replica Running, no restarts since the change',
			},
		],
		rollback: isLasting
			? 'Reverting the commit is no way back once one API server ran with both ranges: the ServiceCIDR kubernetes then has both and cannot shrink. Until then put the saved manifests back.'
			: 'Put the saved manifests back on every node, as long as no Service has an IPv6 address and no node an IPv6 block.',
		pointOfNoReturn: isLasting
			? 'The first API server that starts with both service ranges: from 1.33 on the default ServiceCIDR becomes dual-stack and never shrinks.'
			: 'The first Service that gets an IPv6 address.',
	};
}

const manifests = '/etc/kubernetes/manifests';
const saved = '/root/manifests.before-dual-stack';

/**
 * The kubelet reads every file in the folder of the manifests, drafts of an editor too, and reads a file again as soon as
 * it changes: each new manifest is written outside and put into its place at once.
 */
function manifestsOf({ name }: Machine, { pods, services, masks }: Ranges): RunbookStep {
	const edit = (component: string, expressions: readonly string[], flag: string) => {
		const draft = `/etc/kubernetes/${component}.new`;
		return [
			`sudo cp -p ${manifests}/${component}.yaml ${draft} &&`,
			`sudo sed -i -E ${expressions.map((one) => `-e '${one}'`).join(' ')} ${draft} &&`,
			`sudo grep -q -e '--${flag}$' ${draft} && sudo mv ${draft} ${manifests}/${component}.yaml &&`,
		];
	};
	const runs = (process: string, flag: string) =>
		`timeout 300 sh -c "until pgrep -f '[k]${process.slice(1)} .*--${flag}' > /dev/null; do sleep 2; done" &&`;
	const serviceRange = `s|--service-cluster-ip-range=.*|--service-cluster-ip-range=${services}|`;
	const podRange = `s|^( *- )--cluster-cidr=.*|\\1--cluster-cidr=${pods}\\n\\1--node-cidr-mask-size-ipv4=${masks.IPv4}\\n\\1--node-cidr-mask-size-ipv6=${masks.IPv6}|`;
	const back = (component: string) =>
		`sudo cp -p ${saved}/${component}.yaml /etc/kubernetes/${component}.new && sudo mv /etc/kubernetes/${component}.new ${manifests}/${component}.yaml`;
	return {
		title: `Give the API server and the controller manager of ${titleOf(name)} both ranges`,
		...nodeOf(name),
		on: 'node',
		commands: [
			`sudo test -e ${saved} || sudo cp -a ${manifests} ${saved}`,
			...edit('kube-apiserver', [serviceRange], `service-cluster-ip-range=${services}`),
			...edit('kube-controller-manager', [serviceRange, '/--node-cidr-mask-size/d', podRange], `cluster-cidr=${pods}`),
			runs('kube-apiserver', `service-cluster-ip-range=${services}`),
			runs('kube-controller-manager', `cluster-cidr=${pods}`),
			`timeout 300 sh -c 'until curl -sk https://localhost:6443/readyz | grep -qx ok; do sleep 2; done' && echo ready`,
		],
		check: {
			command: `kubectl -n kube-system get pods kube-apiserver-${name} kube-controller-manager-${name}`,
			expect: 'the commands end with "ready"; both Pods 1/1 Running, started after the edit; then the next node',
		},
		back: `${back('kube-apiserver')} && ${back('kube-controller-manager')} (before the first node is registered again)`,
	};
}

/** What is written everywhere. */
interface Ranges {
	readonly pods: string;
	readonly services: string;
	readonly masks: PhaseInput['target']['nodeMasks'];
}

/** Both ranges as flags take them. Where the repository does not tell the IPv4 one, its place must be filled in: it stays. */
export function bothRanges({ ipv4, ipv6 }: PhaseInput['target']['pod']): string {
	return `${ipv4 ?? '<the IPv4 range in force>'},${ipv6}`;
}

function configMap({ pods, services, masks }: Ranges): RunbookStep {
	return {
		title: "Edit kubeadm's ConfigMap, or the next upgrade undoes the change",
		on: 'workstation',
		commands: [
			'# what to write in the editor, below data.ClusterConfiguration:',
			`#   networking.podSubnet: ${pods}`,
			`#   networking.serviceSubnet: ${services}`,
			`#   controllerManager.extraArgs: node-cidr-mask-size-ipv4 "${masks.IPv4}" and node-cidr-mask-size-ipv6 "${masks.IPv6}", and no node-cidr-mask-size`,
			'#   (apiVersion v1beta4: a list of name and value; v1beta3: a map)',
			'kubectl -n kube-system get configmap kubeadm-config -o yaml > kubeadm-config.before.yaml &&',
			'kubectl -n kube-system edit configmap kubeadm-config',
		],
		check: {
			command: `kubectl -n kube-system get configmap kubeadm-config -o jsonpath='{.data.ClusterConfiguration}' | grep -E 'Subnet|mask-size' -A1`,
			expect: `podSubnet: ${pods}; serviceSubnet: ${services}; node-cidr-mask-size-ipv4 ${masks.IPv4} and -ipv6 ${masks.IPv6}, without node-cidr-mask-size`,
		},
		back: 'kubectl replace --force -f kubeadm-config.before.yaml',
	};
}

/** A kube-proxy with one range masquerades and finds its own Pods for that family only. */
function kubeProxy({ pods }: Ranges): RunbookStep {
	return {
		title: 'Give kube-proxy both pod ranges',
		on: 'workstation',
		commands: [
			'kubectl -n kube-system get configmap kube-proxy -o yaml > kube-proxy.before.yaml &&',
			`sed -E 's|^( *clusterCIDR: ).*|\\1${pods}|' kube-proxy.before.yaml | kubectl replace -f - &&`,
			'kubectl -n kube-system rollout restart daemonset/kube-proxy &&',
			'kubectl -n kube-system rollout status daemonset/kube-proxy --timeout=10m',
		],
		check: {
			command: `kubectl -n kube-system get configmap kube-proxy -o jsonpath='{.data.config\\.conf}' | grep clusterCIDR`,
			expect: `clusterCIDR: ${pods}`,
		},
		back: 'kubectl replace --force -f kube-proxy.before.yaml && kubectl -n kube-system rollout restart daemonset/kube-proxy',
	};
}

/** Talos makes the manifests out of the machine configuration. */
function machineConfig(machine: Machine, { pods, services }: Ranges): RunbookStep {
	const { name } = machine;
	return talosStep(machine, {
		title: `Apply the machine configuration with both ranges on ${titleOf(name)}`,
		check: {
			command: `kubectl -n kube-system get pods -o yaml kube-apiserver-${name} kube-controller-manager-${name} | grep -e --service-cluster-ip-range -e --cluster-cidr`,
			expect: `${services} for both and ${pods}; both Pods Running; then the next node`,
		},
		until: 'before the first node is registered again',
	});
}
