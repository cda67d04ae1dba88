import { createHmac } from 'node:crypto';
import type { Checker } from '../check-head.ts';
import { applyFixes } from '../fix-pull.ts';
import type { JobHandler } from '../handlers.ts';
import type { Job } from '../job.ts';
import { findTarget } from '../subject.ts';
import { answerCommand } from './answer-command.ts';
import { type BotMeans, keepMigration } from './keep-migration.ts';
import { recentPlans } from './planned.ts';

/** What the bot needs of the App. */
export interface BotOptions extends Checker {
	readonly secret: string;
	/** Who we are on GitHub. */
	readonly login: () => Promise<string>;
}

/** Plans that are kept; each holds the texts of a repository. */
const mostPlans = 4;

/** The handlers of jobs that write pull requests, issues and comments. */
export function botHandlers(options: BotOptions): Readonly<Record<'migrate' | 'command', JobHandler>> {
	const { rules, today, secret, login } = options;
	const key = createHmac('sha256', secret).update('markers of dualstack-lint').digest('hex');
	const plans = options.plans ?? recentPlans(mostPlans);
	const means: BotMeans = { rules, today, now: Date.now, login, key, plans };
	return {
		migrate: {
			work: async (github, job, signal) => void (await keepMigration(github, nameOf(job), means, {}, signal)),
		},
		command: {
			async work(github, job, signal) {
				const [, issue = '', comment = ''] = /^comment\/(\d+)\/(\d+)$/.exec(job.subject) ?? [];
				const fix = async (pull: number, by: string) => {
					const target = await findTarget(github, { ...job, subject: `pull/${pull}` });
					if (target !== undefined) await applyFixes(github, target, by, options, signal);
				};
				const place = { ...nameOf(job), issue: Number(issue), comment: Number(comment) };
				await answerCommand(github, place, { ...means, fix }, signal);
			},
		},
	};
}

const nameOf = ({ owner, repo }: Job) => ({ owner, repo });
