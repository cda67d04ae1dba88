import { testMerge } from './actions.ts';
import type { JsonObject } from './json.ts';
import { changesBetween } from './merge-files.ts';
import type { CheckRun, Comment, Issue, Pull, Repository, ReviewComment, World } from './world.ts';

/** GitHub's words for a person or a bot. */
export function userView(login: string): JsonObject {
	return {
		login,
		type: login.endsWith('[bot]') ? 'Bot' : 'User',
		id: idOf(login),
		html_url: `https://github.test/${encodeURIComponent(login)}`,
	};
}

function idOf(login: string): number {
	return [...login].reduce((sum, one) => (sum * 31 + (one.codePointAt(0) ?? 0)) % 1_000_003, 7);
}

export function repositoryView(repository: Repository): JsonObject {
	const { id, owner, name } = repository;
	return {
		id,
		node_id: `R_${id}`,
		name,
		full_name: `${owner}/${name}`,
		private: false,
		owner: userView(owner),
		html_url: `https://github.test/${owner}/${name}`,
		fork: repository.fork,
		archived: repository.isArchived,
		default_branch: repository.defaultBranch,
		url: `https://github.test/api/repos/${owner}/${name}`,
		is_template: false,
		web_commit_signoff_required: false,
		allow_forking: true,
		topics: [],
		custom_properties: {},
		visibility: 'public',
	};
}

export function issueView(issue: Issue, isPull: boolean, isMerged = false): JsonObject {
	return {
		id: issue.id,
		node_id: `I_${issue.id}`,
		number: issue.number,
		title: issue.title,
		body: issue.body,
		state: issue.state,
		user: userView(issue.user),
		labels: [...issue.labels].map(labelView),
		assignees: [...issue.assignees].map(userView),
		assignee: null,
		comments: issue.comments.length,
		created_at: issue.created,
		updated_at: issue.updated ?? new Date().toISOString(),
		...(isPull && {
			pull_request: {
				url: 'https://github.test/',
				html_url: 'https://github.test/',
				diff_url: 'https://github.test/',
				patch_url: 'https://github.test/',
				merged_at: isMerged ? '2026-06-01T08:00:00Z' : null,
			},
		}),
	};
}

export function commentView(comment: Comment): JsonObject {
	return { id: comment.id, node_id: `IC_${comment.id}`, body: comment.body, user: userView(comment.user) };
}

export function pullView(world: World, repository: Repository, pull: Pull, isWhole = true): JsonObject {
	const { head, issue } = pull;
	const base = repository.refs.get(`refs/heads/${pull.baseRef}`) ?? '';
	const isOpen = issue.state === 'open';
	const isKnown = isOpen && (!isWhole || pull.undecided === 0);
	const merge = isKnown ? testMerge(world, repository, pull) : undefined;
	if (isWhole && pull.undecided > 0) pull.undecided--;
	return {
		...issueView(issue, false),
		node_id: `PR_${issue.id}`,
		draft: pull.isDraft,
		merged: pull.mergedAs !== undefined,
		merged_at: pull.mergedAs === undefined ? null : '2026-06-01T08:00:00Z',
		merge_commit_sha: pull.mergedAs ?? merge?.sha ?? null,
		mergeable: isKnown ? merge !== undefined : null,
		mergeable_state: isKnown ? (merge === undefined ? 'dirty' : 'clean') : 'unknown',
		requested_reviewers: [...pull.reviewers].map(userView),
		head: {
			ref: head.ref,
			sha: head.sha,
			label: `${head.repository.owner}:${head.ref}`,
			user: userView(head.repository.owner),
			repo: world.repositories.has(head.repository.id) ? repositoryView(head.repository) : null,
		},
		base: {
			ref: pull.baseRef,
			sha: base,
			label: `${repository.owner}:${pull.baseRef}`,
			user: userView(repository.owner),
			repo: repositoryView(repository),
		},
	};
}

/** A pull request as webhooks tell of it. */
export function toldPull(world: World, repository: Repository, pull: Pull): JsonObject {
	const whole = pullView(world, repository, pull, false);
	const keys = ['number', 'title', 'body', 'state', 'draft', 'merged', 'merge_commit_sha', 'head', 'base', 'user'];
	return { auto_merge: null, ...Object.fromEntries(keys.map((key) => [key, whole[key]])) };
}

/** What a pull request changes, with patches of whole files as hunks. */
export function pullFiles(world: World, repository: Repository, pull: Pull): JsonObject[] {
	const base = repository.refs.get(`refs/heads/${pull.baseRef}`) ?? '';
	return fileViews(world, world.git.mergeBase(base, pull.head.sha) ?? '', pull.head.sha);
}

/** Characters of a difference; the real limit is not told, a megabyte is known to be shown. */
const longestPatch = 2 ** 20;

export function fileViews(world: World, from: string, to: string): JsonObject[] {
	const text = (sha: string | undefined) => world.git.blobs.get(sha ?? '')?.toString('utf8') ?? '';
	return changesBetween(world.git.filesOf(from), world.git.filesOf(to)).map(({ path, status, before, after }) => {
		const patch = hunkOf(text(before?.sha), text(after?.sha));
		return {
			sha: after?.sha ?? before?.sha ?? null,
			filename: path,
			status,
			additions: patch.added,
			deletions: patch.removed,
			changes: patch.added + patch.removed,
			blob_url: 'https://github.test/',
			raw_url: 'https://github.test/',
			contents_url: 'https://github.test/',
			// GitHub shows no difference that is too large to look at.
			...(patch.text.length <= longestPatch && { patch: patch.text }),
		};
	});
}

/** One hunk around all that differs. */
function hunkOf(before: string, after: string): { text: string; added: number; removed: number } {
	const [a, b] = [linesOf(before), linesOf(after)];
	let start = 0;
	while (start < a.length && start < b.length && a[start] === b[start]) start++;
	let end = 0;
	while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
	const removed = a.slice(start, a.length - end);
	const added = b.slice(start, b.length - end);
	const head = `@@ -${start + 1},${removed.length} +${start + 1},${added.length} @@`;
	const lines = [head, ...removed.map((one) => `-${one}`), ...added.map((one) => `+${one}`)];
	return { text: lines.join('\n'), added: added.length, removed: removed.length };
}

function linesOf(text: string): string[] {
	return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

export function checkRunView(world: World, run: CheckRun): JsonObject {
	const { fields } = run;
	const output = typeof fields['output'] === 'object' ? fields['output'] : null;
	return {
		id: run.id,
		node_id: `CR_${run.id}`,
		name: run.name,
		head_sha: run.headSha,
		status: 'queued',
		conclusion: null,
		started_at: null,
		completed_at: null,
		details_url: null,
		external_id: null,
		url: `${world.url}/repos/${run.repository.owner}/${run.repository.name}/check-runs/${run.id}`,
		html_url: null,
		check_suite: { id: 1 },
		app: { id: world.app.id, slug: world.app.slug, node_id: 'A_7', name: world.app.slug, owner: userView('owner') },
		pull_requests: [],
		...fields,
		output: {
			title: null,
			summary: null,
			text: null,
			...(output as JsonObject | null),
			annotations_count: run.annotations.length,
			annotations_url: 'https://github.test/',
		},
	};
}

export function reviewCommentView(repository: Repository, pull: Pull, comment: ReviewComment): JsonObject {
	const url = `https://github.test/${repository.owner}/${repository.name}/pull/${pull.issue.number}`;
	return {
		id: comment.id,
		node_id: `PRRC_${comment.id}`,
		body: comment.body,
		path: comment.path,
		...(comment.isOutdated === true ? {} : { line: comment.line }),
		start_line: comment.startLine ?? null,
		commit_id: comment.commit,
		original_commit_id: comment.commit,
		pull_request_review_id: comment.review,
		pull_request_url: url,
		html_url: url,
		user: userView(comment.user),
	};
}

function labelView(name: string, i: number): JsonObject {
	return {
		id: i + 1,
		node_id: `LA_${i}`,
		url: 'https://github.test/',
		name,
		color: 'ededed',
		default: false,
		description: '',
	};
}
