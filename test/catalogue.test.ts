import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { catalogue } from './support/catalogue.ts';

const folder = resolve(import.meta.dirname, '../rules');

test('the catalogue is made of the rules', () => {
	// `npm run catalogue` writes it anew.
	expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(catalogue(rules));
});

test('every rule stands in the file that its id names, and is in the list once', () => {
	const ids = rules.map(({ id }) => id);
	expect(new Set(ids).size).toBe(ids.length);
	for (const id of ids) expect(readFileSync(join(folder, `${id}.ts`), 'utf8')).toContain(`id: '${id}'`);
});

test('every file that declares a rule is in the list', () => {
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\/[^/]+\.ts$/.test(file));
	const declaring = files.filter((file) => readFileSync(join(folder, file), 'utf8').includes('defineRule({'));
	expect(declaring.map((file) => file.slice(0, -3)).sort()).toEqual(rules.map(({ id }) => id).sort());
});
