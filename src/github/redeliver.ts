import type { GitHub } from './client.ts';

/** What happened between two looks at the deliveries. */
export interface Redelivered {
	/** Deliveries of which no attempt arrived, and that were asked for again. */
	readonly asked: number;
	/** Those that GitHub would not send again. */
	readonly refused: number;
}

/** Milliseconds that are looked back on. GitHub keeps deliveries for three days; older news changes nothing any more. */
const lookBack = 24 * 3_600_000;

/** Deliveries that are looked through at most, and asked for at a time: a call each, against limits of GitHub. */
const mostDeliveries = 2000;
const mostAsked = 100;

/** Attempts after which a delivery is left alone: what fails that often would fail for ever. */
const mostAttempts = 5;

interface Tried {
	readonly id: number;
	readonly attempts: number;
	readonly hasArrived: boolean;
}

/**
 * Asks GitHub to send again what did not arrive: it never does that by itself. `github` speaks for the App.
 * https://docs.github.com/webhooks/using-webhooks/handling-failed-webhook-deliveries
 */
export async function redeliverFailed(github: GitHub, now: number, signal?: AbortSignal): Promise<Redelivered> {
	// The next look is the next attempt.
	const request = { retries: 0, ...(signal === undefined ? {} : { signal }) };
	let seen = 0;
	const deliveries = await github.paginate(
		github.rest.apps.listWebhookDeliveries,
		{ per_page: 100, request },
		({ data }, done) => {
			seen += data.length;
			const recent = data.filter((one) => now - Date.parse(one.delivered_at) <= lookBack);
			if (recent.length < data.length || seen >= mostDeliveries) done();
			return recent;
		},
	);
	const byGuid = new Map<string, Tried>();
	for (const { guid, id, status_code } of deliveries) {
		const before = byGuid.get(guid);
		// The newest comes first; 0 is one that is on its way.
		const hasArrived = before?.hasArrived === true || status_code < 300;
		byGuid.set(guid, { id: before?.id ?? id, attempts: (before?.attempts ?? 0) + 1, hasArrived });
	}
	const missing = [...byGuid.values()].filter(({ hasArrived, attempts }) => !hasArrived && attempts < mostAttempts);
	let refused = 0;
	// Oldest first, as it happened.
	const asked = missing.reverse().slice(0, mostAsked);
	for (const { id } of asked) {
		if (signal?.aborted === true) break;
		const route = 'POST /app/hook/deliveries/{delivery_id}/attempts';
		await github.request(route, { delivery_id: id, request }).catch(() => refused++);
	}
	return { asked: asked.length - refused, refused };
}
