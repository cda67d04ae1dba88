import {
	type AndOr,
	type ArithmeticCommand,
	type Case,
	type CommandNode,
	type For,
	type Function as FunctionNode,
	type If,
	type Pipeline,
	parse,
	type Select,
	type Statement,
} from 'unbash';
import { originWithin, type TextMap, textOf } from '../node.ts';
import { type Found, nothingFound } from './shell-found.ts';
import { type Frame, inBranch, plainText, type Script, type Sink } from './shell-frame.ts';
import { pipeSink, runCommand } from './shell-simple-command.ts';
import { redirectSink } from './shell-sink.ts';
import type { WeighedText } from './shell-text.ts';
import { branchOf, unite } from './shell-variables.ts';

/** Scripts inside scripts that are followed: `ssh host "bash -c …"`. */
const maxLevels = 3;

/** Reads a text as a script and notes what it does. */
export function runText(text: string, originOf: TextMap, found: Found): void {
	readScript(text, originOf, found, 0, undefined);
}

function readScript(
	source: string,
	originOf: TextMap,
	found: Found,
	level: number,
	stdin: WeighedText | undefined,
): void {
	if (level > maxLevels) return;
	const script: Script = {
		id: found.texts++,
		source,
		originOf,
		found,
		functions: new Map(),
		called: new Set(),
		active: new Set(),
		run: runStatements,
		call,
		runInner(text, input) {
			const { node } = text;
			readScript(textOf(node), (start, end) => originWithin(node, start, end), found, level + 1, input);
		},
	};
	const variables = branchOf(undefined);
	const frame: Frame = { script, variables, args: undefined, sink: undefined, stdin, locals: undefined, depth: 0 };
	runStatements(parse(source).commands, frame);
	for (const node of [...script.functions.values()].flat()) {
		// What is never called here may be called by another script, with arguments that we do not know.
		if (!script.called.has(node)) runFunction(node, { ...frame, args: undefined });
	}
}

function runStatements(statements: readonly Statement[], frame: Frame): void {
	for (const statement of statements) {
		const { left } = frame.script.found;
		if (left.statements-- <= 0 || left.characters <= 0) return;
		const target = statement.background === true ? inBranch(frame) : frame;
		if (target !== undefined) runNode(statement.command, target);
	}
}

function runNode(node: Statement['command'], frame: Frame): void {
	switch (node.type) {
		case 'AndOr':
			runAndOr(node, frame);
			break;
		case 'Pipeline':
			runPipeline(node, frame);
			break;
		default:
			runCommandNode(node, frame);
	}
}

function runCommandNode(node: CommandNode, frame: Frame): void {
	switch (node.type) {
		case 'Command':
			runCommand(node, frame);
			break;
		case 'Redirected':
			runCommandNode(node.command, { ...frame, sink: redirectSink(node.redirects, frame, node, frame.sink) });
			break;
		case 'Function':
			define(node, frame.script.functions);
			break;
		case 'Subshell':
			runApart(node.body.commands, frame);
			break;
		case 'Coproc':
			if (node.body.type === 'CompoundList') runApart(node.body.commands, frame);
			else runCommandNode(node.body, inBranch(frame) ?? frame);
			break;
		case 'BraceGroup':
			runDeeper(node.body.commands, frame);
			break;
		case 'If':
			runIf(node, frame);
			break;
		case 'Case':
			runCase(node, frame);
			break;
		case 'For':
		case 'Select':
			runFor(node, frame);
			break;
		case 'ArithmeticFor':
			runLoop(node.body.commands, frame);
			break;
		case 'While':
			runDeeper(node.clause.commands, frame);
			runLoop(node.body.commands, frame);
			break;
		case 'ArithmeticCommand':
			forgetAssigned(node, frame);
			break;
		case 'TestCommand':
			break;
	}
}

/** Runs statements whose variables nobody else sees. */
function runApart(statements: readonly Statement[], frame: Frame): void {
	const inner = inBranch(frame);
	if (inner !== undefined) runStatements(statements, inner);
}

/** The same variables, one level deeper. */
function runDeeper(statements: readonly Statement[], frame: Frame): void {
	const inner = inBranch(frame);
	if (inner === undefined) return;
	const same: Frame = { ...inner, variables: frame.variables };
	runStatements(statements, same);
	frame.args = same.args;
	frame.stdin = same.stdin;
}

/** Runs each list on its own and unites what they set; a branch that ends the script has no say. */
function runBranches(lists: readonly (readonly Statement[])[], orNone: boolean, frame: Frame): void {
	const ends: Frame['variables'][] = [];
	for (const statements of lists) {
		const branch = inBranch(frame);
		if (branch === undefined) return;
		runStatements(statements, branch);
		if (branch.args !== frame.args) frame.args = undefined;
		if (!endsScript(statements)) ends.push(branch.variables);
	}
	unite(frame.variables, ends, orNone);
}

/** What a round of a loop changes is unknown at the beginning of the next: a first reading finds out what that is. */
function runLoop(statements: readonly Statement[], frame: Frame): void {
	const { script } = frame;
	const found: Found = { ...nothingFound(script.found.holes), left: script.found.left };
	const trial = inBranch({ ...frame, script: { ...script, found } });
	if (trial === undefined) return;
	runStatements(statements, trial);
	const before = branchOf(frame.variables);
	unite(before, [trial.variables], true);
	const round: Frame = { ...frame, variables: before, args: trial.args === frame.args ? frame.args : undefined };
	runBranches([statements], true, round);
	unite(frame.variables, [before], true);
	frame.args = round.args;
}

function endsScript(statements: readonly Statement[]): boolean {
	const last = statements.at(-1)?.command;
	return last?.type === 'Command' && plainText(last.name) === 'exit';
}

function runIf(node: If, frame: Frame): void {
	runDeeper(node.clause.commands, frame);
	for (const { clause } of node.elif) runDeeper(clause.commands, frame);
	const lists = [node.then, ...node.elif.map(({ then }) => then), ...(node.else === undefined ? [] : [node.else])];
	runBranches(
		lists.map(({ commands }) => commands),
		node.else === undefined,
		frame,
	);
}

function runCase(node: Case, frame: Frame): void {
	const hasDefault = node.items.some(({ pattern }) => pattern.some(({ text }) => text === '*'));
	runBranches(
		node.items.map(({ body }) => body.commands),
		!hasDefault,
		frame,
	);
}

function runFor(node: For | Select, frame: Frame): void {
	const name = node.name.text;
	frame.variables.own.set(name, { kind: 'unknown', what: `the variable ${name} of a loop` });
	runLoop(node.body.commands, frame);
}

/** The first command always runs; the others depend on how the one before them ended. */
function runAndOr(node: AndOr, frame: Frame): void {
	const [first, ...others] = node.commands;
	if (first !== undefined) runPart(first, frame);
	for (const part of others) {
		const branch = inBranch(frame);
		if (branch === undefined) return;
		runPart(part, branch);
		if (branch.args !== frame.args) frame.args = undefined;
		const ends = part.type === 'Command' && plainText(part.name) === 'exit';
		unite(frame.variables, ends ? [] : [branch.variables], true);
	}
}

function runPart(node: AndOr['commands'][number], frame: Frame): void {
	if (node.type === 'Pipeline') runPipeline(node, frame);
	else runCommandNode(node, frame);
}

/** Each command of a pipeline runs on its own; the output of one is the input of the next. */
function runPipeline(node: Pipeline, frame: Frame): void {
	const { commands } = node;
	const [only] = commands;
	if (commands.length === 1 && only !== undefined) {
		runCommandNode(only, frame);
		return;
	}
	const sinks: Sink[] = [];
	let next: Sink = frame.sink;
	for (let i = commands.length - 1; i >= 0; i--) {
		sinks[i] = next;
		const command = commands[i];
		next = i > 0 && command?.type === 'Command' ? pipeSink(command, frame, next) : undefined;
	}
	commands.forEach((command, i) => {
		const inner = inBranch(frame, sinks[i]);
		if (inner !== undefined) runCommandNode(command, i === 0 ? inner : { ...inner, stdin: undefined });
	});
}

function define(node: FunctionNode, functions: Script['functions']): void {
	const name = node.name.value;
	const known = functions.get(name) ?? [];
	if (!known.includes(node)) functions.set(name, [...known, node]);
}

function call(name: string, args: readonly WeighedText[], frame: Frame): void {
	const bodies = frame.script.functions.get(name) ?? [];
	const [only] = bodies;
	if (bodies.length === 1 && only !== undefined) runFunction(only, { ...frame, args });
	if (bodies.length < 2) return;
	const branches = bodies.flatMap(() => inBranch(frame) ?? []);
	bodies.forEach((body, i) => {
		const branch = branches[i];
		if (branch !== undefined) runFunction(body, { ...branch, args });
	});
	unite(
		frame.variables,
		branches.map(({ variables }) => variables),
		false,
	);
}

function runFunction(node: FunctionNode, frame: Frame): void {
	const { script } = frame;
	script.called.add(node);
	if (script.active.has(node) || inBranch(frame) === undefined) return;
	script.active.add(node);
	const locals: NonNullable<Frame['locals']> = new Map();
	const inner: Frame = { ...frame, locals, depth: frame.depth + 1 };
	if (node.body.type === 'CompoundList') runStatements(node.body.commands, inner);
	else runCommandNode(node.body, inner);
	for (const [name, value] of locals) {
		if (value === undefined) frame.variables.own.delete(name);
		else frame.variables.own.set(name, value);
	}
	script.active.delete(node);
}

/** `((count = 1))`. */
function forgetAssigned({ body }: ArithmeticCommand, frame: Frame): void {
	for (const [, name = ''] of body.matchAll(/\b([A-Za-z_]\w*)\s*(?:\+\+|--|[-+*/%&|^]?=(?!=))/g)) {
		frame.variables.own.set(name, { kind: 'unknown', what: `the variable ${name}` });
	}
}
