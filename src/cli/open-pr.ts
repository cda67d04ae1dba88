import { randomBytes } from 'node:crypto';
import { rules } from '../../rules/index.ts';
import { openPulls } from '../github/bot/open-pulls.ts';
import type { GitHub } from '../github/client.ts';
import { printable } from '../report/printable.ts';
import { exitCode, UsageError } from './exit.ts';
import { withPackage } from './optional-package.ts';
import type { MigrateArguments } from './options.ts';
import type { Terminal } from './terminal.ts';
import { today } from './today.ts';
import { version } from './version.ts';

/** Keeps the pull requests of a migration on GitHub and prints what became of each. */
export async function openPr(options: MigrateArguments, terminal: Terminal): Promise<number> {
	const { paths, write, diff, out } = options;
	if (paths.length > 0 || write === true || diff === true || out !== undefined)
		throw new UsageError('--open-pr works on what GitHub has: leave out paths, --write, --diff and --out');
	const given = options.repo ?? process.env['GITHUB_REPOSITORY'] ?? '';
	const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(given) ?? [];
	if (owner === undefined || repo === undefined) throw new UsageError('--open-pr needs --repo owner/name');
	const github = await clientFor(process.env);
	const kept = await openPulls(github, { owner, repo }, rules, {
		knownRules: rules.map(({ id }) => id),
		today: today(),
		...(options.cluster === undefined ? {} : { cluster: options.cluster }),
		...(options.phase === undefined ? {} : { phase: options.phase }),
		...(options.strategy === undefined ? {} : { strategy: options.strategy }),
		seed: randomBytes(5).toString('hex'),
	}).catch((error: unknown) => {
		if (!(error instanceof Error && 'status' in error)) throw error;
		throw new UsageError(`GitHub answered ${error.status}: ${error.message}`);
	});
	if (!kept.ok) throw new UsageError(reasonOf(kept.problem));
	const lines = [
		...kept.value.outcomes.map(
			({ cluster, phase, number, what }) =>
				`${cluster}: ${phase}: ${number === undefined ? '' : `${owner}/${repo}#${number} `}${what}`,
		),
		...kept.value.gates.map(
			({ cluster, gate, next }) =>
				`${cluster}: ${gate} is done on the machines; when \`verify --phase ${gate}\` says that it is complete, ask for --phase ${next}`,
		),
	];
	terminal.out(lines.length === 0 ? 'nothing to open\n' : `${lines.map(printable).join('\n')}\n`);
	return exitCode.clean;
}

function reasonOf(problem: Extract<Awaited<ReturnType<typeof openPulls>>, { ok: false }>['problem']): string {
	switch (problem.kind) {
		case 'unreadable':
			return problem.what;
		case 'configuration':
			return `the configuration cannot be used: ${problem.problems.map(({ message }) => message).join('; ')}`;
		case 'unknown-cluster':
			return `no such cluster; there are ${problem.known.join(', ')}`;
		case 'nothing-to-lint':
			return 'the repository declares no network';
	}
}

/** A client with the token of the environment. */
async function clientFor(env: NodeJS.ProcessEnv): Promise<GitHub> {
	const auth = env['GITHUB_TOKEN'];
	if (!auth) throw new UsageError('--open-pr needs a token in GITHUB_TOKEN');
	const found = await withPackage('@octokit/rest', '--open-pr', () => import('@octokit/rest'));
	const baseUrl = env['GITHUB_API_URL'];
	const silent = { debug() {}, info() {}, warn() {}, error() {} };
	return new found.Octokit({
		auth,
		userAgent: `dualstack-lint/${version}`,
		log: silent,
		...(baseUrl ? { baseUrl } : {}),
	});
}
