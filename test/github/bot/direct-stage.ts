import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProbotOctokit } from 'probot';
import { rules } from '../../../rules/index.ts';
import { registerBotEvents } from '../../../src/github/bot/events.ts';
import { botHandlers } from '../../../src/github/bot/handlers.ts';
import type { PlannedTree } from '../../../src/github/bot/planned.ts';
import { type GitHub, isForGood } from '../../../src/github/client.ts';
import type { Job } from '../../../src/github/job.ts';
import { openJournal } from '../../../src/github/journal.ts';
import { inProcessQueue, type JobQueue } from '../../../src/github/queue.ts';
import { addInstallation, addRepository, type Changes } from '../simulator/actions.ts';
import { archiveOf } from '../simulator/archive.ts';
import { answerOf } from '../simulator/dispatch.ts';
import { type FaultList, faultList } from '../simulator/faults.ts';
import { answerGraphql } from '../simulator/graphql.ts';
import { isObject, type Json } from '../simulator/json.ts';
import { payloadOf } from '../simulator/payloads.ts';
import { botLogin, type Happening, newWorld, type Repository, type World } from '../simulator/world.ts';
import { type Operator, operatorOf } from './operator.ts';

/** The bot with its queue and journal beside a simulated GitHub, with no socket between: a call takes no time. */
export interface DirectStage extends Operator {
	readonly world: World;
	readonly repository: Repository;
	readonly faults: FaultList;
	/** Errors that attempts of jobs ended with. */
	readonly failures: readonly unknown[];
	/** Jobs that no attempt was left for. */
	readonly givenUp: readonly Job[];
	readonly tell: (event: string, payload: Happening['payload']) => void;
	/** Ends the process when this many more calls are done, the answer of the last one unread. It is started again. */
	killAfter(calls: number): void;
	/** Starts the process anew on the same journal. */
	restart(): void;
	/** Tells the bot of all that happened and waits until its work is done, also of what its own work made happen. */
	settle(): Promise<void>;
	/** Puts the journal away. */
	close(): Promise<void>;
}

/** One life of the process. */
interface Process {
	readonly queue: JobQueue;
	readonly deliver: (happening: Happening) => Promise<void>;
	readonly death: Promise<void>;
	readonly die: () => void;
	isDead: boolean;
}

const secret = 'a secret of the right length';

/** The one token that there is. */
const token = 'ghs_direct';

/** Plans follow from the files alone, so that stages share them. */
const plans = new Map<string, PlannedTree>();

export async function startDirect(contents: Changes): Promise<DirectStage> {
	const world = newWorld();
	const installation = addInstallation(world, 'octo');
	const repository = addRepository(world, 'octo/cluster', contents, installation);
	world.happenings.splice(0);
	world.tokens.set(token, { installation: installation.id, login: botLogin(world), expires: Number.MAX_SAFE_INTEGER });
	const faults = faultList();
	const folder = mkdtempSync(join(tmpdir(), 'dualstack-lint-'));
	const failures: unknown[] = [];
	const givenUp: Job[] = [];
	let lethal: number | undefined;

	const fetchFor =
		(own: { readonly isDead: () => boolean; readonly die: () => void }) => async (input: string, init: RequestInit) => {
			// What a dead process has asked for is never answered to it.
			if (own.isDead()) return new Promise<never>(() => undefined);
			const answer = await answered(world, faults, new URL(input), init);
			if (lethal !== undefined && --lethal === 0) {
				lethal = undefined;
				own.die();
				return new Promise<never>(() => undefined);
			}
			return answer;
		};

	function begin(): Process {
		let tellDeath = () => {};
		const death = new Promise<void>((resolve) => {
			tellDeath = resolve;
		});
		const listeners = new Map<string, ((context: { payload: unknown }) => unknown)[]>();
		const made = { isDead: false };
		const die = () => {
			made.isDead = true;
			tellDeath();
		};
		const github = new ProbotOctokit({
			authStrategy: () => ({ hook: (request: (given: unknown) => unknown, given: unknown) => request(given) }),
			auth: { token },
			baseUrl: world.url,
			log: { debug() {}, info() {}, warn() {}, error() {} },
			request: { fetch: fetchFor({ isDead: () => made.isDead, die }) },
			// What fails is for the bot to mend, not for its client.
			retry: { enabled: false },
			throttle: { enabled: false },
		}) as GitHub;
		const handlers = botHandlers({
			rules,
			today: () => '2026-06-01',
			secret,
			login: async () => botLogin(world),
			appId: 7,
			bases: new Map(),
			plans,
		});
		const open = openJournal(join(folder, 'jobs'));
		const journal = { ...open, done: (job: Job) => (made.isDead ? undefined : open.done(job)) };
		const starting = inProcessQueue({ journal, concurrency: 2, patience: [1, 1, 1] })({
			isForGood,
			async work(job, signal) {
				if (job.kind === 'migrate' || job.kind === 'command') await handlers[job.kind].work(github, job, signal);
			},
			onFailure: (_job, _attempt, error) => void failures.push(error),
			onGivenUp: async (job) => void givenUp.push(job),
		});
		if (!('idle' in starting)) throw new Error('the queue starts late');
		const queue = starting;
		const on = (names: string | readonly string[], listen: (context: { payload: unknown }) => unknown) => {
			for (const name of [names].flat()) listeners.set(name, [...(listeners.get(name) ?? []), listen]);
		};
		registerBotEvents({ on } as Parameters<typeof registerBotEvents>[0], (job) => queue.add(job));
		async function deliver(happening: Happening) {
			const { action } = happening.payload;
			const name = typeof action === 'string' ? `${happening.event}.${action}` : happening.event;
			const payload = payloadOf(world, happening);
			for (const listen of listeners.get(name) ?? []) await listen({ payload });
		}
		return Object.assign(made, { queue, deliver, death, die });
	}

	let process = begin();
	const tell = (event: string, payload: Happening['payload']) =>
		void world.happenings.push({ event, repository, payload });
	const operator = operatorOf({ world, repository, tell });
	return {
		world,
		repository,
		faults,
		failures,
		givenUp,
		tell,
		...operator,
		killAfter(calls) {
			lethal = calls;
		},
		restart() {
			process.die();
			process = begin();
		},
		async settle() {
			do {
				if (process.isDead) process = begin();
				for (const happening of world.happenings.splice(0)) await process.deliver(happening);
				await Promise.race([process.queue.idle(), process.death]);
			} while (world.happenings.length > 0 || process.isDead);
			operator.passHours();
		},
		async close() {
			process.die();
			await process.queue.stop().catch(() => undefined);
			rmSync(folder, { recursive: true });
		},
	};
}

async function answered(world: World, faults: FaultList, url: URL, init: RequestInit): Promise<Response> {
	if (url.pathname.startsWith('/archive/')) {
		const [, , owner, name, file = ''] = url.pathname.split('/');
		const repository = [...world.repositories.values()].find((one) => one.owner === owner && one.name === name);
		if (repository === undefined) return new Response(null, { status: 404 });
		return new Response(new Uint8Array(await archiveOf(world, repository, file.replace('.tar.gz', ''))));
	}
	const body: Json | undefined = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
	const isGraphql = url.pathname.endsWith('/graphql');
	const sent = await answerOf(world, { method: init.method ?? 'GET', url, body, token }, faults, async (login) =>
		isGraphql ? answerGraphql(world, login, isObject(body) ? body : {}) : undefined,
	);
	const { operation, status, headers } = sent;
	world.calls.push({ operation, method: init.method ?? 'GET', path: url.pathname, status, body: body ?? null });
	if (sent.isCut) throw new TypeError('fetch failed');
	const location = headers['location'];
	if (status === 302 && location !== undefined) return answered(world, faults, new URL(location), { method: 'GET' });
	return new Response(status === 204 ? null : JSON.stringify(sent.body), { status, headers });
}
