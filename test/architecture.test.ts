import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';

const root = resolve(import.meta.dirname, '..');

/** Each stage may import itself and the stages before it. */
const stages = [
	'src/repo',
	'src/render',
	'src/network',
	'src/rule.ts',
	'rules',
	'src/lint',
	'src/pipeline.ts',
	'src/fix',
	'src/migrate',
	'src/verify',
	'src/report',
	'src/index.ts',
	'src/github',
	'src/cli',
];

/** Lines of a file beyond which it has more than one subject. */
const maxLines = 400;

const files = ['src', 'rules'].flatMap((folder) =>
	readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
		.map((entry) => relative(root, join(entry.parentPath, entry.name))),
);

const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

const statement = /^(?:import|export)\b([^'"`;]*?)\bfrom\s*'([^']+)'|^import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

/** What the imports and re-exports of a file name: a path in the repository, or a package. */
function importsOf(file: string, kind: 'all' | 'values' = 'all'): string[] {
	return [...(texts.get(file) ?? '').matchAll(statement)].flatMap(([, clause = '', from, bare, dynamic]) => {
		if (kind === 'values' && /^\s*type\b/.test(clause)) return [];
		const name = from ?? bare ?? dynamic ?? '';
		return [name.startsWith('.') ? relative(root, resolve(root, dirname(file), name)) : name];
	});
}

function stageOf(path: string): number {
	return stages.findIndex((stage) => path === stage || path.startsWith(`${stage}/`));
}

const isOurs = (name: string) => name.startsWith('src/') || name.startsWith('rules/');

describe('the way through the code', () => {
	test('every file belongs to a stage', () => {
		expect(files.filter((file) => stageOf(file) === -1)).toEqual([]);
		expect(files.length).toBeGreaterThan(50);
	});

	test.each(files)('%s imports its own stage and earlier ones', (file) => {
		const later = importsOf(file).filter((target) => isOurs(target) && stageOf(target) > stageOf(file));
		expect(later).toEqual([]);
	});

	test('the stages in between do not know the rules', () => {
		const free = files.filter((file) => /^src\/(lint|fix|migrate|verify|report)\/|^src\/pipeline\.ts$/.test(file));
		const knowing = free.filter((file) => importsOf(file).some((target) => target.startsWith('rules/')));
		expect(knowing).toEqual([]);
	});

	test('only src/repo knows the YAML parser', () => {
		const knowing = files.filter((file) => importsOf(file).includes('yaml'));
		expect(knowing.filter((file) => !file.startsWith('src/repo/'))).toEqual([]);
		expect(knowing).toContain('src/repo/parse.ts');
	});

	test('only the disk, the command and GitHub touch the world', () => {
		const world = /^node:(fs|child_process|net|http|https|os|worker_threads)(\/|$)/;
		const pure = files.filter((file) => !/^src\/(cli|github)\/|^src\/repo\/disk\.ts$/.test(file));
		const touching = pure.filter((file) =>
			importsOf(file).some((name) => world.test(name) && !(name === 'node:net' && file === 'src/network/cidr.ts')),
		);
		expect(touching).toEqual([]);
	});

	test('a rule neither reads nor parses nor renders', () => {
		const known = [
			/^src\/rule\.ts$/,
			/^src\/network\/(?!readers\/)/,
			// Words for what is written and what is rendered.
			/^src\/repo\/(file-problem|location|nearest|node|origin|template|to-json)\.ts$/,
			/^src\/render\/(resource|flux\/flux-kustomization)\.ts$/,
		];
		const strangers = files
			.filter((file) => /^rules\/[^/]+\//.test(file))
			.flatMap((file) =>
				importsOf(file, 'values')
					.filter((target) => !target.startsWith(`${dirname(file)}/`) && !known.some((one) => one.test(target)))
					.map((target) => `${file} → ${target}`),
			);
		expect(strangers).toEqual([]);
	});
});

describe('a file', () => {
	test.each(files)('%s has one subject', (file) => {
		expect((texts.get(file) ?? '').split('\n').length).toBeLessThanOrEqual(maxLines);
	});

	test('names itself in kebab-case', () => {
		expect(files.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(file.split('/').at(-1) ?? ''))).toEqual([]);
	});

	test('has no default export', () => {
		expect(files.filter((file) => /^export default\b/m.test(texts.get(file) ?? ''))).toEqual([]);
	});
});

describe('a rule', () => {
	const declared = files
		.filter((file) => /^rules\/[^/]+\//.test(file))
		.flatMap((file) =>
			[...(texts.get(file) ?? '').matchAll(/\bid:\s*'([^']+)'/g)].map((match) => ({ file, id: match[1] })),
		);

	test('has the path of its file for an id', () => {
		expect(declared.filter(({ file, id }) => file !== `rules/${id}.ts`)).toEqual([]);
	});

	test('is listed in rules/index.ts, once', () => {
		const listed = rules.map(({ id }) => id);
		expect([...listed].sort()).toEqual(declared.map(({ id }) => id).sort());
		expect(new Set(listed).size).toBe(listed.length);
	});
});
