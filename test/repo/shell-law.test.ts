import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RepoPath } from '../../src/repo/location.ts';
import { originWithin, textOf } from '../../src/repo/node.ts';
import { decidedAt } from '../../src/repo/origin.ts';
import { readShell } from '../../src/repo/shell/shell.ts';
import { draftOf, type ShellText } from '../../src/repo/shell/shell-text.ts';

const hasBash = spawnSync('bash', ['--version']).status === 0;

/** Scripts of assignments, branches, loops, functions and `say <number> <words>`; nothing else runs. */
const scripts = fc.letrec<{ block: string; statement: string }>((tie) => {
	const name = fc.constantFrom('A', 'B', 'C');
	const plain = fc.constantFrom(
		'x',
		'y1',
		'10.0.0.0/16',
		'a,b',
		'v1.2',
		'--set',
		'k=v',
		'\\ ',
		'\\$',
		'{m,n}',
		'r{1..3}',
	);
	const quoted = fc.constantFrom("'q q'", "'$A'", "'\\'", "''", "$'t\\tn'", '"c\\d"', '"\\"e\\$f"');
	const operation = fc.constantFrom('', ':-d', '-d', '#v', '%x', ':+p', '+p', ':=q');
	const expansion = fc.oneof(
		fc.tuple(name, operation).map(([variable, rest]) => `\${${variable}${rest}}`),
		fc.constantFrom('$1', '$2', '$@', '$*', '$L', '${L[0]}', '${L[1]}', '${L[@]}', '${L[*]}', '$(echo z)'),
	);
	const inQuotes = fc.tuple(expansion, fc.constantFrom('', ' t', ',u')).map(([one, rest]) => `"${one}${rest}"`);
	const word = fc
		.array(fc.oneof(plain, quoted, expansion, inQuotes), { minLength: 1, maxLength: 2 })
		.map((parts) => parts.join(''));
	const assignment = fc.oneof(
		fc.tuple(name, fc.constantFrom('=', '+='), word).map((parts) => parts.join('')),
		fc.tuple(word, word).map(([one, other]) => `L=(${one} ${other})`),
		word.map((one) => `L+=(${one})`),
		name.map((variable) => `unset ${variable}`),
	);
	const say = fc.tuple(word, word).map(([one, other]) => `say # ${one} ${other}`);
	const inner = tie('block');
	const compound = fc.oneof(
		fc.tuple(fc.boolean(), inner, inner).map(([is, one, other]) => `if ${is}; then\n${one}\nelse\n${other}\nfi`),
		fc.tuple(fc.boolean(), inner).map(([is, one]) => `if ${is}; then\n${one}\nfi`),
		fc.tuple(name, inner).map(([variable, one]) => `for ${variable} in i j; do\n${one}\ndone`),
		fc.tuple(fc.boolean(), assignment).map(([is, one]) => `${is} && ${one}`),
		inner.map((one) => `(${one})`),
	);
	return {
		statement: fc.oneof({ maxDepth: 3 }, fc.oneof(assignment, say, say), compound),
		block: fc.array(tie('statement'), { minLength: 2, maxLength: 6 }).map((all) => all.join('\n')),
	};
}).block;

/** Values to begin with, so that there is something to know. */
const values = `A='a b'\nB=10.0.0.0/16,x\nC=\nL=(k=v "l m")\n`;

const functions = fc
	.tuple(scripts, scripts, fc.constantFrom('x', '"$A" y', '$B z', '"${L[@]}"'))
	.map(([body, rest, args]) => `f() {\nlocal A=l\n${body}\n}\n${rest}\nf ${args}\n${rest}`);

/** A script in which each `say` has a number of its own. */
const numbered = fc.tuple(fc.constantFrom(values, values, ''), fc.oneof(scripts, functions)).map(([before, text]) => {
	let count = 0;
	return before + text.replace(/say #/g, () => `say ${count++}`);
});

/** What each `say` printed in a run, as its number and its words. */
function run(script: string): string[][] {
	const prelude = "say() { printf '%s\\037' \"$@\"; printf '\\036'; }\nset -f\n";
	const { stdout } = spawnSync('bash', ['--norc', '-c', prelude + script], {
		encoding: 'utf8',
		env: {},
		timeout: 5000,
	});
	return stdout
		.split('\x1e')
		.slice(0, -1)
		.map((line) => line.split('\x1f').slice(0, -1));
}

/** What reading says that each `say` may print. */
function read(script: string): (readonly ShellText[])[] {
	return readShell('law.sh' as RepoPath, script).commands.flatMap(({ words: [name, ...words] }) =>
		name !== undefined && textOf(draftOf(name)) === 'say' ? [words] : [],
	);
}

test.skipIf(!hasBash)('what reading knows is what bash says, and each character stands where its origin is', () => {
	fc.assert(
		fc.property(numbered, (script) => {
			const known = read(script);
			for (const [number, ...words] of run(script)) {
				const candidates = known.filter(([first]) => first?.kind === 'scalar' && textOf(first) === number);
				const agrees = candidates.some(([, ...rest]) => mayBe(rest, words));
				if (!agrees) expect(candidates.map((rest) => rest.map((word) => textOf(draftOf(word))))).toContain(words);
			}
			for (const word of known.flat()) expect(misplaced(word, script)).toEqual([]);
		}),
		{ numRuns: 200 },
	);
});

/** Words of which one is not known may be any. */
function mayBe(read: readonly ShellText[], said: readonly string[]): boolean {
	if (read.some(({ kind }) => kind === 'unknown')) return true;
	return read.length === said.length && read.every((word, i) => textOf(draftOf(word)) === said[i]);
}

/** Characters whose origin is one character, and another one. */
function misplaced(word: ShellText, script: string): string[] {
	if (word.kind === 'unknown') return [];
	return [...textOf(word)].filter((character, i) => {
		const { range } = decidedAt(originWithin(word, i, i + 1));
		return range.end - range.start === 1 && script.slice(range.start, range.end) !== character;
	});
}
