import type { Assignment, Command } from 'unbash';
import { textOf } from '../node.ts';
import type { Frame } from './shell-frame.ts';
import { itemAt, type WeighedText } from './shell-text.ts';
import { lookup } from './shell-variables.ts';

const declaring: ReadonlySet<string> = new Set(['export', 'declare', 'local', 'readonly', 'typeset']);
const reading: ReadonlySet<string> = new Set(['read', 'mapfile', 'readarray', 'getopts', 'let']);

/** What a builtin of the shell does to variables and arguments. */
export function runBuiltin(
	command: Command,
	weighed: readonly WeighedText[],
	frame: Frame,
	assign: (item: Assignment, frame: Frame, into: 'variable') => void,
): void {
	const [name = '', ...rest] = weighed.map(({ node }) => textOf(node));
	if (declaring.has(name)) declare(name, rest, command, frame, assign);
	else if (reading.has(name)) for (const word of rest) forget(word, frame);
	else if (name === 'printf' && rest[0] === '-v') forget(rest[1] ?? '', frame);
	else if (name === 'unset')
		for (const word of rest) if (isName(word)) frame.variables.own.set(word, { kind: 'unset' });
	if (name === 'set' && rest[0] === '--') frame.args = weighed.slice(2);
	if (name === 'shift') shift(rest[0] ?? '1', frame);
}

function declare(
	name: string,
	words: readonly string[],
	command: Command,
	frame: Frame,
	assign: (item: Assignment, frame: Frame, into: 'variable') => void,
): void {
	const isLocal = frame.locals !== undefined && name !== 'export' && name !== 'readonly' && !words.includes('-g');
	for (const item of command.suffix) {
		if (item.type !== 'Assignment') continue;
		if (isLocal) hide(item.name, frame);
		assign(item, frame, 'variable');
	}
	for (const word of words) {
		if (!isName(word)) continue;
		if (isLocal) {
			hide(word, frame);
			frame.variables.own.set(word, { kind: 'unset' });
		} else if (words.some((option) => /^-\w*A/.test(option))) {
			frame.variables.own.set(word, { kind: 'unknown', what: `the array ${word}` });
		}
	}
}

function hide(name: string, frame: Frame): void {
	if (frame.locals?.has(name) === false) frame.locals.set(name, lookup(frame.variables, name));
}

function shift(count: string, frame: Frame): void {
	const index = Number(count);
	const isCounted = frame.args !== undefined && index > 0 && itemAt(frame.args, index - 1) !== undefined;
	frame.args = isCounted ? frame.args?.slice(index) : undefined;
}

/** Words of `read`, `let` and the like name variables that get a value we do not know. */
function forget(word: string, frame: Frame): void {
	const name = /^[A-Za-z_]\w*/.exec(word)?.[0];
	if (name === undefined) return;
	frame.variables.own.set(name, { kind: 'unknown', what: `the variable ${name}` });
}

function isName(word: string): boolean {
	return /^[A-Za-z_]\w*$/.test(word);
}
