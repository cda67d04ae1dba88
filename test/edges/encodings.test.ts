import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { lintRepository } from '../../src/pipeline.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import { jsonReport } from '../../src/report/json.ts';
import { readMarks } from '../support/marks.ts';

type Texts = Readonly<Record<string, string>>;

/** Another way to store the same texts, and how many lines further down everything then stands. */
interface Storage {
	readonly storage: string;
	readonly stored: (text: string) => string;
	readonly lines: number;
}

const mark = '\uFEFF';
const carriageReturns = (text: string) => text.replaceAll('\n', '\r\n');

const storages: readonly Storage[] = [
	{ storage: 'lines that end in CRLF', stored: carriageReturns, lines: 0 },
	{ storage: 'a byte order mark', stored: (text) => mark + text, lines: 0 },
	{ storage: 'a byte order mark and CRLF', stored: (text) => mark + carriageReturns(text), lines: 0 },
	{ storage: 'no newline at the end', stored: (text) => text.trimEnd(), lines: 0 },
	{ storage: 'blanks at the end of lines', stored: (text) => text.replace(/(\S)$/gm, '$1 '), lines: 0 },
	{ storage: 'comments behind values', stored: commented, lines: 0 },
	{ storage: 'a comment before all', stored: (text) => `# first\n${text}`, lines: 1 },
	{ storage: 'a document mark before all', stored: (text) => `---\n${text}`, lines: 1 },
	{ storage: 'an empty document behind all', stored: (text) => `${text}---\n# nothing\n`, lines: 0 },
	{ storage: 'an end mark', stored: (text) => `${text}...\n`, lines: 0 },
];

/** Appends a comment to the lines of YAML that end a value and stand in no block scalar. */
function commented(text: string): string {
	return /[|>][-+\d]*$/m.test(text)
		? text
		: text.replace(/^([ \w."'-]+: [^#&*"'{[|>]*[\w\]}]|[ \w.-]+:)$/gm, '$1 # so');
}

/** What is reported, with lines and columns. What fixes write has the line breaks of the text and is left out. */
function reported(texts: Texts): unknown[] {
	const outcome = lintRepository(filesFromTexts(texts), rules);
	if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
	return JSON.parse(jsonReport(outcome.value), (key, value) => (key === 'edits' ? undefined : value)).diagnostics;
}

/** Everything that counts lines, moved down in the files that were stored differently. */
function movedDown(found: unknown, lines: number): unknown {
	return JSON.parse(JSON.stringify(found), (key, value) =>
		key === 'line' || key === 'endLine' ? Number(value) + lines : value,
	);
}

/** Without the ends of blocks that go to the end of their file: the last line break belongs to them. */
function withoutLastEnds(found: unknown): unknown {
	return JSON.parse(JSON.stringify(found), (key, value) =>
		key === 'endLine' || key === 'endColumn' ? undefined : value,
	);
}

const isYaml = (path: string) => /\.ya?ml$/.test(path);
const examples = rules.flatMap(({ id, examples: { invalid } }) =>
	invalid.map(({ name, repo }) => ({ id, name, texts: readMarks(repo).texts })),
);
/** Those in which every file may be stored in another way and nothing about the end of a file is the point. */
const storable = examples.filter(({ texts }) => {
	const all = Object.entries(texts);
	return all.every(([path, text]) => isYaml(path) && !path.startsWith('.') && !text.includes('\uFFFD'));
});

describe.each(storages)('$storage', ({ storage, stored, lines }) => {
	const compared = storage === 'no newline at the end' ? withoutLastEnds : (found: unknown) => found;

	test.each(storable)('changes no finding of $id: $name', ({ texts }) => {
		const other = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, stored(text)]));
		expect(compared(reported(other))).toEqual(compared(movedDown(reported(texts), lines)));
	});
});
