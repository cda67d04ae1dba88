import { blocks } from '../../network/cidr.ts';
import { ciliumInForce } from '../../network/cilium-pods.ts';
import { ipamMode } from '../../network/cilium-values.ts';
import { readsNodeBlocks } from '../../network/node-block-readers.ts';
import { idle, type Phase, type PhaseInput, type RunbookStep } from '../phase.ts';
import { anyMachine, guard, nodeOf } from './any-machine.ts';
import { ciliumHasIpv6, ciliumRelease, controlPlaneIsDual, hasControlPlane, isTalos } from './cluster-state.ts';
import { ciliumNamespace, releaseOf } from './flux-commands.ts';

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
		const talos = isTalos(plan);
		const release = ciliumRelease(plan);
		const means: Means = {
			restart: (name) =>
				talos ? `talosctl -n ${name} service kubelet restart` : `ssh ${name} sudo systemctl restart kubelet`,
			marks: !talos,
			etcd: talos ? 'talosctl etcd status' : 'kubectl -n kube-system get pods -l component=etcd',
			cilium: plan.cilium.length === 0 ? undefined : ciliumNamespace(release && releaseOf(input.view, release)),
		};
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
				'On the workstation: kubectl 1.31 or newer, jq, and ssh with sudo to each machine. The lines of a step hang together: one that fails stops it.',
			],
			runbook: [
				...(nodes === 0 ? [anyMachine] : workers).map((one) => register(one.name, false, means)),
				...(nodes === 0 ? [anyMachine] : masters).map((one) => register(one.name, true, means)),
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
			byHand: [],
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

/** How the kubelet of a machine is started again, and what of the network runs on each node. */
interface Means {
	readonly restart: (name: string) => string;
	readonly marks: boolean;
	/** Shows the members of etcd. */
	readonly etcd: string;
	/** Where Cilium runs; undefined without it. */
	readonly cilium: string | undefined;
}

/** Labels that the kubelet sets itself. */
const ofKubelet = '^(beta\\\\.)?kubernetes\\\\.io/(arch|os|hostname)$';

function steps(name: string, isControlPlane: boolean, { restart, marks, cilium }: Means): string[] {
	const saved = `${name}.before.json`;
	const ofNode = `--field-selector spec.nodeName=${name}`;
	return [
		...guard(name),
		`kubectl get node ${name} -o json > ${saved} &&`,
		`kubectl drain ${name} --ignore-daemonsets --delete-emptydir-data --timeout=10m &&`,
		`kubectl delete node ${name} &&`,
		`${restart(name)} &&`,
		// Nothing is scheduled there before labels and taints are back.
		`kubectl wait --for=create node/${name} --timeout=2m && kubectl cordon ${name} &&`,
		`jq -r '.metadata.labels | to_entries[] | select(.key | test("${ofKubelet}") | not) | "\\(.key)=\\(.value)"' ${saved} | xargs -r kubectl label node ${name} --overwrite &&`,
		`jq -r '.metadata.annotations | to_entries[] | select(.key | startswith("kubeadm.")) | "\\(.key)=\\(.value)"' ${saved} | xargs -r kubectl annotate node ${name} --overwrite &&`,
		`jq -r '.spec.taints // [] | .[] | select(.key | startswith("node.kubernetes.io/") | not) | "\\(.key)=\\(.value // ""):\\(.effect)"' ${saved} | xargs -r kubectl taint node ${name} --overwrite &&`,
		...(isControlPlane && marks
			? [`ssh ${name} sudo kubeadm init phase mark-control-plane --node-name ${name} &&`]
			: []),
		// The agent reads the blocks of its node when it starts, and Pods that stayed have addresses of the old one.
		...(cilium === undefined
			? []
			: [
					`kubectl -n ${cilium} delete pod -l k8s-app=cilium ${ofNode} &&`,
					`kubectl -n ${cilium} rollout status daemonset/cilium --timeout=10m &&`,
				]),
		`kubectl get pods -A ${ofNode} -o json | jq -r '.items[] | select(.spec.hostNetwork != true) | "-n \\(.metadata.namespace) \\(.metadata.name)"' | xargs -r -L1 kubectl delete pod &&`,
		`kubectl wait --for=condition=Ready node/${name} --timeout=10m &&`,
		`kubectl uncordon ${name}`,
	];
}

function register(name: string, isControlPlane: boolean, means: Means): RunbookStep {
	const kind = isControlPlane ? 'each control-plane node, one after the other,' : 'each worker, one after the other,';
	return {
		title: `Register ${name === anyMachine.name ? kind : name} again${isControlPlane ? '; static pods and etcd go on meanwhile' : ''}`,
		...nodeOf(name),
		on: 'workstation',
		commands: steps(name, isControlPlane, means),
		check: {
			command: `kubectl get node ${name} -o jsonpath='{.spec.podCIDRs}'`,
			expect: `two blocks, IPv4 first${isControlPlane ? `; and \`${means.etcd}\` shows every member healthy` : ''}; storage is healthy again; then the next node`,
		},
		back: `As long as the node is not deleted: kubectl uncordon ${name}. Afterwards there is none for it alone: its blocks stay as they are. Go on from the line that failed; with one block or none, stop and look at \`kubectl describe node ${name}\` (CIDRNotAvailable).`,
	};
}
