import { addAt } from '../../fix/add-at.ts';
import { placeOf } from '../../fix/place.ts';
import { apiVersionOf, kubeadmRoots, listsFlags } from '../../network/extra-args.ts';
import type { ProcessFact } from '../../network/facts.ts';
import { defaultNodeMask } from '../../network/limits/kubernetes.ts';
import type { RepoPath } from '../../repo/location.ts';
import { itemsAt, nodeAt, stringAt, textOf } from '../../repo/node.ts';
import { decidedAt, type Origin } from '../../repo/origin.ts';
import type { Change } from '../../rule.ts';
import type { PhaseInput } from '../phase.ts';

/** Changes of masks in one file, to be made together with its pod range. */
export interface MaskChanges {
	readonly file: RepoPath;
	readonly changes: readonly Change[];
}

const legacy = 'node-cidr-mask-size';
const flagOf = { IPv4: `${legacy}-ipv4`, IPv6: `${legacy}-ipv6` } as const;

/** The masks of a kubeadm ClusterConfiguration, in the shape of its version. */
export function kubeadmMasks({ view, target }: PhaseInput): MaskChanges[] {
	return kubeadmRoots(view.input.plan).flatMap((root): MaskChanges[] => {
		if (stringAt(root, ['kind']) !== 'ClusterConfiguration') return [];
		const isList = listsFlags(apiVersionOf(root));
		if (isList === undefined) return [];
		const args = nodeAt(root, ['controllerManager', 'extraArgs']);
		const given = new Map<string, { readonly name: Origin; readonly removal: Change }>();
		if (args?.kind === 'map')
			for (const [name, entry] of args.entries) given.set(name, { name: entry.key, removal: { op: 'remove', entry } });
		for (const item of itemsAt(args)) {
			const name = nodeAt(item, ['name']);
			if (name?.kind === 'scalar') given.set(textOf(name), { name: name.origin, removal: { op: 'drop', item } });
		}
		if (given.has(flagOf.IPv6)) return [];
		const old = given.get(legacy);
		if (!needsFlags(target.nodeMasks, old !== undefined)) return [];
		const size = String(target.nodeMasks.IPv6);
		const changes: Change[] = [];
		// Renamed where it stands, with its value and its comment; the other family's follows it.
		const renamed = given.has(flagOf.IPv4) ? undefined : old;
		if (renamed !== undefined) changes.push({ op: 'set', target: renamed.name, value: flagOf.IPv4 });
		else if (old !== undefined) changes.push(old.removal);
		const wanted: [string, string][] = [
			...(given.has(flagOf.IPv4) || renamed !== undefined
				? []
				: ([[flagOf.IPv4, String(target.nodeMasks.IPv4)]] satisfies [string, string][])),
			[flagOf.IPv6, size],
		];
		const items = wanted.map(([name, value]) => ({ name, value }));
		if (args?.kind === 'seq' && isList)
			changes.push(...items.map((value): Change => ({ op: 'append', into: args, value })));
		else if (args?.kind === 'map' && !isList)
			changes.push(
				...wanted.map(
					([key, value]): Change => ({
						op: 'add',
						into: args,
						key,
						value,
						...(renamed === undefined ? {} : { after: legacy }),
					}),
				),
			);
		else {
			const value = isList ? items : Object.fromEntries(wanted);
			const change = addAt(root, ['controllerManager', 'extraArgs'], value);
			if (change === undefined) return [];
			changes.push(change);
		}
		return [{ file: decidedAt(root.origin).file, changes }];
	});
}

/** The masks on the command line of a controller manager. */
export function processMasks({ view, target, files }: PhaseInput): MaskChanges[] {
	return view.input.plan.processes.flatMap((process): MaskChanges[] => {
		if (process.process !== 'kube-controller-manager' || !process.complete) return [];
		const given = new Map(process.flags.all.map((flag) => [flag.name, flag]));
		const old = given.get(legacy);
		if (given.has(flagOf.IPv6) || !needsFlags(target.nodeMasks, old !== undefined)) return [];
		const size = old?.value.kind === 'scalar' ? textOf(old.value) : String(target.nodeMasks.IPv4);
		const { file } = decidedAt(process.at);
		const ipv6 = `--${flagOf.IPv6}=${target.nodeMasks.IPv6}`;
		if (old !== undefined) {
			// Renamed where it stands; the other family's follows it.
			return [
				{
					file,
					changes: [
						{ op: 'set', target: old.nameOrigin, value: `--${flagOf.IPv4}` },
						...lines(process, old.name, [ipv6], files),
					],
				},
			];
		}
		const ipv4 = given.has(flagOf.IPv4) ? [] : [`--${flagOf.IPv4}=${size}`];
		return [{ file, changes: lines(process, flagOf.IPv4, [...ipv4, ipv6], files) }];
	});
}

/** The defaults serve where nobody gave another mask, and where they leave room. */
function needsFlags(masks: PhaseInput['target']['nodeMasks'], hasLegacy: boolean): boolean {
	return hasLegacy || masks.IPv6 !== defaultNodeMask.IPv6;
}

/** Flags on lines of their own, behind the one before which they would stand in kubeadm's order. */
function lines(process: ProcessFact, name: string, flags: readonly string[], files: PhaseInput['files']): Change[] {
	const before = process.flags.all.findLast((one) => one.name <= name);
	const place = before && placeOf(before.nameOrigin, 'collection');
	const read = place?.ok ? files.read(place.value.at.file) : undefined;
	if (before !== undefined && place?.ok && read?.ok) {
		const { start } = place.value.at.range;
		const lineStart = read.value.lastIndexOf('\n', start - 1) + 1;
		const head = read.value.slice(lineStart, start);
		if (/^\s*- $/.test(head))
			return [
				{
					op: 'insert-line',
					beside: before.nameOrigin,
					where: 'after',
					text: flags.map((one) => `- ${one}`).join('\n'),
				},
			];
	}
	return flags.map((value) => ({
		op: 'append',
		into: { kind: 'seq', items: [], origin: process.flags.origin },
		value,
	}));
}
