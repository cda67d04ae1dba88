import { ciliumEnabled } from '../../network/cilium-values.ts';
import { podsLackIpv6 } from '../../network/families.ts';
import { readsNodeBlocks } from '../../network/node-block-readers.ts';
import { idle, type Phase } from '../phase.ts';
import { ciliumHasIpv6, ciliumRelease } from './cluster-state.ts';
import { ciliumNamespace, fluxCommands, releaseOf } from './flux-commands.ts';
import { rollAgents } from './restart-commands.ts';

/** Where Cilium waits for ranges that no node has yet: IPv6 off until they are there. */
export const hold: Phase = {
	name: 'hold',
	title: "Switch Cilium's IPv6 off until the nodes have IPv6 ranges",

	plan({ view, settings }) {
		const { plan } = view.input;
		if (settings.strategy === 'rebuild')
			return idle({ kind: 'skipped', reason: 'a rebuilt cluster has no agents that wait' });
		if (!ciliumHasIpv6(plan))
			return idle({ kind: 'skipped', reason: 'Cilium has IPv6 switched off, so no agent waits' });
		if (!readsNodeBlocks(plan))
			return idle({ kind: 'skipped', reason: 'Cilium does not wait for ranges in Node.spec.podCIDRs' });
		const lack = podsLackIpv6(plan);
		if (lack === undefined) return idle({ kind: 'done' });
		const release = ciliumRelease(plan);
		const enabled = release && ciliumEnabled(release, 'IPv6');
		if (release === undefined || enabled?.state !== 'set' || enabled.origin.kind === 'omitted')
			return idle({ kind: 'to-do' }, [
				{ what: 'Cilium has IPv6 switched on where we cannot write', text: 'ipv6:\n  enabled: false' },
			]);
		const resource = releaseOf(view, release);
		const namespace = ciliumNamespace(resource);
		return {
			state: { kind: 'to-do' },
			changes: [
				{
					title: 'Switch ipv6.enabled off',
					changes: [{ op: 'set', target: enabled.origin, value: false }],
					otherwise: 'ipv6:\n  enabled: false',
				},
			],
			newFiles: [],
			preconditions: [
				`Any restart of a Cilium agent hangs now: ${lack.note}, and with ipam.mode kubernetes the agent waits for an IPv6 range without limit. Until this is merged, restart no agent and drain no node.`,
				'No node has an IPv6 block yet (`kubectl get nodes -o custom-columns=NAME:.metadata.name,CIDRS:.spec.podCIDRs` shows one block each). If nodes have pairs, leave this phase out.',
			],
			runbook: [
				{
					title: 'Have Flux switch it off, and wait for the agents',
					on: 'workstation',
					commands: [...fluxCommands(resource === undefined ? [] : [resource]), ...rollAgents(release, namespace)],
					check: {
						command: `kubectl -n ${namespace} get configmap cilium-config -o jsonpath='{.data.enable-ipv6}'`,
						expect: 'false',
					},
					back: 'Revert the commit. Agents that restart then wait again.',
				},
			],
			checks: [
				{
					command: `kubectl -n ${namespace} get pods -l k8s-app=cilium`,
					expect: 'every agent is Running and 1/1; none is in Init or CrashLoopBackOff',
				},
			],
			rollback: 'Revert the commit; agents that are running go on, agents that restart wait for an IPv6 range.',
			pointOfNoReturn: undefined,
			byHand: [],
		};
	},
};
