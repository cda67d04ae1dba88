import { addAt } from '../../fix/add-at.ts';
import { familyOf } from '../../network/cidr.ts';
import type { CiliumFact } from '../../network/facts.ts';
import { familyValues } from '../../network/limits/cilium.ts';
import { readsNodeBlocks } from '../../network/node-block-readers.ts';
import { readPrefix } from '../../network/prefixes.ts';
import { type MapNode, mapAt, nodeAt, textOf } from '../../repo/node.ts';
import type { Change, Writable } from '../../rule.ts';
import { patchOfRelease, releasePatch } from '../overlay-patch.ts';
import { type ChangeGroup, idle, type Phase, type PhaseInput } from '../phase.ts';
import { ciliumFlags } from './cilium-flags.ts';
import { renamedValues } from './cilium-renames.ts';
import { ciliumRunbook } from './cilium-runbook.ts';
import { wantedValues } from './cilium-wanted.ts';
import { ciliumRelease, controlPlaneIsDual, hasControlPlane } from './cluster-state.ts';
import { releaseOf } from './flux-commands.ts';

/** IPv6 in Cilium, in the most specific layer that already sets its values. */
export const cilium: Phase = {
	name: 'cilium',
	title: 'Switch IPv6 on in Cilium',

	plan(input) {
		const { plan } = input.view.input;
		if (plan.cilium.length === 0) return idle({ kind: 'skipped', reason: 'the repository installs no Cilium' });
		const release = ciliumRelease(plan);
		const releases = plan.cilium.filter(({ source }) => source === 'HelmRelease').length;
		if (releases > 1) return idle({ kind: 'blocked', reason: 'two releases install Cilium in this cluster' });
		const unread = release?.unresolved[0];
		if (unread !== undefined)
			return idle({ kind: 'to-do' }, [
				{
					what: `Some values of Cilium cannot be read (${unread.what}); write these where they are`,
					text: valuesText(input, release),
				},
			]);
		const groups = [
			...(release === undefined ? [] : releaseChanges(input, release)),
			...plan.cilium.filter(({ source }) => source === 'bootstrap').flatMap((fact) => ciliumFlags(input, fact)),
		];
		if (groups.length === 0) return idle({ kind: 'done' });
		if (readsNodeBlocks(plan) && hasControlPlane(plan) && !controlPlaneIsDual(plan))
			return idle({
				kind: 'blocked',
				reason:
					'agents would wait without limit for IPv6 blocks that nodes do not have; the phases control-plane and re-registration come first',
			});
		return { ...ciliumRunbook(input), state: { kind: 'to-do' }, changes: groups, newFiles: [], byHand: [] };
	},
};

function releaseChanges(input: PhaseInput, fact: CiliumFact): ChangeGroup[] {
	const root = mapAt(fact.values);
	if (root === undefined) return [];
	const changes = [...wantedValues(input, fact)].flatMap(([path, value]) => valueChange(root, path, value));
	const all = [...renamedValues(fact), ...changes, ...canonical(input, fact)];
	if (all.length === 0) return [];
	const release = releaseOf(input.view, fact);
	const alone = release && patchOfRelease(input.view, release, wantedValues(input, fact), input.files);
	return [{ title: "Add IPv6 to Cilium's values", changes: all, otherwise: valuesText(input, fact), alone }];
}

function valueChange(root: MapNode, path: string, value: Writable): Change[] {
	const steps = path.split('.');
	const there = nodeAt(root, steps);
	if (there?.kind === 'scalar' && there.value !== null && typeof value !== 'object')
		return [{ op: 'set', target: there.origin, value }];
	const change = addAt(root, steps, value);
	return change === undefined ? [] : [change];
}

/** A native routing CIDR that is the pod range but for bits beyond its length. */
function canonical({ target }: PhaseInput, fact: CiliumFact): Change[] {
	const node = nodeAt(fact.values, familyValues.IPv6.nativeRoutingCidr.split('.'));
	if (node?.kind !== 'scalar') return [];
	const text = textOf(node);
	const { cidr } = readPrefix(text, node.origin);
	if (cidr === undefined || familyOf(cidr) !== 'IPv6' || cidr !== target.pod.ipv6 || cidr === text) return [];
	return [{ op: 'set', target: node.origin, value: cidr }];
}

function valuesText({ view, ...input }: PhaseInput, fact: CiliumFact | undefined): string {
	const wanted =
		fact === undefined
			? new Map<string, Writable>([[familyValues.IPv6.enabled, true]])
			: wantedValues({ view, ...input }, fact);
	const release = fact && releaseOf(view, fact);
	if (release !== undefined) return releasePatch(release, wanted).join('\n');
	return [...wanted].map(([path, value]) => `${path}: ${JSON.stringify(value)}`).join('\n');
}
