import { type Changes, newIssue } from '../simulator/actions.ts';
import { commentView, issueView } from '../simulator/views.ts';
import type { Comment, Happening, Issue, Pull, Repository, World } from '../simulator/world.ts';

/** A cluster of one file: planned in no time. */
export const small: Changes = {
	'bootstrap/kubeadm.yaml':
		'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.34.1\nnetworking:\n  podSubnet: 10.42.0.0/16\n  serviceSubnet: 10.96.0.0/12\n',
};

/** Where somebody acts: with or without a server between. */
export interface Place {
	readonly world: World;
	readonly repository: Repository;
	/** Tells of an event that only a person or GitHub makes. */
	readonly tell: (event: string, payload: Happening['payload']) => void;
}

/** Somebody who acts on a repository as people do, and sees what the bot does there. */
export interface Operator {
	readonly pulls: () => readonly Pull[];
	readonly open: () => readonly Pull[];
	readonly dashboards: () => readonly Issue[];
	readonly dashboard: () => Issue;
	/** Ticks or unticks the boxes whose line holds the text. */
	readonly tick: (text: string, isTicked?: boolean) => void;
	/** Writes another text into the dashboard. */
	readonly rewrite: (body: string) => void;
	readonly comment: (issue: Issue, body: string, by?: string) => Comment;
	/** An issue of somebody's own. */
	readonly issue: () => Issue;
	/** Makes all that was opened so far hours old. */
	readonly passHours: () => void;
	/** Calls that change something. */
	readonly writes: () => number;
	/** Times that a branch was made or moved by us. */
	readonly pushes: () => number;
}

export function operatorOf({ world, repository, tell }: Place): Operator {
	const pulls = () => [...repository.pulls.values()];
	const dashboards = () =>
		[...repository.issues.values()].filter(({ body }) => body.includes('<!-- dualstack-lint dashboard '));
	const dashboard = () => {
		const [one] = dashboards();
		if (one === undefined) throw new Error('no dashboard');
		return one;
	};
	const rewrite = (body: string) => {
		const issue = dashboard();
		issue.body = body;
		const payload = { action: 'edited', issue: issueView(issue, false), sender: { login: 'octo', type: 'User' } };
		tell('issues', payload);
	};
	let question: Issue | undefined;
	return {
		pulls,
		open: () => pulls().filter(({ issue }) => issue.state === 'open'),
		dashboards,
		dashboard,
		rewrite,
		tick(text, isTicked = true) {
			const sign = isTicked ? 'x' : ' ';
			const lines = dashboard().body.split(/\r?\n/);
			if (!lines.some((line) => line.startsWith('- [') && line.includes(text))) throw new Error(`no box ${text}`);
			rewrite(lines.map((line) => (line.includes(text) ? line.replace(/^- \[.\]/, `- [${sign}]`) : line)).join('\r\n'));
		},
		comment(issue, body, by = 'octo') {
			const comment: Comment = { id: world.nextId(), user: by, body, reactions: [] };
			issue.comments.push(comment);
			const isPull = repository.pulls.has(issue.number);
			const told = { issue: issueView(issue, isPull), comment: commentView(comment) };
			tell('issue_comment', { action: 'created', ...told, sender: { login: by, type: 'User' } });
			return comment;
		},
		issue() {
			question ??= newIssue(world, repository, 'a question', '', 'octo');
			return question;
		},
		passHours() {
			for (const issue of repository.issues.values()) issue.created = new Date(Date.now() - 7_200_000).toISOString();
		},
		writes: () => world.calls.filter(({ method, operation, body }) => isWrite(method, operation, body)).length,
		pushes: () =>
			world.calls.filter(
				({ operation, status, body }) =>
					(operation === 'git/create-ref' && status === 201) ||
					(operation === 'graphql' && JSON.stringify(body).includes('UpdateRefsInput')),
			).length,
	};
}

function isWrite(method: string, operation: string, body: unknown): boolean {
	if (operation === 'graphql') return JSON.stringify(body).includes('mutation');
	return method !== 'GET' && operation !== 'apps/create-installation-access-token' && !operation.startsWith('checks/');
}
