import { type GitHub, type RepositoryName, statusOf } from '../client.ts';
import type { ExistingPull } from './decide.ts';
import type { Ground } from './ground.ts';
import { type Marker, printMarker } from './marker.ts';
import { keepTicks } from './ticks.ts';
import type { WantedPull } from './wanted.ts';

/** What of a marker stays until it is done. */
export const bareOf = ({ isBare }: Marker) => (isBare === true ? { isBare } : {});

/** The sentence about an older pull request stays where it is. */
const inPlaceOf = /^In place of #\d+, which was closed\.\n\n/;

/** Makes what is written about a pull request fit its branch, and gives it what a new one is given. */
export async function settle(
	github: GitHub,
	ground: Ground,
	wanted: WantedPull,
	{ number, body: old, head }: Pick<ExistingPull, 'number' | 'body' | 'head'>,
	marker: Marker,
): Promise<void> {
	const { owner, repo, dress } = ground;
	if (marker.isBare === true && dress !== undefined) {
		const issue = { owner, repo, issue_number: number };
		const { labels, assignees, reviewers } = dress;
		if (labels.length > 0) await github.rest.issues.addLabels({ ...issue, labels: [...labels] });
		if (assignees.length > 0) await github.rest.issues.addAssignees({ ...issue, assignees: [...assignees] });
		await requestReviews(github, ground, number, reviewers);
	}
	const [start = ''] = inPlaceOf.exec((old ?? '').replaceAll('\r\n', '\n')) ?? [];
	const body = bodyWith({ ...wanted, body: start + wanted.body }, { head, next: null }, ground, old);
	if (body === (old ?? '').replaceAll('\r\n', '\n')) return;
	await github.rest.pulls.update({ owner, repo, pull_number: number, body });
}

/** The text of a pull request with its marker. */
export function bodyWith(
	{ body, cluster, phase, change }: WantedPull,
	at: Pick<Marker, 'head' | 'next' | 'isBare'>,
	{ seal }: Ground,
	old?: string | null,
): string {
	return `${keepTicks(body, old)}\n\n${printMarker({ cluster, phase, change, ...at }, seal)}`;
}

/** Asks for reviews; whoever may not review here, as the author, is left out, and the others are asked all the same. */
async function requestReviews(
	github: GitHub,
	{ owner, repo }: RepositoryName,
	pull_number: number,
	reviewers: readonly string[],
): Promise<void> {
	if (reviewers.length === 0) return;
	try {
		await github.rest.pulls.requestReviewers({ owner, repo, pull_number, reviewers: [...reviewers] });
	} catch (error) {
		if (statusOf(error) !== 422) throw error;
		if (reviewers.length === 1) return;
		for (const one of reviewers) await requestReviews(github, { owner, repo }, pull_number, [one]);
	}
}
