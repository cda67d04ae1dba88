import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedTree } from '../../../src/github/bot/planned.ts';
import { filesFromDisk } from '../../../src/repo/disk.ts';
import { type Stage, type StageOptions, startStage } from '../app-fixture.ts';
import { type Changes, mergePull } from '../simulator/actions.ts';
import type { Pull } from '../simulator/world.ts';
import { type Operator, operatorOf, small } from './operator.ts';

export { small } from './operator.ts';

const folder = join(import.meta.dirname, '../../../examples/dungeon');

/** The example repository. */
export const dungeon: Changes = Object.fromEntries(
	filesFromDisk(folder).paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
);

/** Plans follow from the files alone, so that tests of one file share them. */
const plans = new Map<string, PlannedTree>();

/** The App, a repository, and an operator who acts on it as people do. */
export type BotStage = Stage & Operator;

export interface BotStageOptions extends StageOptions {
	/** All happens within the same hour; otherwise hours pass whenever all is done. */
	readonly isHasty?: boolean;
}

export async function startBot(contents: Changes, options: BotStageOptions = {}): Promise<BotStage> {
	const stage = await startStage(contents, { plans, concurrency: 1, patience: [1, 1, 1], ...options });
	const operator = operatorOf(stage);
	return Object.assign(Object.create(stage) as Stage, operator, {
		async settle() {
			await stage.settle();
			if (options.isHasty !== true) operator.passHours();
		},
	});
}

/** A repository whose onboarding is merged, so that the first phase is open. */
export async function started(
	contents: Changes = small,
	options: BotStageOptions = {},
): Promise<BotStage & { readonly pull: () => Pull }> {
	const bot = await startBot(contents, options);
	bot.comment(bot.issue(), '/dualstack plan');
	await bot.settle();
	const [onboarding] = bot.open();
	if (onboarding === undefined) throw new Error('no onboarding');
	mergePull(bot.world, bot.repository, onboarding);
	await bot.settle();
	const pull = () => {
		const one = bot.pulls().at(-1);
		if (one === undefined) throw new Error('no pull request');
		return one;
	};
	return Object.assign(Object.create(bot) as BotStage, { pull });
}

/** A change of the default branch that the first phase has to follow. */
export const changed = { 'bootstrap/kubeadm.yaml': `# changed\n${small['bootstrap/kubeadm.yaml']}` };

/** So many clusters of one file each, all of them asked for in the configuration. */
export function several(names: readonly string[]): Changes {
	const text = small['bootstrap/kubeadm.yaml'] ?? '';
	const keys = names.map(
		(name, i) =>
			`  ${JSON.stringify(name)}:\n    files: [c${i}/**]\n    migration:\n      enabled: true\n      seed: '${String(i).padStart(10, '0')}'\n`,
	);
	return {
		'.dualstack-lint.yaml': `version: 1\nclusters:\n${keys.join('')}`,
		...Object.fromEntries(names.map((_, i) => [`c${i}/kubeadm.yaml`, text])),
	};
}
