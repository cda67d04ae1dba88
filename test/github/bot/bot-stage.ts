import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedTree } from '../../../src/github/bot/planned.ts';
import { filesFromDisk } from '../../../src/repo/disk.ts';
import { type Stage, type StageOptions, startStage } from '../app-fixture.ts';
import { type Changes, mergePull } from '../simulator/actions.ts';
import { commentView, issueView } from '../simulator/views.ts';
import type { Comment, Issue, Pull } from '../simulator/world.ts';

const folder = join(import.meta.dirname, '../../../examples/dungeon');

/** The example repository. */
export const dungeon: Changes = Object.fromEntries(
	filesFromDisk(folder).paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
);

/** A cluster of one file: planned in no time. */
export const small: Changes = {
	'bootstrap/kubeadm.yaml':
		'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.34.1\nnetworking:\n  podSubnet: 10.42.0.0/16\n  serviceSubnet: 10.96.0.0/12\n',
};

/** Plans follow from the files alone, so that tests of one file share them. */
const plans = new Map<string, PlannedTree>();

/** The App, a repository, and an operator who acts on it as people do. */
export interface BotStage extends Stage {
	/** Makes all that was opened so far hours old. */
	readonly passHours: () => void;
	readonly pulls: () => readonly Pull[];
	readonly open: () => readonly Pull[];
	readonly dashboards: () => readonly Issue[];
	readonly dashboard: () => Issue;
	/** Ticks or unticks the boxes whose line holds the text. */
	readonly tick: (text: string, isTicked?: boolean) => void;
	readonly comment: (issue: Issue, body: string, by?: string) => Comment;
	readonly issue: () => Issue;
	/** Calls that change something. */
	readonly writes: () => number;
	/** Times that a branch was made or moved by us. */
	readonly pushes: () => number;
}

export interface BotStageOptions extends StageOptions {
	/** All happens within the same hour; otherwise hours pass whenever all is done. */
	readonly isHasty?: boolean;
}

export async function startBot(contents: Changes, options: BotStageOptions = {}): Promise<BotStage> {
	const stage = await startStage(contents, { plans, concurrency: 1, patience: [1, 1, 1], ...options });
	const { world, repository } = stage;
	const pulls = () => [...repository.pulls.values()];
	const dashboards = () =>
		[...repository.issues.values()].filter(({ body }) => body.includes('<!-- dualstack-lint dashboard '));
	const dashboard = () => {
		const [one] = dashboards();
		if (one === undefined) throw new Error('no dashboard');
		return one;
	};
	const passHours = () => {
		for (const issue of repository.issues.values()) issue.created = new Date(Date.now() - 7_200_000).toISOString();
	};
	let question: Issue | undefined;
	return Object.assign(Object.create(stage) as Stage, {
		async settle() {
			await stage.settle();
			if (options.isHasty !== true) passHours();
		},
		passHours,
		pulls,
		open: () => pulls().filter(({ issue }) => issue.state === 'open'),
		dashboards,
		dashboard,
		tick(text: string, isTicked = true) {
			const issue = dashboard();
			const sign = isTicked ? 'x' : ' ';
			const lines = issue.body.split('\n');
			if (!lines.some((line) => line.startsWith('- [') && line.includes(text))) throw new Error(`no box ${text}`);
			issue.body = lines
				.map((line) => (line.includes(text) ? line.replace(/^- \[.\]/, `- [${sign}]`) : line))
				.join('\r\n');
			const payload = { action: 'edited', issue: issueView(issue, false), sender: { login: 'octo', type: 'User' } };
			stage.tell('issues', payload);
		},
		comment(issue: Issue, body: string, by = 'octo') {
			const comment: Comment = { id: world.nextId(), user: by, body, reactions: [] };
			issue.comments.push(comment);
			const isPull = repository.pulls.has(issue.number);
			const told = { issue: issueView(issue, isPull), comment: commentView(comment) };
			stage.tell('issue_comment', { action: 'created', ...told, sender: { login: by, type: 'User' } });
			return comment;
		},
		issue() {
			if (question !== undefined) return question;
			const number = repository.issues.size + 1;
			const none = { labels: new Set<string>(), assignees: new Set<string>(), comments: [], reactions: [] };
			const created = new Date().toISOString();
			question = {
				number,
				id: world.nextId(),
				user: 'octo',
				title: 'a question',
				body: '',
				state: 'open',
				created,
				...none,
			};
			repository.issues.set(number, question);
			return question;
		},
		writes: () => world.calls.filter(({ method, operation, body }) => isWrite(method, operation, body)).length,
		pushes: () =>
			world.calls.filter(
				({ operation, status, body }) =>
					(operation === 'git/create-ref' && status === 201) ||
					(operation === 'graphql' && JSON.stringify(body).includes('UpdateRefsInput')),
			).length,
	});
}

function isWrite(method: string, operation: string, body: unknown): boolean {
	if (operation === 'graphql') return JSON.stringify(body).includes('mutation');
	return method !== 'GET' && operation !== 'apps/create-installation-access-token' && !operation.startsWith('checks/');
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
