import type { Assignment, Command, HereDoc, HereString, Redirection, Word } from 'unbash';
import { textOf } from '../node.ts';
import { runBuiltin } from './shell-builtin.ts';
import { commandName } from './shell-command.ts';
import { expandBody, expandText, expandWord } from './shell-expand.ts';
import { noteAssignment, noteCommand } from './shell-found.ts';
import { expansionOf, type Frame, type Sink } from './shell-frame.ts';
import { echoText, printfText } from './shell-output.ts';
import { consumerOf, innerScript, redirectSink } from './shell-sink.ts';
import { join, type Piece, type ShellText, type WeighedText } from './shell-text.ts';
import { lookup, type ShellValue } from './shell-variables.ts';

/** Reads one simple command: its words, what it assigns, what it writes. */
export function runCommand(command: Command, frame: Frame): void {
	for (const item of command.prefix) {
		// Before a command an assignment is for that command only.
		if (item.type === 'Assignment') assign(item, frame, command.name === undefined ? 'variable' : 'none');
	}
	if (command.name === undefined) return;
	const { weighed, words } = wordsOf(command, frame);
	noteCommand(frame.script.found, weighed, { ...frame.script, pos: command.pos, end: command.end });
	const name = commandName(words);
	if (name !== undefined) frame.script.call(name, weighed.slice(1), frame);
	runBuiltin(command, weighed, frame, assign);
	const sink = redirectSink(command.redirects, frame, command, frame.sink);
	const inner = innerScript(weighed, words);
	const input = inputOf(command.redirects, frame);
	if (input !== undefined) consumerOf(weighed, words, frame, sink, command)?.(input);
	else if (inner !== undefined) frame.script.runInner(inner, undefined);
	else passStdin(consumerOf(weighed, words, frame, sink, command), frame);
	const printed = outputOf(name, weighed, words, frame);
	if (printed !== undefined) sink?.(printed);
}

/** What a command of a pipeline does with the output of the one before it. */
export function pipeSink(command: Command, frame: Frame, next: Sink): Sink {
	if (command.name === undefined) return undefined;
	const { weighed, words } = wordsOf(command, frame);
	return consumerOf(weighed, words, frame, redirectSink(command.redirects, frame, command, next), command);
}

function wordsOf(command: Command, frame: Frame): { weighed: WeighedText[]; words: ShellText[] } {
	const context = expansionOf(frame);
	const parts: Word[] = command.name === undefined ? [] : [command.name];
	for (const item of command.suffix) if (item.type === 'Word') parts.push(item);
	const weighed = parts.flatMap((word) => expandWord(word, context));
	const words = weighed.map(({ node, isKnown }): ShellText => {
		if (isKnown) return node;
		return { kind: 'unknown', why: 'templated', what: '', origin: node.origin, draft: node, holes: context.holes };
	});
	return { weighed, words };
}

function passStdin(consumer: Sink, frame: Frame): void {
	if (consumer === undefined || frame.stdin === undefined) return;
	const { stdin } = frame;
	frame.stdin = undefined;
	consumer(stdin);
}

function outputOf(
	name: string | undefined,
	weighed: readonly WeighedText[],
	words: readonly ShellText[],
	frame: Frame,
): WeighedText | undefined {
	if (name !== 'echo' && name !== 'printf') return undefined;
	const start = words.findIndex((word) => word.kind === 'scalar' && commandName([word]) === name);
	const own = weighed.slice(Math.max(0, start));
	return name === 'echo' ? echoText(own, expansionOf(frame)) : printfText(own, expansionOf(frame));
}

/** The text that a heredoc or a here-string gives a command. */
function inputOf(redirects: readonly Redirection[], frame: Frame): WeighedText | undefined {
	const redirect = redirects.findLast(({ type }) => type === 'HereDoc' || type === 'HereString');
	if (redirect?.type === 'HereDoc') return heredocText(redirect, frame);
	return redirect?.type === 'HereString' ? hereString(redirect, frame) : undefined;
}

function hereString({ target }: HereString, frame: Frame): WeighedText | undefined {
	return target === undefined ? undefined : expandText(target, expansionOf(frame));
}

function heredocText({ body, delimiter, operator }: HereDoc, frame: Frame): WeighedText | undefined {
	const context = expansionOf(frame);
	const raw: Piece = { text: body.text, start: body.pos, end: body.end, isKnown: true };
	const isLiteral = delimiter?.quoted === true || (body.parts === undefined && !body.text.includes('\\'));
	const parts = body.parts ?? [{ type: 'Literal', pos: body.pos, end: body.end, value: '', text: body.text } as const];
	const pieces = isLiteral ? [raw] : expandBody(parts, context);
	if (!context.afford(pieces.reduce((sum, { text }) => sum + text.length, 0))) return undefined;
	return join(operator === '<<-' ? withoutTabs(pieces) : pieces, body.pos, body.end, context.originOf);
}

/** `<<-`: tabs at the beginning of a line of the script are no part of the text. */
function withoutTabs(pieces: readonly Piece[]): Piece[] {
	let atStart = true;
	return pieces.flatMap((piece) => {
		if (piece.value !== undefined || !piece.isKnown) {
			atStart = false;
			return [piece];
		}
		const kept: Piece[] = [];
		for (const match of piece.text.matchAll(/[^\n]*(?:\n|$)/g)) {
			const [line] = match;
			if (line === '') continue;
			const tabs = atStart ? line.length - line.replace(/^\t+/, '').length : 0;
			const start = piece.start + match.index + tabs;
			kept.push({ ...piece, text: line.slice(tabs), start, end: piece.start + match.index + line.length });
			atStart = line.endsWith('\n');
		}
		return kept;
	});
}

/** Items of one array; the options of a command are far fewer. */
const maxItems = 1000;

/** Notes an assignment; `into` says whether the variable keeps the value. */
function assign(item: Assignment, frame: Frame, into: 'variable' | 'none'): void {
	const { script, variables } = frame;
	const context = expansionOf(frame);
	const { name, value } = item;
	if (value.type === 'ArrayValue') {
		const items = value.elements.flatMap((word) => expandWord(word, context));
		const before = item.append === true ? lookup(variables, name) : undefined;
		const list = before?.kind === 'list' ? [...before.items, ...items] : items;
		const isLost = (item.append === true && before?.kind !== 'list') || list.length > maxItems;
		if (into === 'variable') variables.own.set(name, isLost ? unknownList(name) : { kind: 'list', items: list });
		return;
	}
	const text = item.append === true ? appended(item, value, frame) : expandText(value, context);
	if (into === 'variable')
		variables.own.set(name, item.index === undefined ? { kind: 'text', text } : unknownList(name));
	if (item.index !== undefined) return;
	noteAssignment(script.found, name, text, { ...script, pos: item.pos, end: item.pos + name.length });
}

function unknownList(name: string): ShellValue {
	return { kind: 'unknown', what: `the array ${name}` };
}

function appended(item: Assignment, value: Word, frame: Frame): WeighedText {
	const context = expansionOf(frame);
	const before = lookup(frame.variables, item.name);
	const added = expandText(value, context);
	const span = { start: item.pos, end: item.pos + item.name.length };
	const own: Piece =
		before?.kind === 'text'
			? { ...span, text: textOf(before.text.node), value: { text: before.text, from: 0 }, isKnown: before.text.isKnown }
			: { ...span, text: context.holes.mark(`the variable ${item.name}`), isKnown: before?.kind === 'unset' };
	return join([...(before?.kind === 'unset' ? [] : [own]), ...added.pieces], value.pos, value.end, context.originOf);
}
