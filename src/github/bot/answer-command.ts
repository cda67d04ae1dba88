import { migrationPhases } from '../../migrate/phase-names.ts';
import { markdownCode } from '../../report/markdown-text.ts';
import type { Rule } from '../../rule.ts';
import { type GitHub, once, type RepositoryName, statusOf } from '../client.ts';
import { type Command, readCommand } from './command.ts';
import { type BotMeans, keepMigration, withWish } from './keep-migration.ts';
import { readMarker } from './marker.ts';
import { type BotState, phaseKey, type Wish } from './state.ts';

/** A comment by its number, and the issue that it stands below. */
export interface CommentPlace extends RepositoryName {
	readonly issue: number;
	readonly comment: number;
}

/** What a command needs besides migrations. */
export interface CommandMeans extends BotMeans {
	/** Commits the safe fixes to a pull request. */
	readonly fix: (pull: number, by: string) => Promise<void>;
}

/** Carries out the command of a comment: once, and only for people who may write here. */
export async function answerCommand(
	github: GitHub,
	place: CommentPlace,
	means: CommandMeans,
	signal?: AbortSignal,
): Promise<void> {
	const { owner, repo } = place;
	const comment = await commentAt(github, place);
	const command = readCommand(comment?.body ?? '');
	const by = comment?.user;
	if (command === undefined || !by || by.type === 'Bot') return;
	if (!(await mayWrite(github, place, by.login))) return;
	await react(github, place, 'eyes');
	const name = { owner, repo };
	switch (command.name) {
		case 'help':
			await answer(github, place, helpText);
			return react(github, place, 'confused');
		case 'explain': {
			const rule = means.rules.find(({ id }) => id === command.rule);
			await answer(
				github,
				place,
				rule === undefined ? `There is no rule ${markdownCode(command.rule)}.` : ruleText(rule),
			);
			return react(github, place, rule === undefined ? 'confused' : '+1');
		}
		case 'fix':
			if ((await phaseOf(github, place, means)) !== undefined) {
				await answer(github, place, 'This branch is kept by dualstack-lint itself: it holds what it should.');
				return react(github, place, 'confused');
			}
			await means.fix(place.issue, by.login);
			return react(github, place, '+1');
		default: {
			const own = await phaseOf(github, place, means);
			const change = (state: BotState) => {
				if (state.handled.includes(place.comment)) return state;
				return { ...changed(state, command, own), handled: [...state.handled, place.comment] };
			};
			await keepMigration(github, name, means, { isStart: command.name === 'plan', change }, signal);
			return react(github, place, '+1');
		}
	}
}

/** What a command makes of the state. */
function changed(state: BotState, command: Command, own: string | undefined): BotState {
	const wish = (one: Wish) => (own === undefined ? state : withWish(state, one, own));
	switch (command.name) {
		case 'pause':
			return { ...state, isPaused: true };
		case 'resume':
			return { ...state, isPaused: false };
		case 'rebase':
		case 'recreate':
		case 'discard':
			return wish(command.name);
		case 'reopen': {
			const phase = migrationPhases.find((one) => one === command.phase);
			// Without a cluster's name it is meant for each that has closed this phase.
			return phase === undefined ? wish('reopen') : withWish(state, 'reopen', `*.${phase}`);
		}
		case 'verified': {
			const keys = command.phases.map((phase) => phaseKey(command.cluster, phase));
			return { ...state, passed: new Set([...state.passed, ...keys]) };
		}
		default:
			return state;
	}
}

/** The phase of the pull request that a comment stands below, where it is ours. */
async function phaseOf(github: GitHub, { owner, repo, issue }: CommentPlace, means: BotMeans) {
	const { data } = await github.rest.issues.get({ owner, repo, issue_number: issue });
	if (data.pull_request === undefined || data.user?.login !== (await means.login())) return undefined;
	const { data: repository } = await github.rest.repos.get({ owner, repo });
	const marker = readMarker(data.body, { key: means.key, repository: repository.node_id });
	return marker === undefined ? undefined : phaseKey(marker.cluster, marker.phase);
}

async function commentAt(github: GitHub, { owner, repo, comment }: CommentPlace) {
	try {
		return (await github.rest.issues.getComment({ owner, repo, comment_id: comment })).data;
	} catch (error) {
		if (statusOf(error) === 404) return undefined;
		throw error;
	}
}

/** Asked of GitHub now: what a webhook says of the author is of the time when it was sent. */
async function mayWrite(github: GitHub, { owner, repo }: RepositoryName, username: string): Promise<boolean> {
	try {
		const { data } = await github.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username });
		return data.permission === 'admin' || data.permission === 'write';
	} catch (error) {
		if (statusOf(error) === 404) return false;
		throw error;
	}
}

async function react(
	github: GitHub,
	{ owner, repo, comment }: CommentPlace,
	content: 'eyes' | '+1' | 'confused',
): Promise<void> {
	await github.rest.reactions.createForIssueComment({ owner, repo, comment_id: comment, content });
}

const answerKey = '<!-- dualstack-lint answer -->';

/** One comment of ours below an issue, whatever is asked. */
async function answer(github: GitHub, { owner, repo, issue }: CommentPlace, text: string): Promise<void> {
	const body = `${answerKey}\n${text}`;
	const asked = { owner, repo, issue_number: issue };
	const comments = await github.paginate(github.rest.issues.listComments, { ...asked, per_page: 100 });
	const own = comments.find((one) => one.user?.type === 'Bot' && one.body?.startsWith(answerKey) === true);
	if (own === undefined) await github.rest.issues.createComment({ ...asked, body, ...once });
	else if (own.body !== body) await github.rest.issues.updateComment({ owner, repo, comment_id: own.id, body });
}

const helpText = [
	'Commands stand at the start of a comment, and count from people with write access:',
	'',
	'- `/dualstack plan`: plan the migration of this repository, or plan it anew',
	'- `/dualstack rebase`, `recreate`: build the branch of this pull request again',
	'- `/dualstack discard`: the same, and throw away what others wrote to it',
	'- `/dualstack reopen <phase>`: open again what was closed',
	'- `/dualstack pause`, `resume`: stop and go on with all pull requests of the migration',
	'- `/dualstack fix`: commit safe fixes to this pull request',
	'- `/dualstack explain <rule>`: what a rule finds, and why',
].join('\n');

function ruleText({ id, title, severity, docs, references }: Rule): string {
	return [`**${severity}[${id}]**: ${title}`, docs.trim(), references.map((url) => `- ${url}`).join('\n')].join('\n\n');
}
