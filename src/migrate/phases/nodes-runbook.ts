import type { PhaseInput, PhasePlan, RunbookStep } from '../phase.ts';
import { anyMachine, nodeOf, titleOf } from './any-machine.ts';
import { isTalos, runsKubeProxy } from './cluster-state.ts';
import { talosStep } from './talos-step.ts';

type Told = Omit<PhasePlan, 'state' | 'changes' | 'newFiles' | 'byHand'>;

/** What an operator does on each machine for its second address. */
export function nodesRunbook({ target, settings, view }: PhaseInput): Told {
	const { plan } = view.input;
	const forMachine = isTalos(plan) ? talosMachine : stepFor;
	const machines = target.machines.length > 0 ? target.machines : [anyMachine];
	const steps = machines.map((machine) => forMachine(machine));
	const addresses =
		'custom-columns=NAME:.metadata.name,ADDRESSES:\'.status.addresses[?(@.type=="InternalIP")].address\'';
	return {
		preconditions: [
			'Every machine has an IPv6 address that the others reach (`ping -6` between any two), and a default route or routes to whatever pods must reach.',
			'A host that takes its IPv6 default route from router advertisements keeps it while forwarding only with net.ipv6.conf.<interface>.accept_ra=2, or has a static route.',
			'A backup of etcd and of /etc/kubernetes of each control-plane node.',
		],
		runbook: settings.strategy === 'rebuild' ? [] : [...steps, ...(runsKubeProxy(plan) ? [kubeProxyStep] : [])],
		checks: [
			{
				command: `kubectl get nodes -o ${addresses}`,
				expect: 'two addresses for each node, the IPv4 one first',
			},
			{
				command: 'ip -6 route show default',
				on: 'node',
				expect: 'on each machine the same as before: forwarding has not cost it the default route',
			},
		],
		rollback:
			'Per node: take the IPv6 address out of --node-ip and restart the kubelet. The node then reports IPv4 only, as before.',
		pointOfNoReturn: undefined,
	};
}

/** kube-proxy reads the addresses of its node once, when it starts. */
const kubeProxyStep: RunbookStep = {
	title: 'Restart kube-proxy, which reads the addresses of its node when it starts',
	on: 'workstation',
	commands: [
		'kubectl -n kube-system rollout restart daemonset/kube-proxy',
		'kubectl -n kube-system rollout status daemonset/kube-proxy --timeout=10m',
	],
	check: { command: 'kubectl -n kube-system get pods -l k8s-app=kube-proxy', expect: 'every Pod Running and 1/1' },
	back: 'None is needed.',
};

/** Where the flags of a kubelet stand; none of these folders is watched. */
const flagFiles =
	'/etc/systemd/system/kubelet.service.d /etc/default/kubelet /etc/sysconfig/kubelet /var/lib/kubelet/kubeadm-flags.env';

const sysctlFile = '/etc/sysctl.d/91-kubernetes-ipv6.conf';

function stepFor({ name, ipv4, ipv6 }: PhaseInput['target']['machines'][number]): RunbookStep {
	// Inside of single quotes, where a variable has to step out.
	const [first, second] = [ipv4 ?? `'"$IPV4"'`, ipv6 ?? `'"$IPV6"'`];
	const restart = 'sudo systemctl daemon-reload && sudo systemctl restart kubelet';
	const files = `files=$(sudo grep -rlse '--node-ip=' ${flagFiles})`;
	const write = (value: string) => `sudo sed -i -E 's/--node-ip=[0-9a-fA-F.:,]+/--node-ip=${value}/' $files`;
	// The file that kubeadm writes for each kubelet holds one variable in double quotes.
	const append = `sudo sed -i -E 's/"$/ --node-ip=${first},${second}"/' /var/lib/kubelet/kubeadm-flags.env`;
	const unknown = [...(ipv4 === undefined ? ['IPV4'] : []), ...(ipv6 === undefined ? ['IPV6'] : [])];
	return {
		title: `Forward IPv6 and report both addresses on ${titleOf(name)}`,
		...nodeOf(name),
		on: 'node',
		commands: [
			...(unknown.length === 0
				? []
				: [`: ${unknown.map((one) => `"\${${one}:?set it for the node at hand}"`).join(' ')} &&`]),
			`printf 'net.ipv6.conf.all.forwarding = 1\\nnet.ipv6.conf.default.forwarding = 1\\n' | sudo tee ${sysctlFile} &&`,
			'sudo sysctl --system &&',
			`{ ${files}; true; } &&`,
			`if [ -n "$files" ]; then ${write(`${first},${second}`)}; else ${append}; fi &&`,
			restart,
		],
		check: {
			command: `kubectl get node ${name} -o jsonpath='{.status.addresses[?(@.type=="InternalIP")].address}'`,
			expect: `${ipv4 ?? '<IPv4>'} ${ipv6 ?? '<IPv6>'}; kubectl get node ${name} says Ready`,
		},
		back: `${files}; ${write(first)} && ${restart}`,
	};
}

function talosMachine(machine: PhaseInput['target']['machines'][number]): RunbookStep {
	const { name, ipv4, ipv6 } = machine;
	return talosStep(machine, {
		title: `Apply the machine configuration with both addresses on ${titleOf(name)}`,
		check: {
			command: `kubectl get node ${name} -o jsonpath='{.status.addresses[?(@.type=="InternalIP")].address}'`,
			expect: `${ipv4 ?? '<IPv4>'} ${ipv6 ?? '<IPv6>'}`,
		},
	});
}
