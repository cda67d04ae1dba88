import { familyOf } from '../../network/cidr.ts';
import type { ServiceFact } from '../../network/facts.ts';
import { givenValue } from '../../network/setting.ts';
import type { Resource } from '../../render/resource.ts';
import { mapAt, nodeAt } from '../../repo/node.ts';
import { decidedAt } from '../../repo/origin.ts';
import type { Change } from '../../rule.ts';
import { type ByHand, type ChangeGroup, idle, type Phase, type PhaseInput } from '../phase.ts';
import { allowLists } from './allow-lists.ts';
import { bgpSessions } from './bgp-sessions.ts';
import { ciliumHasIpv6, controlPlaneIsDual, hasControlPlane } from './cluster-state.ts';
import { fluxCommands, resourceOf } from './flux-commands.ts';

/** Both families for chosen Services, when their Pods have both. */
export const services: Phase = {
	name: 'services',
	title: 'Give Services both families',

	plan(input) {
		const { plan } = input.view.input;
		const groups: ChangeGroup[] = [];
		const byHand: ByHand[] = [];
		const changed: Resource[] = [];
		for (const service of plan.services) {
			if (!isChosen(service, input)) continue;
			const changes = changesFor(service);
			const name = `${service.namespace ?? 'default'}/${service.name}`;
			const otherwise = 'ipFamilyPolicy: PreferDualStack\nipFamilies: [IPv4, IPv6]';
			if (changes.length === 0) {
				if (service.policy.state === 'unknown')
					byHand.push({ what: `Give the Service ${name} both families`, at: decidedAt(service.at), text: otherwise });
				continue;
			}
			groups.push({ title: `Give the Service ${name} both families`, changes, otherwise });
			const resource = resourceOf(input.view, 'Service', service.at);
			if (resource !== undefined) changed.push(resource);
		}
		for (const name of strangers(input))
			byHand.push({
				what: `migration.services names ${name}, which is no Service of the repository; a chart may make it out of its values`,
				text: 'ipFamilyPolicy: PreferDualStack\nipFamilies: [IPv4, IPv6]',
			});
		const { resources } = input.view.input.rendered;
		byHand.push(...allowLists(resources), ...(input.settings.loadBalancer ? bgpSessions(resources) : []));
		for (const { group, resource } of input.settings.loadBalancer ? poolBlocks(input) : []) {
			groups.push(group);
			changed.push(resource);
		}
		if (groups.length === 0)
			return idle(
				input.settings.services.length === 0 && !plan.services.some(asksForBoth)
					? {
							kind: 'skipped',
							reason: 'no Service is chosen in migration.services; Services stay IPv4 until somebody asks',
						}
					: { kind: 'done' },
				byHand,
			);
		if ((hasControlPlane(plan) && !controlPlaneIsDual(plan)) || (plan.cilium.length > 0 && !ciliumHasIpv6(plan)))
			return idle({
				kind: 'blocked',
				reason:
					'a Service that asks for both families before API servers have both ranges is refused or stays IPv4 for good; control-plane and cilium come first',
			});
		return {
			state: { kind: 'to-do' },
			changes: groups,
			newFiles: [],
			preconditions: [
				'Every API server has both service ranges, and the Pods of each Service have two addresses: a Service with an IPv6 address and no IPv6 endpoints answers nobody.',
				'A Service that said PreferDualStack before the migration stays IPv4 until its ipFamilies name both.',
			],
			runbook: [
				{
					title: 'Let Flux apply the Services',
					on: 'workstation',
					commands: fluxCommands(changed),
					check: {
						command:
							"kubectl get services -A -o custom-columns=NS:.metadata.namespace,NAME:.metadata.name,IPS:'.spec.clusterIPs[*]'",
						expect: 'two addresses for each chosen Service, the IPv4 one first',
					},
					back: 'Set ipFamilyPolicy: SingleStack and ipFamilies: [IPv4]; the second address is given back.',
				},
				{
					title: 'DNS over IPv6, if wanted: the Service kube-dns, then clusterDNS of each kubelet',
					on: 'workstation',
					commands: [
						`kubectl -n kube-system patch service kube-dns --type merge -p '{"spec":{"ipFamilyPolicy":"PreferDualStack","ipFamilies":["IPv4","IPv6"]}}'`,
					],
					check: {
						command: "kubectl -n kube-system get service kube-dns -o jsonpath='{.spec.clusterIPs}'",
						expect: 'two addresses; add the second to clusterDNS of the ConfigMap kubelet-config',
					},
					back: `kubectl -n kube-system patch service kube-dns --type merge -p '{"spec":{"ipFamilyPolicy":"SingleStack","ipFamilies":["IPv4"]}}'`,
				},
			],
			checks: [
				{
					command: 'kubectl get service kubernetes -o jsonpath={.spec.ipFamilies}',
					expect: '["IPv4"]: the API server itself stays as it is',
				},
			],
			rollback:
				'Revert the commit and set ipFamilyPolicy: SingleStack: the field does not go back by itself when it is left out.',
			pointOfNoReturn: undefined,
			byHand,
		};
	},
};

/** An IPv6 block for each pool of Cilium that has IPv4 blocks only. */
function poolBlocks({ view, target }: PhaseInput): { readonly group: ChangeGroup; readonly resource: Resource }[] {
	const { pool } = target;
	if (pool === undefined) return [];
	return view.input.rendered.resources.flatMap((resource) => {
		const { kind, name, root } = resource;
		const list = nodeAt(root, ['spec', 'blocks']);
		const known = view.input.plan.pools.find((one) => one.product === 'Cilium' && one.name === name);
		if (kind !== 'CiliumLoadBalancerIPPool' || list?.kind !== 'seq' || known === undefined || known.unresolved)
			return [];
		if (known.blocks.some(({ cidrs }) => cidrs.some((one) => familyOf(one) === 'IPv6'))) return [];
		const group: ChangeGroup = {
			title: `Add ${pool.cidr} to the pool ${name}`,
			changes: [{ op: 'append', into: list, value: { cidr: pool.cidr } }],
			otherwise: `- cidr: "${pool.cidr}"`,
		};
		return [{ group, resource }];
	});
}

/** Services that are chosen and not there. */
function strangers({ settings, view }: PhaseInput): string[] {
	if (settings.services === 'all') return [];
	const known = new Set(view.input.plan.services.map(({ namespace, name }) => `${namespace ?? 'default'}/${name}`));
	return settings.services.filter((name) => !known.has(name));
}

function asksForBoth(service: ServiceFact): boolean {
	const policy = givenValue(service.policy);
	return policy === 'PreferDualStack' || policy === 'RequireDualStack';
}

function isChosen(service: ServiceFact, { settings }: PhaseInput): boolean {
	if (service.name === 'kubernetes' && (service.namespace ?? 'default') === 'default') return false;
	if (givenValue(service.type) === 'ExternalName') return false;
	if (givenValue(service.policy) === 'PreferDualStack' && service.families.length < 2) return true;
	if (settings.services === 'all') return true;
	return settings.services.includes(`${service.namespace ?? 'default'}/${service.name}`);
}

function changesFor({ policy, families, spec }: ServiceFact): Change[] {
	const into = mapAt(spec);
	if (into === undefined || policy.state === 'unknown') return [];
	const changes: Change[] = [];
	if (policy.state === 'absent') changes.push({ op: 'add', into, key: 'ipFamilyPolicy', value: 'PreferDualStack' });
	else if (policy.value === 'SingleStack') changes.push({ op: 'set', target: policy.origin, value: 'PreferDualStack' });
	const [only, second] = families;
	if (only === undefined) changes.push({ op: 'add', into, key: 'ipFamilies', value: ['IPv4', 'IPv6'] });
	else if (second === undefined && only.value === 'IPv4') {
		const list = into.entries.get('ipFamilies')?.value;
		if (list?.kind === 'seq') changes.push({ op: 'append', into: list, value: 'IPv6' });
	}
	return changes;
}
