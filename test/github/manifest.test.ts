import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import schema from '@octokit/webhooks-schemas' with { type: 'json' };
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { registerBotEvents } from '../../src/github/bot/events.ts';
import { registerEvents } from '../../src/github/events.ts';
import { registerLifecycle } from '../../src/github/lifecycle.ts';

const text = readFileSync(join(import.meta.dirname, '../../app.yml'), 'utf8');
const manifest = parse(text);

/** The names of events that handlers are registered for. */
function registered(): string[] {
	const names: string[] = [];
	const on = (events: string | readonly string[]) => void names.push(...[events].flat());
	registerEvents({ on } as Parameters<typeof registerEvents>[0], () => undefined);
	registerBotEvents({ on } as Parameters<typeof registerEvents>[0], () => undefined);
	const means = { queue: { forget: async () => undefined }, bases: new Map(), look: () => undefined };
	registerLifecycle({ on } as Parameters<typeof registerEvents>[0], means);
	return names;
}

/** GitHub tells each App of these; a manifest that names them is refused. */
const alwaysTold = new Set<string | undefined>([
	'github_app_authorization',
	'installation',
	'installation_repositories',
]);

test('the App is told exactly of the events that it handles', () => {
	const events = new Set(registered().map((name) => name.split('.')[0]));
	for (const name of alwaysTold) events.delete(name);
	expect(manifest.default_events).toEqual([...events].sort());
	const described = new Set(Object.keys(schema.definitions));
	const known = (name: string) => described.has(name.includes('.') ? name.replace('.', '$') : `${name}$event`);
	expect(registered().filter((name) => !known(name))).toEqual([]);
});

test('each permission says what it is for', () => {
	const lines = text.split('\n');
	for (const name of Object.keys(manifest.default_permissions)) {
		const at = lines.findIndex((line) => line.startsWith(`  ${name}:`));
		expect(lines[at - 1]).toMatch(/^ {2}# .*\.$/);
	}
});

test('nobody else can install the App unless its owner wants that', () => {
	expect(manifest.public).toBe(false);
});

test("Probot's page can show it between single quotes", () => {
	expect(JSON.stringify(manifest)).not.toContain("'");
});
