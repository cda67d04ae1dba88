import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { rules } from '../../rules/index.ts';
import { type App, type AppOptions, startApp } from '../../src/github/app.ts';
import type { PlanCache } from '../../src/github/bot/planned.ts';
import { openJournal } from '../../src/github/journal.ts';
import { inProcessQueue } from '../../src/github/queue.ts';
import { startServer } from '../../src/github/server.ts';
import { addInstallation, addRepository, type Changes } from './simulator/actions.ts';
import { type Simulator, startSimulator, type Webhook } from './simulator/server.ts';
import type { CheckRun, Happening, Installation, Repository, World } from './simulator/world.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const key = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const secret = 'a secret of the right length';

const endings: (() => unknown)[] = [];
afterEach(async () => {
	for (const end of endings.splice(0).reverse()) await end();
});

/** The App beside a simulated GitHub with one repository in one installation. */
export interface Stage {
	readonly simulator: Simulator;
	readonly world: World;
	readonly installation: Installation;
	readonly repository: Repository;
	/** The App that runs now. */
	readonly app: App;
	readonly webhook: Webhook;
	/** The journal's file. */
	readonly file: string;
	/** Starts the App anew on the same journal, as after a crash. */
	restart(): Promise<void>;
	/** Tells the App of all that happened and waits until its work is done, also of what its own work made happen. */
	settle(): Promise<void>;
	/** Tells of an event that only a person or GitHub makes. */
	tell(event: string, payload: Happening['payload']): void;
	/** Our runs of a head, the oldest first. */
	runsOf(sha: string): readonly CheckRun[];
}

export interface StageOptions extends Partial<AppOptions> {
	readonly mayViolate?: boolean;
	/** Plans that other tests have made. */
	readonly plans?: PlanCache;
	/** Jobs at a time. */
	readonly concurrency?: number;
	/** Milliseconds before the next attempts of a job. */
	readonly patience?: readonly number[];
}

export async function startStage(contents: Changes | undefined, options: StageOptions = {}): Promise<Stage> {
	const simulator = await startSimulator();
	const { world } = simulator;
	const folder = mkdtempSync(join(tmpdir(), 'dualstack-lint-'));
	const file = join(folder, 'jobs');
	const { concurrency = 2, patience } = options;
	const start = () => {
		const checker = {
			rules,
			today: () => '2026-06-01',
			bases: new Map(),
			...(options.plans && { plans: options.plans }),
		};
		const journal = openJournal(file);
		const queue = inProcessQueue({ journal, concurrency, ...(patience === undefined ? {} : { patience }) });
		const own = { appId: 7, privateKey: key, secret, baseUrl: simulator.url, checker, queue };
		return startApp({ ...own, isPaced: false, logLevel: 'fatal', ...options });
	};
	let app = await start();
	const server = await startServer({
		host: '127.0.0.1',
		port: 0,
		webhookPath: '/hooks',
		answer: (request, response) => app.answer(request, response),
		pages: new Map(),
		onError(error) {
			throw error;
		},
	});
	endings.push(
		() => rmSync(folder, { recursive: true }),
		simulator.close,
		() => options.mayViolate === true || expect(world.violations).toEqual([]),
		() => app.queue.stop(),
		server.close,
	);
	const installation = addInstallation(world, 'octo');
	const repository = addRepository(world, 'octo/cluster', contents, installation);
	world.happenings.splice(0);
	const webhook = { url: `http://127.0.0.1:${server.port}/hooks`, secret };
	return {
		simulator,
		world,
		installation,
		repository,
		get app() {
			return app;
		},
		webhook,
		file,
		async restart() {
			app = await start();
		},
		async settle() {
			do {
				const statuses = await simulator.deliver(webhook);
				expect(statuses.filter((status) => status !== 202)).toEqual([]);
				await app.queue.idle();
			} while (world.happenings.length > 0);
		},
		tell: (event, payload) => void world.happenings.push({ event, repository, payload }),
		runsOf: (sha) => [...world.checkRuns.values()].filter(({ headSha }) => headSha === sha),
	};
}

/** What a completed run says. */
export function said(run: CheckRun | undefined) {
	const { output, conclusion, status } = run?.fields ?? {};
	const { title, summary } = (typeof output === 'object' ? output : {}) as { title?: string; summary?: string };
	return { status, conclusion, title, summary: summary ?? '' };
}

/** A cluster's kubeadm configuration, small and right. */
export function kubeadm(podSubnet = '10.42.0.0/16', serviceSubnet = '10.96.0.0/12'): string {
	return `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.34.1\nnetworking:\n  podSubnet: ${podSubnet}\n  serviceSubnet: ${serviceSubnet}\n`;
}
