import { createHash } from 'node:crypto';
import { fixEdits } from '../fix/fix-edits.ts';
import type { FixResult } from '../fix/fix-repository.ts';
import { edited, type TextEdit } from '../fix/text-edit.ts';
import type { Diagnostic } from '../lint/diagnostic.ts';
import { positionFinder } from '../repo/location.ts';
import { markdownCode, markdownText } from '../report/markdown-text.ts';
import { type ChangedLines, changedLines } from './changed-lines.ts';
import type { CheckedHead, KeptBase } from './check-head.ts';
import { type GitHub, once } from './client.ts';
import type { Snapshot } from './snapshot.ts';
import type { CheckTarget } from './subject.ts';

/** A safe fix as a suggestion beside lines that a pull request changes. */
interface Suggestion {
	readonly path: string;
	readonly firstLine: number;
	readonly lastLine: number;
	readonly key: string;
	readonly body: string;
}

/** Suggestions of one review, and lines of one suggestion. */
const mostSuggestions = 30;
const mostLines = 20;

/** Keeps suggestions as the base's configuration asks: what is new is written, what no longer holds is resolved. */
export async function keepSuggestions(
	github: GitHub,
	target: CheckTarget,
	{ snapshot, base, judgement }: CheckedHead,
	signal: AbortSignal,
): Promise<void> {
	if (target.pull === undefined || base?.linted.github.comments !== 'suggestions') return;
	const wanted = suggestionsFor(judgement.fresh, snapshot, base);
	await suggest(github, target, target.pull.number, wanted, true, signal);
}

/** Suggests the fixes that could not be committed; what is suggested already is not suggested again. */
export async function suggestAll(
	github: GitHub,
	target: CheckTarget,
	snapshot: Snapshot,
	base: KeptBase | undefined,
	{ fixed }: FixResult,
	signal: AbortSignal,
): Promise<void> {
	if (target.pull === undefined) return;
	const diagnostics = fixed.map(({ diagnostic }) => diagnostic);
	await suggest(github, target, target.pull.number, suggestionsFor(diagnostics, snapshot, base), false, signal);
}

function suggestionsFor(
	diagnostics: readonly Diagnostic[],
	{ files }: Snapshot,
	base: KeptBase | undefined,
): Map<string, Suggestion> {
	const changed = changedLines(base?.snapshot.files ?? { paths: [], read: () => undefined }, files);
	const found = new Map<string, Suggestion>();
	for (const diagnostic of diagnostics) {
		if (diagnostic.fix?.applicability !== 'safe') continue;
		const edits = fixEdits(diagnostic.at, diagnostic.fix, files, 'safe');
		const read = files.read(diagnostic.at.file);
		if (!edits.ok || !read?.ok) continue;
		const one = suggestionOf(diagnostic, edits.value, read.value, changed);
		if (one !== undefined && found.size < mostSuggestions) found.set(one.key, one);
	}
	return found;
}

function suggestionOf(
	{ at: { file }, ruleId, message }: Diagnostic,
	edits: readonly TextEdit[],
	text: string,
	changed: ChangedLines,
): Suggestion | undefined {
	if (edits.some((edit) => edit.file !== file) || text.includes('\r')) return undefined;
	const lineOf = positionFinder(text);
	const firstLine = Math.min(...edits.map(({ range }) => lineOf(range.start).line));
	const lastLine = Math.max(...edits.map(({ range }) => lineOf(range.end).line));
	const all = Array.from({ length: Math.min(lastLine - firstLine + 1, mostLines + 1) }, (_, i) => firstLine + i);
	if (all.length > mostLines || !all.every((line) => changed.touches(file, line, line))) return undefined;
	const before = text.split('\n');
	const after = edited(text, edits).split('\n');
	const lines = after.slice(firstLine - 1, after.length - (before.length - lastLine));
	const old = before.slice(firstLine - 1, lastLine);
	const key = createHash('sha256')
		.update(JSON.stringify([file, ruleId, old, lines]))
		.digest('hex')
		.slice(0, 32);
	return { path: file, firstLine, lastLine, key, body: bodyOf(key, ruleId, message, lines) };
}

function bodyOf(key: string, ruleId: string, message: string, lines: readonly string[]): string {
	const runs = lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length);
	const fence = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
	const words = `${markdownCode(ruleId)}: ${markdownText(message)}`;
	return [marker(key), words, '', `${fence}suggestion`, ...lines, fence].join('\n');
}

function marker(key: string): string {
	return `<!-- dualstack-lint suggestion ${key} -->`;
}

async function suggest(
	github: GitHub,
	{ owner, repo, head }: CheckTarget,
	number: number,
	wanted: ReadonlyMap<string, Suggestion>,
	isWhole: boolean,
	signal: AbortSignal,
): Promise<void> {
	const pull = { owner, repo, pull_number: number };
	const comments = await github.paginate(github.rest.pulls.listReviewComments, { ...pull, per_page: 100 });
	const ours = comments.flatMap(({ id, body, user, line }) => {
		const key = /^<!-- dualstack-lint suggestion ([0-9a-f]{32}) -->/.exec(body)?.[1];
		return key === undefined || user?.type !== 'Bot'
			? []
			: [{ id, key, isOutdated: (line ?? undefined) === undefined }];
	});
	// What GitHub calls outdated cannot be taken any more: it is said again where the line is now.
	const known = new Set(ours.flatMap(({ key, isOutdated }) => (isOutdated ? [] : [key])));
	const fresh = [...wanted.values()].filter(({ key }) => !known.has(key));
	signal.throwIfAborted();
	if (fresh.length > 0) {
		await github.rest.pulls.createReview({
			...pull,
			...once,
			commit_id: head,
			event: 'COMMENT',
			comments: fresh.map(({ path, firstLine, lastLine, body }) => ({
				path,
				body,
				line: lastLine,
				side: 'RIGHT',
				...(firstLine === lastLine ? {} : { start_line: firstLine, start_side: 'RIGHT' }),
			})),
		});
	}
	const stale = isWhole ? ours.filter(({ key, isOutdated }) => isOutdated || !wanted.has(key)).map(({ id }) => id) : [];
	if (stale.length > 0) await resolveThreads(github, owner, repo, number, new Set(stale), signal);
}

const threadsQuery = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
	repository(owner: $owner, name: $repo) {
		pullRequest(number: $number) {
			reviewThreads(first: 100, after: $after) {
				nodes { id isResolved comments(first: 1) { nodes { databaseId } } }
				pageInfo { hasNextPage endCursor }
			}
		}
	}
}`;

const resolveMutation = `mutation ($input: ResolveReviewThreadInput!) {
	resolveReviewThread(input: $input) { thread { id } }
}`;

interface Threads {
	readonly repository: {
		readonly pullRequest: {
			readonly reviewThreads: {
				readonly nodes: readonly {
					readonly id: string;
					readonly isResolved: boolean;
					readonly comments: { readonly nodes: readonly { readonly databaseId: number | null }[] };
				}[];
				readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
			};
		} | null;
	} | null;
}

async function resolveThreads(
	github: GitHub,
	owner: string,
	repo: string,
	number: number,
	comments: ReadonlySet<number>,
	signal: AbortSignal,
): Promise<void> {
	let after: string | null = null;
	do {
		signal.throwIfAborted();
		const asked: Threads = await github.graphql(threadsQuery, { owner, repo, number, after });
		const threads = asked.repository?.pullRequest?.reviewThreads;
		for (const { id, isResolved, comments: first } of threads?.nodes ?? []) {
			const isStale = first.nodes.some(({ databaseId }) => databaseId !== null && comments.has(databaseId));
			if (isStale && !isResolved) await github.graphql(resolveMutation, { input: { threadId: id } });
		}
		after = threads?.pageInfo.hasNextPage === true ? threads.pageInfo.endCursor : null;
	} while (after !== null);
}
