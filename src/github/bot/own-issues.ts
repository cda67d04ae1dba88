import type { GitHub, RepositoryName } from '../client.ts';
import type { ConfigIssue } from './config-issue.ts';
import { readHidden, type Seal } from './hidden-line.ts';
import { type Marker, readMarker } from './marker.ts';
import { type BotState, readState } from './state.ts';

/** A dashboard as it was read. */
interface Dashboard {
	readonly number: number;
	readonly body: string;
	readonly state: BotState;
}

/** One of our pull requests, as far as the list of issues tells. */
export interface KnownPull {
	readonly number: number;
	readonly marker: Marker;
	readonly isOpen: boolean;
	readonly isMerged: boolean;
	/** Milliseconds since 1970 when it was opened. */
	readonly opened: number;
}

/** Our issues and pull requests: those that we made and sealed. */
export async function ownIssues(github: GitHub, name: RepositoryName, login: string, seal: Seal) {
	const asked = { ...name, creator: login, state: 'all', per_page: 100 } as const;
	const issues = await github.paginate(github.rest.issues.listForRepo, asked);
	const ours = issues.filter(({ user }) => user?.login === login);
	const dashboards = ours.flatMap(({ number, body, pull_request }): Dashboard[] => {
		const state = pull_request === undefined ? readState(body, seal) : undefined;
		return state === undefined ? [] : [{ number, body: (body ?? '').replaceAll('\r\n', '\n'), state }];
	});
	const pulls = ours.flatMap(({ number, body, state, created_at, pull_request }): KnownPull[] => {
		const marker = pull_request === undefined ? undefined : readMarker(body, seal);
		if (marker === undefined) return [];
		const isMerged = (pull_request?.merged_at ?? null) !== null;
		return [{ number, marker, isOpen: state === 'open', isMerged, opened: Date.parse(created_at) }];
	});
	const configs = ours.flatMap(({ number, body, state, pull_request }): ConfigIssue[] => {
		const isIt = pull_request === undefined && readHidden('configuration', body, seal) !== undefined;
		return isIt ? [{ number, body: (body ?? '').replaceAll('\r\n', '\n'), isOpen: state === 'open' }] : [];
	});
	// The oldest one stays the dashboard, whatever was opened later.
	return { dashboard: dashboards.at(-1), configIssue: configs.at(-1), pulls };
}

/** Changes the dashboard if it still says what we read; false where somebody has ticked a box meanwhile. */
export async function writeDashboard(
	github: GitHub,
	name: RepositoryName,
	number: number,
	old: string,
	body: string,
): Promise<boolean> {
	const issue = { ...name, issue_number: number };
	const { data } = await github.rest.issues.get(issue);
	if ((data.body ?? '').replaceAll('\r\n', '\n') !== old) return false;
	await github.rest.issues.update({ ...issue, body });
	return true;
}
