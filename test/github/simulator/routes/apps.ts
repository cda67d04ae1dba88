import { randomUUID } from 'node:crypto';
import { repositoryView, userView } from '../views.ts';
import { botLogin, type Delivery, type Installation, type World } from '../world.ts';
import { created, found, numberGiven, ok, type Routes } from './route.ts';

/** Milliseconds that an installation's token lives: an hour. */
const lifetime = 3_600_000;

/** The App itself, its installations and the deliveries of its webhook. */
export const appRoutes: Routes = {
	'apps/get-authenticated': ({ world }) =>
		ok({ id: world.app.id, slug: world.app.slug, node_id: 'A_7', name: world.app.slug, owner: userView('owner') }),
	'apps/list-installations': ({ world }) => ok([...world.installations.values()].map((one) => view(world, one))),
	'apps/get-installation': (asked) =>
		ok(view(asked.world, found(asked.world.installations.get(numberGiven(asked, 'installation_id'))))),
	'apps/get-repo-installation'(asked) {
		const repository = asked.repository();
		const all = [...asked.world.installations.values()];
		return ok(view(asked.world, found(all.find((one) => one.repositories.has(repository)))));
	},
	'apps/create-installation-access-token'(asked) {
		const { world } = asked;
		const installation = found(world.installations.get(numberGiven(asked, 'installation_id')));
		const token = `ghs_${world.app.id}_${randomUUID().replaceAll('-', '')}.${installation.id}`;
		const expires = Date.now() + lifetime;
		world.tokens.set(token, { installation: installation.id, login: botLogin(world), expires });
		return created({ token, expires_at: new Date(expires).toISOString(), permissions: installation.permissions });
	},
	'apps/list-repos-accessible-to-installation'({ world, installation }) {
		const repositories = [...found(world.installations.get(installation ?? 0)).repositories];
		return ok({ total_count: repositories.length, repositories: repositories.map(repositoryView) });
	},
	'apps/list-webhook-deliveries': ({ world }) => ok(world.deliveries.toReversed().map(deliveryView)),
	'apps/get-webhook-delivery': (asked) => {
		const delivery = found(asked.world.deliveries.find(({ id }) => id === numberGiven(asked, 'delivery_id')));
		return ok({
			...deliveryView(delivery),
			request: { headers: {}, payload: delivery.payload },
			response: { headers: {}, payload: null },
		});
	},
	'apps/redeliver-webhook-delivery'(asked) {
		const { world } = asked;
		const delivery = found(world.deliveries.find(({ id }) => id === numberGiven(asked, 'delivery_id')));
		world.deliveries.push({ ...delivery, id: world.nextId(), isRedelivery: true, status: 0 });
		return { status: 202, body: {} };
	},
	'rate-limit/get'() {
		const rate = { limit: 5000, remaining: 5000, reset: 1_800_000_000, used: 0 };
		return ok({ resources: { core: rate, search: rate, graphql: rate }, rate });
	},
	'users/get-authenticated': ({ login }) => ok(userView(login)),
};

function view(world: World, { id, account, permissions }: Installation) {
	return {
		id,
		account: userView(account),
		permissions,
		app_id: world.app.id,
		app_slug: world.app.slug,
		repository_selection: 'selected',
		target_type: 'User',
		target_id: 1,
		events: [],
	};
}

function deliveryView({ id, guid, event, payload, isRedelivery, status }: Delivery) {
	return {
		id,
		guid,
		event,
		action: typeof payload['action'] === 'string' ? payload['action'] : null,
		redelivery: isRedelivery,
		status: status >= 200 && status < 300 ? 'OK' : 'failed',
		status_code: status,
		delivered_at: new Date().toISOString(),
		duration: 0.1,
		installation_id: null,
		repository_id: null,
	};
}
