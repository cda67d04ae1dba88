import { closePull, mergePull, openPull, reopenPull, tellPull } from '../actions.ts';
import { pullFiles, pullView, reviewCommentView, userView } from '../views.ts';
import { type Pull, Refused, type Repository, type Review } from '../world.ts';
import { type Asked, created, found, nothing, numberGiven, objects, ok, type Routes, text, texts } from './route.ts';

/** Pull requests, reviews and comments on lines. */
export const pullRoutes: Routes = {
	'pulls/list'(asked) {
		const repository = asked.repository();
		const state = asked.given.get('state') ?? 'open';
		const head = asked.given.get('head');
		const base = asked.given.get('base');
		const all = [...repository.pulls.values()].filter(
			(one) =>
				(state === 'all' || one.issue.state === state) &&
				(head === undefined || `${one.head.repository.owner}:${one.head.ref}` === head) &&
				(base === undefined || one.baseRef === base),
		);
		return ok(all.toReversed().map((one) => pullView(asked.world, repository, one, false)));
	},
	'pulls/create'(asked) {
		const { world, body, login } = asked;
		const repository = asked.repository();
		const pull = openPull(world, repository, {
			head: (text(body, 'head') ?? '').replace(`${repository.owner}:`, ''),
			base: text(body, 'base') ?? '',
			title: text(body, 'title') ?? '',
			body: text(body, 'body') ?? '',
			draft: body['draft'] === true,
			by: login,
		});
		return created(pullView(world, repository, pull));
	},
	'pulls/get': (asked) => ok(pullView(asked.world, asked.repository(), pullOf(asked))),
	'pulls/update'(asked) {
		const { world, body, login } = asked;
		const repository = asked.repository();
		const pull = pullOf(asked);
		const changes = { body: { from: pull.issue.body } };
		pull.issue.title = text(body, 'title') ?? pull.issue.title;
		pull.issue.body = text(body, 'body') ?? pull.issue.body;
		pull.baseRef = text(body, 'base') ?? pull.baseRef;
		if (body['state'] === 'closed') closePull(world, repository, pull, login);
		else if (body['state'] === 'open') reopenPull(world, repository, pull, login);
		else tellPull(world, repository, pull, 'edited', login, { changes });
		return ok(pullView(world, repository, pull));
	},
	'pulls/list-files': (asked) => ok(pullFiles(asked.world, asked.repository(), pullOf(asked))),
	'pulls/list-commits'(asked) {
		const { git } = asked.world;
		const pull = pullOf(asked);
		const before = git.ancestors(baseOf(asked.repository(), pull));
		const shas = [...git.ancestors(pull.head.sha)].filter((sha) => !before.has(sha)).reverse();
		const views = shas.map((sha) => {
			const { message, author, committer } = found(git.commits.get(sha));
			const commit = { message, author: { ...author }, committer: { ...committer } };
			return { sha, commit, author: userView(author.name), committer: userView(committer.name), parents: [] };
		});
		return ok(views);
	},
	'pulls/merge'(asked) {
		const pull = pullOf(asked);
		const expected = text(asked.body, 'sha');
		if (expected !== undefined && expected !== pull.head.sha) throw new Refused(409, 'Head branch was modified');
		const sha = mergePull(asked.world, asked.repository(), pull, asked.login);
		return ok({ sha, merged: true, message: 'merged' });
	},
	'pulls/list-reviews': (asked) => ok(pullOf(asked).reviews.map(reviewView)),
	'pulls/create-review'(asked) {
		const { world, body, login } = asked;
		const pull = pullOf(asked);
		const commit = text(body, 'commit_id') ?? pull.head.sha;
		const event = text(body, 'event') ?? 'PENDING';
		const review: Review = { id: world.nextId(), user: login, body: text(body, 'body') ?? '', event, commit };
		pull.reviews.push(review);
		for (const one of objects(body, 'comments')) {
			const startLine = typeof one['start_line'] === 'number' ? one['start_line'] : undefined;
			pull.reviewComments.push({
				id: world.nextId(),
				user: login,
				path: text(one, 'path') ?? '',
				body: text(one, 'body') ?? '',
				line: Number(one['line']),
				startLine,
				commit,
				review: review.id,
				isResolved: false,
			});
		}
		return ok(reviewView(review));
	},
	'pulls/list-review-comments'(asked) {
		const pull = pullOf(asked);
		return ok(pull.reviewComments.map((one) => reviewCommentView(asked.repository(), pull, one)));
	},
	'pulls/update-review-comment'(asked) {
		const { pull, comment } = commentOf(asked);
		comment.body = text(asked.body, 'body') ?? '';
		return ok(reviewCommentView(asked.repository(), pull, comment));
	},
	'pulls/delete-review-comment'(asked) {
		const { pull, comment } = commentOf(asked);
		pull.reviewComments.splice(pull.reviewComments.indexOf(comment), 1);
		return nothing;
	},
	'pulls/request-reviewers'(asked) {
		const pull = pullOf(asked);
		const logins = texts(asked.body, 'reviewers');
		const { people } = asked.repository();
		if (logins.some((login) => !people.has(login) || login === pull.issue.user))
			throw new Refused(422, 'Reviews may only be requested from collaborators, and not from the author.');
		for (const login of logins) pull.reviewers.add(login);
		return created(pullView(asked.world, asked.repository(), pull, false));
	},
};

function pullOf(asked: Asked): Pull {
	return found(asked.repository().pulls.get(numberGiven(asked, 'pull_number')));
}

function baseOf(repository: Repository, pull: Pull): string {
	return repository.refs.get(`refs/heads/${pull.baseRef}`) ?? '';
}

function commentOf(asked: Asked) {
	const id = numberGiven(asked, 'comment_id');
	const all = [...asked.repository().pulls.values()].flatMap((pull) =>
		pull.reviewComments.map((comment) => ({ pull, comment })),
	);
	return found(all.find(({ comment }) => comment.id === id));
}

const states = new Map([
	['APPROVE', 'APPROVED'],
	['REQUEST_CHANGES', 'CHANGES_REQUESTED'],
	['COMMENT', 'COMMENTED'],
]);

function reviewView({ id, user, body, event, commit }: Review) {
	return { id, node_id: `PRR_${id}`, user: userView(user), body, state: states.get(event) ?? event, commit_id: commit };
}
