import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { catalogue, firstSentence } from './support/catalogue.ts';

const folder = resolve(import.meta.dirname, '../rules');

test('the catalogue is made of the rules', () => {
	// `npm run catalogue` writes it anew.
	expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(catalogue(rules));
});

test.each(rules.map((rule) => [rule.id, rule] as const))(
	'%s says what happens, how to see it and where it is written',
	(_, rule) => {
		expect(rule.title).toMatch(/^\S.{10,110}[^.\s]$/);
		expect(firstSentence(rule.docs)).toMatch(/^\S.{20,}\.$/);
		expect(rule.docs.split(/\n\s*\n/).length).toBeGreaterThan(1);
		expect(rule.references.length).toBeGreaterThan(0);
		for (const reference of rule.references) expect(reference).toMatch(/^https:\/\/\S+$/);
		for (const { name } of [...rule.examples.valid, ...rule.examples.invalid]) expect(name).not.toBe('');
	},
);

test.each([
	['One thing. Another.', 'One thing.'],
	['Take `a. b` away.\n\nMore.', 'Take `a. b` away.'],
	['Version 1.18.2 is read. More', 'Version 1.18.2 is read.'],
	['Both of these:\n\n- one', 'Both of these.'],
	['| a table |\n| --- |', ''],
	['no end', ''],
	['', ''],
])('%j begins with %j', (docs, sentence) => {
	expect(firstSentence(docs)).toBe(sentence);
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
