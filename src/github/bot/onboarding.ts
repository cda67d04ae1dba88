import { applyEdits } from '../../fix/apply.ts';
import { lowerChanges } from '../../fix/lower-changes.ts';
import { initialConfig } from '../../migrate/configuration/initial-config.ts';
import type { MigrationPlan } from '../../migrate/plan-migration.ts';
import { configName, readConfig } from '../../repo/config.ts';
import { fileText, type RepoFiles, withTexts } from '../../repo/files.ts';
import { booleanAt, mapAt } from '../../repo/node.ts';
import { markdownBlock, markdownCode, markdownText } from '../../report/markdown-text.ts';
import type { Change, Rule, Writable } from '../../rule.ts';
import { cutBody } from './cut-body.ts';
import { branchOf, changeOf, type WantedPull } from './wanted.ts';

/** Whether a repository takes part: only what its default branch says counts. */
export type Consent = 'none' | 'given' | 'refused';

/** What the configuration says about migrating at all. */
export function consentOf(files: RepoFiles): Consent {
	const config = readConfig(files);
	if (!config.ok) return 'none';
	const all = config.value.clusters.flatMap(({ root }) => mapAt(root, ['migration']) ?? []);
	if (all.length === 0) return 'none';
	return all.every((one) => booleanAt(one, ['enabled']) === false) ? 'refused' : 'given';
}

/** The name of the pull request that comes before all phases. */
export const onboardingPhase = 'onboarding';

/** The configuration that starts a migration; undefined where the one that is there says all. */
export function onboarding(
	files: RepoFiles,
	rules: readonly Rule[],
	plan: MigrationPlan,
	seed: string,
): WantedPull | undefined {
	if (consentOf(files) === 'given' && !plan.isSeedNew) return undefined;
	const before = files.read(configName);
	const first = before === undefined ? initialConfig(files, rules, { newSeed: () => seed }) : undefined;
	const start = first?.ok
		? withTexts(files, new Map([[configName, first.value]]))
		: before === undefined
			? withTexts(files, new Map([[configName, 'version: 1\n']]))
			: files;
	const text = completed(start, seed);
	if (text === undefined) return undefined;
	const texts = new Map([[configName, text]]);
	return {
		cluster: '',
		phase: onboardingPhase,
		branch: branchOf('', onboardingPhase, false),
		title: 'Plan the way to dual-stack',
		body: cutBody(bodyOf(plan, text)),
		texts,
		change: changeOf(texts),
	};
}

/** Adds to each cluster that it takes part, and the seed of its prefixes. */
function completed(files: RepoFiles, seed: string): string | undefined {
	const config = readConfig(files);
	if (!config.ok) return undefined;
	const document = mapAt(config.value.source?.documents[0]);
	const roots = config.value.clusters.length === 0 ? [document] : config.value.clusters.map(({ root }) => root);
	const changes = roots.flatMap((root): Change[] => {
		if (root === undefined) return [];
		const migration = mapAt(root, ['migration']);
		if (migration === undefined) return [{ op: 'add', into: root, key: 'migration', value: { enabled: true, seed } }];
		const add = (key: string, value: Writable): Change => ({ op: 'add', into: migration, key, value });
		return [
			...(booleanAt(migration, ['enabled']) === undefined ? [add('enabled', true)] : []),
			...(migration.entries.has('seed') ? [] : [add('seed', seed)]),
		];
	});
	const lowered = lowerChanges(changes, files);
	if (!lowered.ok) return undefined;
	const edits = lowered.value.flatMap((one) => one.edits);
	return fileText(applyEdits(files, edits), configName);
}

function bodyOf({ clusters }: MigrationPlan, text: string): string {
	const parts = clusters.map(({ cluster, target, phases, blocked }) => {
		const rows = [
			...(['pod', 'service'] as const).map(
				(role) =>
					`- ${role}: ${markdownText(target[role].ipv4 ?? 'IPv4 not found')}, and ${markdownCode(target[role].ipv6)} (${markdownText(target[role].reasons.join('; '))})`,
			),
			...(target.node === undefined
				? []
				: [`- machines: no IPv6 prefix was found; ${markdownCode(target.node.cidr)} would do`]),
		];
		const path = phases.map(({ name, title, state }) => `1. **${name}**: ${markdownText(title)} (${state.kind})`);
		return [
			`### ${markdownText(cluster)}`,
			rows.join('\n'),
			blocked.length > 0 ? blocked.map((one) => `- ${markdownText(one)}`).join('\n') : path.join('\n'),
		].join('\n\n');
	});
	return [
		'Merging this approves the address plan below. Nothing changes in a cluster by it. To have other prefixes, write them into `target` on this branch before you merge; to have none of this, close it.',
		...parts,
		'Then each phase comes as a pull request of its own, the next one when the one before is merged and a person has said in the dashboard that it is done on the cluster. Each can be taken back by reverting it, up to the point that its text names.',
		'<details><summary>The configuration</summary>',
		markdownBlock(text.trimEnd().split('\n').slice(0, 300), 'yaml'),
		'</details>',
	].join('\n\n');
}
