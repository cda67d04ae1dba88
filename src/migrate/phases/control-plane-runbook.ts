import { kubernetesReleases } from '../../network/kubernetes-version.ts';
import { isAtLeast } from '../../network/limits/versions.ts';
import type { PhaseInput, PhasePlan, RunbookStep } from '../phase.ts';
import { isTalos } from './cluster-state.ts';

type Told = Omit<PhasePlan, 'state' | 'changes' | 'newFiles' | 'byHand'>;

/** What an operator does for both ranges, one control-plane node after the other. */
export function controlPlaneRunbook(input: PhaseInput): Told {
	const { target, settings, view } = input;
	const { low } = kubernetesReleases(view.input.plan);
	const isLasting = isAtLeast(low, '1.33.0');
	const machines = target.machines.filter(({ role }) => role === 'control-plane');
	const pods = bothRanges(target.pod);
	const services = bothRanges(target.service);
	const talos = isTalos(view.input.plan);
	const steps: RunbookStep[] = [
		...(talos ? [] : [configMap(pods, services, target.nodeMasks)]),
		...machines.map((machine) =>
			talos ? machineConfig(machine, pods, services) : manifestsOf(machine.name, pods, services, target.nodeMasks),
		),
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
						expect: `${services} in every Pod`,
					},
		},
	];
	return {
		preconditions: [
			'The phase nodes is rolled out: every node reports two addresses.',
			'All API servers and controller managers are healthy, and etcd has quorum with one member less.',
			'New names in apiServer.certSANs count from the next certificate on (`kubeadm init phase certs apiserver`); no component needs them for this phase.',
			'`kubeadm upgrade` does not change the ranges of a cluster; the manifests are edited, and kubeadm-config with them.',
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

function manifestsOf(
	name: string,
	pods: string,
	services: string,
	masks: PhaseInput['target']['nodeMasks'],
): RunbookStep {
	return {
		title: `Give the API server and the controller manager of ${name} both ranges`,
		node: name,
		on: 'node',
		commands: [
			'sudo cp -a /etc/kubernetes/manifests /root/manifests.before-dual-stack',
			`sudo sed -i -E 's|--service-cluster-ip-range=.*|--service-cluster-ip-range=${services}|' /etc/kubernetes/manifests/kube-apiserver.yaml`,
			`sudo sed -i -E -e 's|--service-cluster-ip-range=.*|--service-cluster-ip-range=${services}|' -e '/--node-cidr-mask-size/d' -e 's|^( *- )--cluster-cidr=.*|\\1--cluster-cidr=${pods}\\n\\1--node-cidr-mask-size-ipv4=${masks.IPv4}\\n\\1--node-cidr-mask-size-ipv6=${masks.IPv6}|' /etc/kubernetes/manifests/kube-controller-manager.yaml`,
			'until curl -sk https://localhost:6443/readyz | grep -qx ok; do sleep 2; done',
		],
		check: {
			command: `kubectl -n kube-system get pods kube-apiserver-${name} kube-controller-manager-${name}`,
			expect: 'both 1/1 Running, started after the edit; then the next node',
		},
		back: 'sudo cp -a /root/manifests.before-dual-stack/. /etc/kubernetes/manifests/ (before the first node is registered again)',
	};
}

/** Both ranges as flags take them. Where the repository does not tell the IPv4 one, its place must be filled in: it stays. */
export function bothRanges({ ipv4, ipv6 }: PhaseInput['target']['pod']): string {
	return `${ipv4 ?? '<the IPv4 range in force>'},${ipv6}`;
}

function configMap(pods: string, services: string, masks: PhaseInput['target']['nodeMasks']): RunbookStep {
	return {
		title: "Edit kubeadm's ConfigMap, or the next upgrade undoes the change",
		on: 'workstation',
		commands: [
			'kubectl -n kube-system get configmap kubeadm-config -o yaml > kubeadm-config.backup.yaml',
			'kubectl -n kube-system edit configmap kubeadm-config',
		],
		check: {
			command: "kubectl -n kube-system get configmap kubeadm-config -o jsonpath='{.data.ClusterConfiguration}'",
			expect: `podSubnet: ${pods}; serviceSubnet: ${services}; node-cidr-mask-size-ipv4 ${masks.IPv4} and -ipv6 ${masks.IPv6}, without node-cidr-mask-size`,
		},
		back: 'kubectl replace -f kubeadm-config.backup.yaml',
	};
}

/** Talos makes the manifests out of the machine configuration, without a restart of the machine. */
function machineConfig(
	{ name, ipv4 }: PhaseInput['target']['machines'][number],
	pods: string,
	services: string,
): RunbookStep {
	const at = ipv4 ?? name;
	return {
		title: `Apply the machine configuration with both ranges on ${name}`,
		node: name,
		on: 'workstation',
		commands: [
			`talosctl -n ${at} get machineconfig v1alpha1 -o jsonpath='{.spec}' > ${name}.before.yaml`,
			`talosctl -n ${at} apply-config --mode=no-reboot --file <the new machine configuration of ${name}>`,
		],
		check: {
			command: `kubectl -n kube-system get pods -o yaml kube-apiserver-${name} kube-controller-manager-${name} | grep -e --service-cluster-ip-range -e --cluster-cidr`,
			expect: `${services} for both and ${pods}; both Pods Running; then the next node`,
		},
		back: `talosctl -n ${at} apply-config --mode=no-reboot --file ${name}.before.yaml (before the first node is registered again)`,
	};
}
