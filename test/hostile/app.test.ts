import {
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startBot } from '../github/bot/bot-stage.ts';
import { moveRef, openPull, personOf } from '../github/simulator/actions.ts';
import type { Files, TreeEntry } from '../github/simulator/git-objects.ts';
import type { Repository, World } from '../github/simulator/world.ts';
import { canary, type HostileCase, kubeadm, writeCase } from './case.ts';
import { cases } from './cases/index.ts';
import { wordCases } from './cases/words.ts';
import { markupIn, secretsIn, wrongsIn } from './wrongs.ts';

/** What a case is as a tree of Git: files and links; pipes and devices are none of Git's. */
function treeOf(world: World, one: HostileCase): Files {
	const folder = mkdtempSync(join(tmpdir(), 'hostile-app-'));
	try {
		const [root, outside] = [join(folder, 'root'), join(folder, 'outside')];
		mkdirSync(outside);
		writeFileSync(join(outside, 'secret.yaml'), canary);
		writeCase(root, outside, one);
		const tree = new Map<string, TreeEntry>();
		for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
			const path = join(entry.parentPath, entry.name);
			// A name that is no text is none that the API could tell.
			const kind = lstatSync(path, { throwIfNoEntry: false });
			if (kind === undefined) continue;
			const bytes = kind.isSymbolicLink()
				? Buffer.from(readlinkSync(path))
				: kind.isFile()
					? readFileSync(path)
					: undefined;
			if (bytes === undefined) continue;
			const mode = kind.isSymbolicLink() ? '120000' : '100644';
			tree.set(relative(root, path), { mode, sha: world.git.putBlob(bytes) });
		}
		return tree;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function commit(world: World, { refs, owner }: Repository, files: Files): string {
	const person = personOf(world, owner);
	const parents = [refs.get('refs/heads/main') ?? ''];
	const tree = world.git.putTree(files);
	return world.git.putCommit({ tree, parents, message: 'x', author: person, committer: person, isVerified: false }).sha;
}

/** A repository with the case as a pull request, checked. */
async function startChecked(one: HostileCase) {
	const bot = await startBot({ 'kubeadm.yaml': kubeadm() });
	const { world, repository } = bot;
	const head = commit(world, repository, treeOf(world, one));
	moveRef(world, repository, 'refs/heads/topic', head, 'octo');
	openPull(world, repository, { head: 'topic' });
	await bot.settle();
	return { bot, head, runs: bot.runsOf(head) };
}

describe('the App, of a repository made to do harm,', { timeout: 60_000 }, () => {
	test.each(cases)('$name: completes its check and says nothing that acts', async (one) => {
		const { runs } = await startChecked(one);
		expect(runs.map(({ fields }) => fields['status'])).toEqual(['completed']);
		const said = JSON.stringify(runs.map(({ fields }) => fields['output']));
		expect(wrongs(said)).toEqual([]);
		const rules = runs.flatMap(({ annotations }) => annotations.map(({ title }) => String(title)));
		for (const found of one.code < 2 ? (one.findings ?? []) : [])
			expect(`${rules.join()} ${said}`).toContain(found.split(' ')[0]);
		for (const { fields } of runs) expect(markupIn(summaryOf(fields['output']))).toEqual([]);
	});

	test.each(wordCases)('$name: plans and says nothing that acts', async (one) => {
		const { bot, head } = await startChecked(one);
		const { world, repository } = bot;
		moveRef(world, repository, 'refs/heads/main', head, 'octo');
		bot.comment(bot.issue(), '/dualstack plan');
		await bot.settle();
		expect(bot.dashboards()).toHaveLength(1);
		const texts = [...repository.issues.values()]
			.filter(({ user }) => user !== 'octo')
			.flatMap(({ title, body, comments }) => [title, body, ...comments.map((each) => each.body)]);
		for (const text of texts) expect([...wrongs(text), ...markupIn(text)]).toEqual([]);
	});
});

function wrongs(text: string): string[] {
	return [...secretsIn(text, 'the App'), ...wrongsIn(text, 'the App')];
}

function summaryOf(output: unknown): string {
	return typeof output === 'object' && output !== null && 'summary' in output ? String(output.summary) : '';
}
