import { blocks } from '../../network/cidr.ts';
import { ciliumInForce } from '../../network/cilium-pods.ts';
import { ipamMode } from '../../network/cilium-values.ts';
import { readsNodeBlocks } from '../../network/node-block-readers.ts';
import { idle, type Phase, type PhaseInput, type RunbookStep } from '../phase.ts';
import { ciliumHasIpv6, controlPlaneIsDual, hasControlPlane, isTalos } from './cluster-state.ts';

/** Node objects anew, so that the controller manager gives each a block of both families. */
export const reRegistration: Phase = {
	name: 're-registration',
	title: 'Register each node again, so that it gets an IPv6 block',

	plan(input) {
		const { plan } = input.view.input;
		const { target, settings } = input;
		if (settings.strategy === 'rebuild')
			return idle({ kind: 'skipped', reason: 'in a new cluster every node registers for the first time' });
		if (plan.cilium.length === 0 && !hasControlPlane(plan))
			return idle({ kind: 'skipped', reason: 'nothing here tells how Pods get their addresses' });
		if (!readsNodeBlocks(plan)) return idle({ kind: 'skipped', reason: whyNot(input) });
		if (controlPlaneIsDual(plan) && ciliumHasIpv6(plan)) return idle({ kind: 'done' });
		if (hasControlPlane(plan) && !controlPlaneIsDual(plan))
			return idle({
				kind: 'blocked',
				reason: 'controller managers have no IPv6 range to give yet; control-plane comes first',
			});
		const restart = isTalos(plan) ? (name: string) => `talosctl -n ${name} service kubelet restart` : viaSsh;
		const workers = target.machines.filter(({ role }) => role !== 'control-plane');
		const masters = target.machines.filter(({ role }) => role === 'control-plane');
		const { ipv4 } = target.pod;
		const count = ipv4 === undefined ? undefined : blocks(ipv4, target.nodeMasks.IPv4);
		const nodes = target.machines.length;
		return {
			state: { kind: 'to-do' },
			changes: [],
			newFiles: [],
			preconditions: [
				'Every API server and every controller manager carries both ranges. A controller manager with one range that becomes leader stops as soon as a node has two blocks.',
				'Node.spec.podCIDRs is written once: a node that is there never gains an IPv6 block by itself, whatever the controller manager is told.',
				...(count === undefined
					? []
					: [
							`${count} IPv4 blocks of /${target.nodeMasks.IPv4} in ${ipv4}, ${nodes} in use: a node that registers again gets another one, so at least one must be free.${count <= BigInt(nodes) ? ' None is.' : ''}`,
						]),
				'One node at a time, workers before the control plane. Storage that runs on the nodes is healthy before each drain.',
			],
			runbook: [
				...workers.map((one) => register(one.name, false, restart)),
				...masters.map((one) => register(one.name, true, restart)),
			],
			checks: [
				{
					command: 'kubectl get nodes -o custom-columns=NAME:.metadata.name,CIDRS:.spec.podCIDRs',
					expect: `two blocks for each node, the second one in ${target.pod.ipv6}`,
				},
			],
			rollback:
				'A node that has two blocks cannot give one back, and a controller manager with one range stops when it sees it. Going back means registering every such node again with an IPv4 range only.',
			pointOfNoReturn: 'The first node that is registered again.',
			byHand:
				nodes === 0
					? [
							{
								what: 'No nodes are named in the configuration; do these steps for each of `kubectl get nodes`',
								text: steps('<node>', false, restart).join('\n'),
							},
						]
					: [],
		};
	},
};

function whyNot({ view }: PhaseInput): string {
	const [fact] = ciliumInForce(view.input.plan);
	const mode = fact && ipamMode(fact);
	if (mode?.state === 'set' && mode.value === 'cluster-pool')
		return "Cilium's operator cuts the blocks (ipam.mode cluster-pool) and adds an IPv6 one to each node by itself";
	if (mode?.state === 'set') return `pods do not get their addresses from Node.spec.podCIDRs (ipam.mode ${mode.value})`;
	return 'pods do not get their addresses from Node.spec.podCIDRs';
}

type Restart = (name: string) => string;

const viaSsh: Restart = (name) => `ssh ${name} sudo systemctl restart kubelet`;

function steps(name: string, isControlPlane: boolean, restart: Restart): string[] {
	const saved = `${name}.before.json`;
	return [
		`kubectl get node ${name} -o json > ${saved}`,
		`kubectl drain ${name} --ignore-daemonsets --delete-emptydir-data --timeout=10m`,
		`kubectl delete node ${name}`,
		restart(name),
		`kubectl wait --for=create node/${name} --timeout=2m`,
		`jq -r '.metadata.labels | to_entries[] | select(.key | test("^(beta\\\\.)?kubernetes\\\\.io/(arch|os|hostname)$") | not) | "\\(.key)=\\(.value)"' ${saved} | xargs -r kubectl label node ${name} --overwrite`,
		`jq -r '.spec.taints // [] | .[] | select(.key | startswith("node.kubernetes.io/") | not) | "\\(.key)=\\(.value // ""):\\(.effect)"' ${saved} | xargs -r kubectl taint node ${name} --overwrite`,
		...(isControlPlane && restart === viaSsh
			? [`ssh ${name} sudo kubeadm init phase mark-control-plane --node-name ${name}`]
			: []),
		`kubectl wait --for=condition=Ready node/${name} --timeout=10m`,
		`kubectl uncordon ${name}`,
	];
}

function register(name: string, isControlPlane: boolean, restart: Restart): RunbookStep {
	return {
		title: `Register ${name} again${isControlPlane ? '; static pods and etcd go on meanwhile' : ''}`,
		node: name,
		on: 'workstation',
		commands: steps(name, isControlPlane, restart),
		check: {
			command: `kubectl get node ${name} -o jsonpath='{.spec.podCIDRs}'`,
			expect: `two blocks, IPv4 first${isControlPlane ? '; and `kubectl -n kube-system get pods -l component=etcd` shows every member Running' : ''}; then the next node`,
		},
		back: `None for ${name} alone: its blocks stay as they are. Stop here if the check fails and look at \`kubectl describe node ${name}\` (CIDRNotAvailable).`,
	};
}
