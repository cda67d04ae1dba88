import { type GitHub, once, type RepositoryName } from '../client.ts';

/** A comment that is made once. */
export async function sayOnce(
	github: GitHub,
	{ owner, repo }: RepositoryName,
	number: number,
	key: string,
	text: string,
): Promise<void> {
	const issue = { owner, repo, issue_number: number };
	const comments = await github.paginate(github.rest.issues.listComments, { ...issue, per_page: 100 });
	if (comments.some(({ body }) => body?.startsWith(key) === true)) return;
	await github.rest.issues.createComment({ ...issue, body: `${key}\n${text}`, ...once });
}
