import type { PhaseInput, PhasePlan, RunbookStep } from '../phase.ts';

type Told = Omit<PhasePlan, 'state' | 'changes' | 'newFiles' | 'byHand'>;

/** What an operator does on each machine for its second address. */
export function nodesRunbook({ target, settings }: PhaseInput): Told {
	const runbook = settings.strategy === 'rebuild' ? [] : target.machines.flatMap((machine) => stepsFor(machine));
	return {
		preconditions: [
			'Every machine has an IPv6 address that the others reach (`ping -6` between any two), and a default route or routes to whatever pods must reach.',
			'A host that takes its IPv6 default route from router advertisements keeps it while forwarding only with net.ipv6.conf.<interface>.accept_ra=2, or has a static route.',
			'A backup of etcd and of /etc/kubernetes of each control-plane node.',
		],
		runbook,
		checks: [
			{
				command:
					'kubectl get nodes -o custom-columns=NAME:.metadata.name,ADDRESSES:\'.status.addresses[?(@.type=="InternalIP")].address\'',
				expect: 'two addresses for each node, the IPv4 one first',
			},
		],
		rollback:
			'Per node: take the IPv6 address out of --node-ip and restart the kubelet. The node then reports IPv4 only, as before.',
		pointOfNoReturn: undefined,
	};
}

function stepsFor({ name, ipv4, ipv6 }: PhaseInput['target']['machines'][number]): RunbookStep[] {
	const pair = `${ipv4 ?? '<IPv4>'},${ipv6 ?? '<IPv6>'}`;
	return [
		{
			title: `Forward IPv6 and report both addresses on ${name}`,
			node: name,
			on: 'node',
			commands: [
				"printf 'net.ipv6.conf.all.forwarding = 1\\nnet.ipv6.conf.default.forwarding = 1\\n' | sudo tee /etc/sysctl.d/91-kubernetes-ipv6.conf",
				'sudo sysctl --system',
				"grep -rs -e '--node-ip' /etc/systemd/system/kubelet.service.d /etc/default/kubelet /etc/sysconfig/kubelet /var/lib/kubelet/kubeadm-flags.env",
				`sudo sed -i -E 's/--node-ip=[0-9a-fA-F.:,]+/--node-ip=${pair}/' $(grep -rls -e '--node-ip' /etc/systemd/system/kubelet.service.d /etc/default/kubelet /etc/sysconfig/kubelet /var/lib/kubelet/kubeadm-flags.env)`,
				'sudo systemctl daemon-reload',
				'sudo systemctl restart kubelet',
			],
			check: {
				command: `kubectl get node ${name} -o jsonpath='{.status.addresses[?(@.type=="InternalIP")].address}'`,
				expect: `${ipv4 ?? '<IPv4>'} ${ipv6 ?? '<IPv6>'}`,
			},
			back: `Write --node-ip=${ipv4 ?? '<IPv4>'} again, then: sudo systemctl daemon-reload && sudo systemctl restart kubelet`,
		},
	];
}
