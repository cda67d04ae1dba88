import { familyOrder } from '../../network/agreement.ts';
import { familyOf } from '../../network/cidr.ts';
import type { Declaration } from '../../network/facts.ts';
import { apiServerGate } from '../../network/feature-gates.ts';
import { kubernetesReleases } from '../../network/kubernetes-version.ts';
import { changeInPlace } from '../../network/limits/in-place.ts';
import { isAtLeast } from '../../network/limits/versions.ts';
import { decidedAt } from '../../repo/origin.ts';
import { appendPrefix } from '../append-family.ts';
import type { ByHand, ChangeGroup, Phase, PhaseInput } from '../phase.ts';
import { idle } from '../phase.ts';
import { certificateNames, namesByHand } from './certificate-names.ts';
import { controlPlaneIsDual, hasControlPlane } from './cluster-state.ts';
import { bothRanges, controlPlaneRunbook } from './control-plane-runbook.ts';
import { kubespraySettings } from './kubespray.ts';
import { kubeadmMasks, processMasks } from './node-masks.ts';

/** Both ranges for every API server and controller manager, and in kubeadm's configuration. */
export const controlPlane: Phase = {
	name: 'control-plane',
	title: 'Give every API server and controller manager both ranges',

	plan(input) {
		const { plan } = input.view.input;
		const stranger = plan.declarations.find((one) => isOfCluster(one) && !inPlace.has(one.component));
		const limit = stranger && changeInPlace(stranger.component);
		if (stranger !== undefined && limit?.way === 'never')
			return idle({
				kind: 'blocked',
				reason: `${stranger.component} ${limit.says} (${limit.reference}); a cluster of both families is made with something else`,
			});
		if (stranger !== undefined && input.settings.strategy === 'in-place' && !controlPlaneIsDual(plan)) {
			const says = limit === undefined ? '' : `: it ${limit.says} (${limit.reference})`;
			return idle({
				kind: 'blocked',
				reason: `${stranger.component} does not change the ranges of a running cluster${says}; plan a new one with --strategy rebuild`,
			});
		}
		if (!hasControlPlane(plan))
			return idle({ kind: 'skipped', reason: 'the repository holds nothing of the control plane' }, [
				{
					what: 'Set both ranges where the control plane is configured',
					text: rangesText(input),
				},
			]);
		const { groups, byHand } = changesOf(input);
		const notes = namesByHand(input);
		if (groups.length === 0 && byHand.length === 0) return idle({ kind: 'done' }, notes);
		const { high } = kubernetesReleases(plan);
		if (
			apiServerGate(plan, 'MultiCIDRServiceAllocator') === true &&
			!isAtLeast(high, '1.33.0') &&
			!controlPlaneIsDual(plan)
		)
			return idle({
				kind: 'blocked',
				reason:
					'before 1.33 the ServiceCIDR object of the gate MultiCIDRServiceAllocator never gains a second range; upgrade to 1.33 first',
			});
		return {
			...controlPlaneRunbook(input),
			state: { kind: 'to-do' },
			changes: groups,
			newFiles: [],
			byHand: [...byHand, ...notes],
		};
	},
};

/** Whose ranges can be changed while the cluster runs. */
const inPlace = new Set([
	'kubeadm',
	'kubeadm init',
	'kube-apiserver',
	'kube-controller-manager',
	'kube-proxy',
	'static pod',
	'configuration',
	'Talos',
	'flannel',
	'talhelper',
	'kubespray',
]);

function isOfControlPlane(one: Declaration): boolean {
	return isOfCluster(one) && (one.standing === 'live' || one.standing === 'bootstrap');
}

/** What the cluster was made with, also where that is a distribution's default. */
function isOfCluster({ role, relation, standing, component }: Declaration): boolean {
	const isNetwork = role === 'pod' || role === 'service';
	return isNetwork && relation === 'is' && standing !== 'target' && component !== 'Cilium' && component !== 'Calico';
}

function changesOf(input: PhaseInput): { readonly groups: ChangeGroup[]; readonly byHand: ByHand[] } {
	const { files, target, view } = input;
	const { plan } = view.input;
	const groups: ChangeGroup[] = [];
	const byHand: ByHand[] = [];
	const stated = plan.declarations.filter(isOfControlPlane);
	const due = stated.filter((one) => one.component !== 'kubespray' && !hasIpv6(one, stated));
	const masks = [...kubeadmMasks(input), ...processMasks(input)];
	for (const declaration of due) {
		const { component, setting, role, node } = declaration;
		const { ipv6 } = role === 'pod' ? target.pod : target.service;
		const changes = appendPrefix(declaration, ipv6, files);
		const where = node === undefined ? '' : ` on ${node}`;
		// A setting for one family has a counterpart for the other one.
		const title = `Add ${ipv6} ${declaration.family === undefined ? 'to' : 'beside'} ${setting} of ${component}${where}`;
		const otherwise =
			declaration.family === undefined ? `${declaration.prefixes.map(({ text }) => text).join(',')},${ipv6}` : ipv6;
		if (changes === undefined) {
			byHand.push({ what: title, at: decidedAt(declaration.at), text: otherwise });
			continue;
		}
		// The mask of a range and the range itself belong together: either alone stops the controller manager.
		const file = decidedAt(declaration.at).file;
		const own = role === 'pod' ? masks.filter((mask) => mask.file === file) : [];
		groups.push({ title, otherwise, changes: [...changes, ...own.flatMap((mask) => mask.changes)] });
	}
	const dueFiles = new Set(due.filter(({ role }) => role === 'pod').map(({ at }) => decidedAt(at).file));
	const dualFiles = new Set(
		plan.declarations
			.filter((one) => one.role === 'pod' && isOfControlPlane(one) && familyOrder(one).includes('IPv6'))
			.map(({ at }) => decidedAt(at).file),
	);
	for (const { file, changes } of masks) {
		if (dueFiles.has(file) || !dualFiles.has(file)) continue;
		const otherwise = `node-cidr-mask-size-ipv4=${target.nodeMasks.IPv4}\nnode-cidr-mask-size-ipv6=${target.nodeMasks.IPv6}`;
		groups.push({ title: `Give the node masks in ${file}`, changes, otherwise });
	}
	groups.push(...kubespraySettings(input), ...certificateNames(input), ...spelling(input));
	return { groups, byHand };
}

/** True where IPv4 is not alone: the declaration, or another setting of the same file, names IPv6. */
function hasIpv6(one: Declaration, stated: readonly Declaration[]): boolean {
	const families = (each: Declaration) => each.prefixes.map(({ cidr }) => cidr && familyOf(cidr));
	if (!families(one).includes('IPv4')) return true;
	const { file } = decidedAt(one.at);
	return stated.some(
		(other) =>
			other.role === one.role &&
			other.component === one.component &&
			other.node === one.node &&
			(other === one || one.family !== undefined) &&
			decidedAt(other.at).file === file &&
			families(other).includes('IPv6'),
	);
}

/** Prefixes of the configuration with bits beyond their length, as the networks that everybody takes them for. */
function spelling({ target }: PhaseInput): ChangeGroup[] {
	return target.loose.flatMap(({ cidr, text, origin }): ChangeGroup[] =>
		cidr === undefined
			? []
			: [
					{
						title: `Write ${cidr} for ${text} in the configuration`,
						changes: [{ op: 'set', target: origin, value: cidr }],
						otherwise: cidr,
					},
				],
	);
}

function rangesText({ target }: PhaseInput): string {
	const pods = bothRanges(target.pod);
	const services = bothRanges(target.service);
	return [
		`kube-apiserver: --service-cluster-ip-range=${services}`,
		`kube-controller-manager: --cluster-cidr=${pods} --service-cluster-ip-range=${services} --node-cidr-mask-size-ipv4=${target.nodeMasks.IPv4} --node-cidr-mask-size-ipv6=${target.nodeMasks.IPv6}`,
	].join('\n');
}
