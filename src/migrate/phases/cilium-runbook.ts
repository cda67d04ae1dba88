import { readsNodeBlocks } from '../../network/node-block-readers.ts';
import type { PhaseInput, PhasePlan } from '../phase.ts';
import { ciliumRelease } from './cluster-state.ts';
import { ciliumNamespace, fluxCommands, releaseOf } from './flux-commands.ts';
import { restartWorkloads, rollAgents, rollOperator } from './restart-commands.ts';

type Told = Omit<PhasePlan, 'state' | 'changes' | 'newFiles' | 'byHand'>;

/** What an operator does while Cilium takes IPv6 up. */
export function ciliumRunbook({ view, target, settings }: PhaseInput): Told {
	const { plan } = view.input;
	const fromNodes = readsNodeBlocks(plan);
	const fact = ciliumRelease(plan);
	const resource = fact && releaseOf(view, fact);
	const namespace = ciliumNamespace(resource);
	return {
		preconditions: [
			'Every node reports an IPv6 InternalIP: agents read it once, when they start.',
			...(fromNodes
				? ['Every node has two blocks in Node.spec.podCIDRs: an agent without an IPv6 block waits without limit.']
				: []),
			'Policies that name IPv4 ranges have their IPv6 twins.',
			'The HelmRelease does not roll back by itself (upgrade.remediation.retries 0) and has time for the roll-out.',
		],
		runbook:
			settings.strategy === 'rebuild'
				? []
				: [
						{
							title: fromNodes ? 'Roll the agents' : 'Roll the operator, then the agents',
							on: 'workstation',
							commands: [
								...fluxCommands(resource === undefined ? [] : [resource]),
								...(fromNodes ? [] : rollOperator(fact, namespace)),
								...rollAgents(fact, namespace),
							],
							check: {
								command: 'kubectl get ciliumnodes -o custom-columns=NAME:.metadata.name,CIDRS:.spec.ipam.podCIDRs',
								expect: `two blocks for each node, the second one in ${target.pod.ipv6}`,
							},
							back: 'Until the agents have rolled, revert the commit. Afterwards IPv6 blocks stay in CiliumNode objects, and an operator without IPv6 no longer counts the IPv4 blocks of those nodes as used.',
						},
						{
							title: 'Re-create the workloads: a Pod keeps the addresses that it began with',
							on: 'workstation',
							commands: restartWorkloads(plan),
							check: {
								command:
									"kubectl get pods -A -o custom-columns=NS:.metadata.namespace,NAME:.metadata.name,IPS:'.status.podIPs[*].ip'",
								expect:
									'two addresses for each Pod, the IPv4 one first; Pods of Jobs and those that nothing owns are deleted by hand',
							},
							back: 'None is needed: a Pod with both addresses serves IPv4 as before.',
						},
					],
		checks: [
			{
				command: `kubectl -n ${namespace} exec daemonset/cilium -c cilium-agent -- cilium-dbg status --brief`,
				expect: 'OK',
			},
			{
				command:
					'kubectl run -it --rm ping6 --image=busybox --restart=Never -- ping -6 -c1 <IPv6 address of a Pod on another node>',
				expect: '1 packets received; the address is one of the list above',
			},
		],
		rollback:
			'Switching IPv6 off again leaves IPv6 blocks in CiliumNode objects and pods with addresses that nobody routes. Mend forwards; switch it off only before the first agent has restarted.',
		pointOfNoReturn: 'The first agent that restarts with IPv6.',
	};
}
