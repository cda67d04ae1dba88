import { describe, expect, test } from 'vitest';
import { kubeadm, type Stage, said, startStage } from './app-fixture.ts';
import { addFork, openPull, push } from './simulator/actions.ts';
import type { Pull } from './simulator/world.ts';

const loose = kubeadm('10.42.0.1/16');
const script = '#!/bin/bash\nkubeadm init --pod-network-cidr=10.42.0.1/16 --service-cidr=10.96.0.0/12\n';
const suggesting = 'version: 1\ngithub: {comments: suggestions}\n';

/** Presses the button of a pull request's check. */
function press(stage: Stage, pull: Pull, login: string): void {
	const [run] = stage.runsOf(pull.head.sha);
	stage.tell('check_run', {
		action: 'requested_action',
		check_run: { head_sha: pull.head.sha, external_id: run?.fields['external_id'] ?? null },
		requested_action: { identifier: 'fix' },
		sender: { login },
	});
}

function textOf({ world }: Stage, commit: string, path: string): string {
	const entry = world.git.filesOf(commit).get(path);
	return `${entry?.mode} ${world.git.blobs.get(entry?.sha ?? '')?.toString('utf8')}`;
}

describe('the button', () => {
	test('is there where a safe fix is, and commits it on top of the head', async () => {
		const stage = await startStage({ 'kubeadm.yaml': kubeadm() });
		const { world, repository } = stage;
		push(world, repository, 'topic', { 'kubeadm.yaml': loose });
		const pull = openPull(world, repository, { head: 'topic' });
		await stage.settle();
		const before = pull.head.sha;
		expect(stage.runsOf(before)[0]?.actions).toEqual([
			{ label: 'Apply safe fixes', description: 'Commits them to this pull request', identifier: 'fix' },
		]);
		press(stage, pull, 'octo');
		await stage.settle();
		const commit = world.git.commits.get(pull.head.sha);
		expect(commit?.parents).toEqual([before]);
		expect(commit?.message).toBe('Apply safe fixes of dualstack-lint\n\n- addressing/host-bits: 1 finding');
		expect(commit?.isVerified).toBe(true);
		expect(textOf(stage, pull.head.sha, 'kubeadm.yaml')).toBe(`100644 ${kubeadm()}`);
		expect(said(stage.runsOf(pull.head.sha)[0]).title).toBe('no new findings');
		expect(stage.runsOf(pull.head.sha)[0]?.actions).toEqual([]);
	});

	test('keeps what a file may do', async () => {
		const stage = await startStage({ 'init.sh': script });
		const { world, repository } = stage;
		const files = new Map(world.git.filesOf(repository.refs.get('refs/heads/main') ?? ''));
		const entry = files.get('init.sh');
		files.set('init.sh', { mode: '100755', sha: entry?.sha ?? '' });
		const { author, committer } = world.git.commits.get(repository.refs.get('refs/heads/main') ?? '') ?? {};
		if (author === undefined || committer === undefined) throw new Error('no commit');
		const parts = { parents: [], message: 'x', author, committer, isVerified: false };
		repository.refs.set('refs/heads/main', world.git.putCommit({ tree: world.git.putTree(files), ...parts }).sha);
		push(world, repository, 'topic', { 'a.md': 'x\n' });
		const pull = openPull(world, repository, { head: 'topic' });
		await stage.settle();
		press(stage, pull, 'octo');
		await stage.settle();
		expect(textOf(stage, pull.head.sha, 'init.sh')).toBe(`100755 ${script.replace('10.42.0.1', '10.42.0.0')}`);
	});

	test.each([
		['people who may only read', 'version: 1\n', 'reader'],
		['a base that forbids it', 'version: 1\ngithub: {fixes: false}\n', 'octo'],
	])('does nothing for %s', async (_, config, login) => {
		const stage = await startStage({ 'kubeadm.yaml': kubeadm(), '.dualstack-lint.yaml': config });
		const { world, repository } = stage;
		push(world, repository, 'topic', {
			'kubeadm.yaml': loose,
			'.dualstack-lint.yaml': 'version: 1\ngithub: {fixes: true}\n',
		});
		const pull = openPull(world, repository, { head: 'topic' });
		await stage.settle();
		const before = pull.head.sha;
		press(stage, pull, login);
		await stage.settle();
		expect(pull.head.sha).toBe(before);
		expect(pull.reviews).toEqual([]);
	});

	test('never takes away what was pushed meanwhile', async () => {
		const stage = await startStage({ 'kubeadm.yaml': kubeadm() });
		const { world, repository, simulator } = stage;
		push(world, repository, 'topic', { 'kubeadm.yaml': loose });
		const pull = openPull(world, repository, { head: 'topic' });
		await stage.settle();
		press(stage, pull, 'octo');
		simulator.faults.add({ kind: { is: 'status', status: 422 }, operations: ['git/update-ref'] });
		const newer = push(world, repository, 'topic', { 'b.md': 'x\n' });
		await stage.settle();
		expect(pull.head.sha).toBe(newer.sha);
	});

	test.each([
		['the App may only read', { contents: 'read' }, []],
		['a rule of the branch forbids it', {}, ['git/update-ref']],
	] as const)('suggests where %s', async (_, permissions, operations) => {
		const stage = await startStage({ 'kubeadm.yaml': kubeadm() });
		const { world, repository, installation, simulator } = stage;
		installation.permissions = { ...installation.permissions, ...permissions };
		if (operations.length > 0) simulator.faults.add({ kind: { is: 'status', status: 422 }, operations });
		push(world, repository, 'topic', { 'kubeadm.yaml': loose });
		const pull = openPull(world, repository, { head: 'topic' });
		await stage.settle();
		const before = pull.head.sha;
		press(stage, pull, 'octo');
		await stage.settle();
		expect(pull.head.sha).toBe(before);
		expect(pull.reviewComments.map(({ path, line }) => [path, line])).toEqual([['kubeadm.yaml', 5]]);
	});

	test('suggests in a fork, once', async () => {
		const stage = await startStage({ 'kubeadm.yaml': kubeadm() });
		const { world, repository } = stage;
		const fork = addFork(world, repository, 'stranger');
		push(world, fork, 'idea', { 'kubeadm.yaml': loose });
		const pull = openPull(world, repository, { head: 'idea', headRepository: fork });
		await stage.settle();
		const before = pull.head.sha;
		press(stage, pull, 'octo');
		await stage.settle();
		press(stage, pull, 'octo');
		await stage.settle();
		expect(pull.head.sha).toBe(before);
		expect(
			pull.reviewComments.map(({ path, line, body }) => [path, line, body.replace(/[0-9a-f]{32}/, 'KEY')]),
		).toEqual([
			[
				'kubeadm.yaml',
				5,
				expect.stringMatching(
					/^<!-- dualstack-lint suggestion KEY -->\n`addressing\/host-bits`: .*\n\n```suggestion\n {2}podSubnet: 10\.42\.0\.0\/16\n```$/,
				),
			],
		]);
	});
});

describe('suggestions', () => {
	const start = () => startStage({ 'kubeadm.yaml': kubeadm(), '.dualstack-lint.yaml': suggesting });

	test('are made once, kept while they hold and resolved when they do not', async () => {
		const stage = await start();
		const { world, repository } = stage;
		push(world, repository, 'topic', { 'kubeadm.yaml': loose });
		const pull = openPull(world, repository, { head: 'topic' });
		await stage.settle();
		expect(pull.reviewComments).toHaveLength(1);
		push(world, repository, 'topic', { 'kubeadm.yaml': `# moved by a line\n${loose}` });
		await stage.settle();
		expect(pull.reviewComments.map(({ isResolved }) => isResolved)).toEqual([false]);
		push(world, repository, 'topic', { 'kubeadm.yaml': kubeadm('10.43.0.1/16') });
		await stage.settle();
		expect(pull.reviewComments.map(({ isResolved }) => isResolved)).toEqual([true, false]);
	});

	test('are said again where GitHub calls them outdated, once', async () => {
		const stage = await start();
		const { world, repository } = stage;
		push(world, repository, 'topic', { 'kubeadm.yaml': loose });
		const pull = openPull(world, repository, { head: 'topic' });
		await stage.settle();
		const [first] = pull.reviewComments;
		if (first === undefined) throw new Error('no suggestion');
		first.isOutdated = true;
		for (const name of ['a.md', 'b.md']) {
			push(world, repository, 'topic', { [name]: 'x\n' });
			await stage.settle();
		}
		expect(pull.reviewComments.map(({ isResolved }) => isResolved)).toEqual([true, false]);
	});

	test('are for lines that the pull request changes, and only where the base asks for them', async () => {
		const stage = await startStage({ 'kubeadm.yaml': loose, '.dualstack-lint.yaml': suggesting });
		const { world, repository } = stage;
		push(world, repository, 'topic', { 'a.md': 'x\n' });
		const pull = openPull(world, repository, { head: 'topic' });
		await stage.settle();
		expect(pull.reviewComments).toEqual([]);
		const other = await startStage({ 'kubeadm.yaml': kubeadm() });
		push(other.world, other.repository, 'topic', { 'kubeadm.yaml': loose, '.dualstack-lint.yaml': suggesting });
		const silent = openPull(other.world, other.repository, { head: 'topic' });
		await other.settle();
		expect(silent.reviewComments).toEqual([]);
	});

	test('leave what people wrote alone', async () => {
		const stage = await start();
		const { world, repository } = stage;
		push(world, repository, 'topic', { 'kubeadm.yaml': loose });
		const pull = openPull(world, repository, { head: 'topic' });
		const quoted = `<!-- dualstack-lint suggestion ${'0'.repeat(32)} -->\nsee above`;
		const common = { path: 'kubeadm.yaml', line: 5, startLine: undefined, commit: pull.head.sha, review: 1 };
		pull.reviewComments.push({ id: 1, user: 'octo', body: quoted, isResolved: false, ...common });
		await stage.settle();
		expect(pull.reviewComments.map(({ user, isResolved }) => [user, isResolved])).toEqual([
			['octo', false],
			['dualstack-lint[bot]', false],
		]);
	});
});
