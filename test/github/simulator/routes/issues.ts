import { closePull, newIssue, reopenPull } from '../actions.ts';
import { commentView, issueView, userView } from '../views.ts';
import type { Comment, Issue } from '../world.ts';
import { type Asked, created, found, nothing, numberGiven, ok, type Routes, text, texts } from './route.ts';

/** Issues (every pull request is one), their comments and reactions. */
export const issueRoutes: Routes = {
	'issues/list-for-repo'(asked) {
		const state = asked.given.get('state') ?? 'open';
		const creator = asked.given.get('creator');
		const labels = (asked.given.get('labels') ?? '').split(',').filter((one) => one !== '');
		const all = [...asked.repository().issues.values()].filter(
			(one) =>
				(state === 'all' || one.state === state) &&
				(creator === undefined || one.user === creator) &&
				labels.every((label) => one.labels.has(label)),
		);
		return ok(all.toReversed().map((one) => view(asked, one)));
	},
	'issues/create'(asked) {
		const { world, body, login } = asked;
		const title = text(body, 'title') ?? '';
		const issue = newIssue(world, asked.repository(), title, text(body, 'body') ?? '', login);
		for (const label of texts(body, 'labels')) issue.labels.add(label);
		for (const one of texts(body, 'assignees')) issue.assignees.add(one);
		tellIssue(asked, issue, 'opened');
		return created(view(asked, issue));
	},
	'issues/get': (asked) => ok(view(asked, issueOf(asked))),
	'issues/update'(asked) {
		const { world, body, login } = asked;
		const issue = issueOf(asked);
		const pull = asked.repository().pulls.get(issue.number);
		issue.title = text(body, 'title') ?? issue.title;
		issue.body = text(body, 'body') ?? issue.body;
		if (pull !== undefined && body['state'] === 'closed') closePull(world, asked.repository(), pull, login);
		else if (pull !== undefined && body['state'] === 'open') reopenPull(world, asked.repository(), pull, login);
		else if (body['state'] === 'closed' || body['state'] === 'open') issue.state = body['state'];
		if (Array.isArray(body['labels'])) {
			issue.labels.clear();
			for (const label of texts(body, 'labels')) issue.labels.add(label);
		}
		if (pull === undefined) tellIssue(asked, issue, 'edited');
		return ok(view(asked, issue));
	},
	'issues/list-comments': (asked) => ok(issueOf(asked).comments.map(commentView)),
	'issues/create-comment'(asked) {
		const { world, body, login } = asked;
		const issue = issueOf(asked);
		const comment: Comment = { id: world.nextId(), user: login, body: text(body, 'body') ?? '', reactions: [] };
		issue.comments.push(comment);
		tellComment(asked, issue, comment, 'created');
		return created(commentView(comment));
	},
	'issues/get-comment': (asked) => ok(commentView(commentOf(asked).comment)),
	'issues/update-comment'(asked) {
		const { issue, comment } = commentOf(asked);
		comment.body = text(asked.body, 'body') ?? '';
		tellComment(asked, issue, comment, 'edited');
		return ok(commentView(comment));
	},
	'issues/delete-comment'(asked) {
		const { issue, comment } = commentOf(asked);
		issue.comments.splice(issue.comments.indexOf(comment), 1);
		return nothing;
	},
	'issues/add-labels'(asked) {
		const issue = issueOf(asked);
		for (const label of texts(asked.body, 'labels')) issue.labels.add(label);
		return ok([...issue.labels].map((name) => ({ name })));
	},
	'issues/add-assignees'(asked) {
		const issue = issueOf(asked);
		for (const one of texts(asked.body, 'assignees')) issue.assignees.add(one);
		return created(view(asked, issue));
	},
	'reactions/create-for-issue'(asked) {
		const content = text(asked.body, 'content') ?? '';
		issueOf(asked).reactions.push(content);
		return created({ id: asked.world.nextId(), content, user: userView(asked.login) });
	},
	'reactions/create-for-issue-comment'(asked) {
		const content = text(asked.body, 'content') ?? '';
		const { reactions } = commentOf(asked).comment;
		// The same reaction of the same person is there once.
		if (!reactions.includes(content)) reactions.push(content);
		return created({ id: asked.world.nextId(), content, user: userView(asked.login) });
	},
};

function view(asked: Asked, issue: Issue) {
	const pull = asked.repository().pulls.get(issue.number);
	return issueView(issue, pull !== undefined, pull?.mergedAs !== undefined);
}

function issueOf(asked: Asked): Issue {
	return found(asked.repository().issues.get(numberGiven(asked, 'issue_number')));
}

function commentOf(asked: Asked): { readonly issue: Issue; readonly comment: Comment } {
	const id = numberGiven(asked, 'comment_id');
	const all = [...asked.repository().issues.values()].flatMap((issue) =>
		issue.comments.map((comment) => ({ issue, comment })),
	);
	return found(all.find(({ comment }) => comment.id === id));
}

function tellIssue(asked: Asked, issue: Issue, action: string): void {
	const payload = { action, issue: view(asked, issue), sender: { login: asked.login } };
	asked.world.happenings.push({ event: 'issues', repository: asked.repository(), payload });
}

function tellComment(asked: Asked, issue: Issue, comment: Comment, action: string): void {
	const payload = { action, issue: view(asked, issue), comment: commentView(comment), sender: { login: asked.login } };
	asked.world.happenings.push({ event: 'issue_comment', repository: asked.repository(), payload });
}
