import { Octokit } from '@octokit/rest';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Annotation } from '../../src/github/annotations.ts';
import { fixAction } from '../../src/github/check-output.ts';
import { completeRun, startRun } from '../../src/github/check-run.ts';

const host = 'https://api.github.test';
const name = { owner: 'octo', repo: 'cluster' };
const head = 'c0ffee';
const github = new Octokit({ baseUrl: host, log: { debug() {}, info() {}, warn() {}, error() {} } });

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
	expect(nock.pendingMocks()).toEqual([]);
	nock.cleanAll();
	nock.enableNetConnect();
});

interface Sent {
	readonly status?: string;
	readonly conclusion?: string;
	readonly actions?: readonly object[];
	readonly output: { readonly title: string; readonly annotations: readonly Annotation[] };
}

/** Takes as many updates as are expected and keeps what they say. */
function answerUpdates(times: number): Sent[] {
	const sent: Sent[] = [];
	nock(host)
		.patch('/repos/octo/cluster/check-runs/1')
		.times(times)
		.reply(200, (_, body) => {
			sent.push(body as Sent & typeof body);
			return {};
		});
	return sent;
}

function annotations(count: number): Annotation[] {
	return Array.from({ length: count }, (_, i) => ({
		path: 'a.yaml',
		start_line: i + 1,
		end_line: i + 1,
		annotation_level: 'warning',
		title: 'x/y',
		message: `finding ${i}`,
	}));
}

const output = { conclusion: 'failure', title: 'title', summary: 'summary' } as const;

describe('a result', () => {
	test.each([
		[0, 1],
		[1, 1],
		[50, 1],
		[51, 2],
		[120, 3],
		[1000, 20],
	])('with %i annotations goes out in %i requests, the conclusion with the last', async (count, requests) => {
		const sent = answerUpdates(requests);
		const all = annotations(count);
		await completeRun(github, name, { id: 1, isResumed: false }, { ...output, annotations: all });
		expect(sent.flatMap((one) => one.output.annotations)).toEqual(all);
		expect(Math.max(...sent.map((one) => one.output.annotations.length))).toBeLessThanOrEqual(50);
		expect(sent.map(({ status, conclusion }) => [status, conclusion])).toEqual(
			sent.map((_, i) => (i === requests - 1 ? ['completed', 'failure'] : [undefined, undefined])),
		);
	});

	test('is completed with what an earlier attempt did not write', async () => {
		const all = annotations(130);
		for (const page of [1, 2])
			nock(host)
				.get('/repos/octo/cluster/check-runs/1/annotations')
				.query({ per_page: 100, ...(page > 1 ? { page } : {}) })
				.reply(
					200,
					page === 1 ? all.slice(0, 100) : all.slice(100, 110),
					page === 1
						? { link: `<${host}/repos/octo/cluster/check-runs/1/annotations?per_page=100&page=2>; rel="next"` }
						: {},
				);
		const sent = answerUpdates(1);
		await completeRun(github, name, { id: 1, isResumed: true }, { ...output, annotations: all });
		expect(sent.map((one) => one.output.annotations)).toEqual([all.slice(110)]);
	});

	test('has a button that keeps to the limits of GitHub', () => {
		const { label, description, identifier } = fixAction;
		expect([label.length <= 20, description.length <= 40, identifier.length <= 20]).toEqual([true, true, true]);
	});
});

describe('a run of a head', () => {
	const ours = { id: 5, external_id: `check:${head}:pull/1`, app: { id: 7 } };
	const list = (...check_runs: object[]) =>
		nock(host)
			.get('/repos/octo/cluster/commits/c0ffee/check-runs')
			.query({ check_name: 'dualstack-lint', filter: 'latest', app_id: 7 })
			.reply(200, { total_count: check_runs.length, check_runs });
	const create = (id: number) => nock(host).post('/repos/octo/cluster/check-runs').reply(201, { id });
	const start = (again = false) => startRun(github, { ...name, head, again, appId: 7 });

	test('is made where there is none, and where what there is belongs to another App or head', async () => {
		list({ ...ours, app: { id: 8 }, status: 'completed' }, { ...ours, external_id: 'check:beef', status: 'completed' });
		create(6);
		expect(await start()).toEqual({ id: 6, isResumed: false });
	});

	test('is not made again where one is completed, unless a person asks', async () => {
		list({ ...ours, status: 'completed', conclusion: 'success' });
		expect(await start()).toBeUndefined();
		list({ ...ours, status: 'completed', conclusion: 'success' });
		create(6);
		expect(await start(true)).toEqual({ id: 6, isResumed: false });
	});

	test('is taken up where it is queued or in progress', async () => {
		list({ ...ours, status: 'queued', conclusion: null });
		nock(host).patch('/repos/octo/cluster/check-runs/5', { status: 'in_progress' }).reply(200, {});
		expect(await start()).toEqual({ id: 5, isResumed: false });
		list({ ...ours, status: 'in_progress', conclusion: null });
		expect(await start()).toEqual({ id: 5, isResumed: true });
	});
});
