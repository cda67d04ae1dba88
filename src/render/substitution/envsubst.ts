import type { Parsed } from '../../repo/files.ts';
import { type ByteText, fromBytes, toBytes, utf16Length } from './byte-text.ts';
import { applyOperator, isDefaultOperator } from './envsubst-functions.ts';
import type { Budget } from './envsubst-glob.ts';
import { type ExpressionPart, parseTemplate, type TemplatePart, type TemplateProblem } from './envsubst-parse.ts';

/**
 * A piece of the result. Without variables it is text that stands in the template, a default included, of the same
 * length in both; else it is what the variables gave. All offsets count UTF-16 units.
 */
export interface Segment {
	/** Half-open span in the result; empty when a variable gave nothing. */
	readonly start: number;
	readonly end: number;
	/** Half-open span in the template. */
	readonly from: number;
	readonly to: number;
	readonly variables: readonly string[];
}

/** A variable's text; undefined when it is not defined, null when it is and its text cannot be known. */
export type VariableValue = string | undefined | null;

export interface Substitution {
	readonly text: string;
	/** In the order of the result, without gaps. */
	readonly segments: readonly Segment[];
	/** Variables that decide the text and are unknown. Expressions with one stand in the text as written. */
	readonly unknown: readonly string[];
}

export type Substituted = Parsed<Substitution, TemplateProblem>;

/**
 * Replaces `${...}` as Flux does after a build, by the rules of `envsubst` in fluxcd/pkg: an undefined variable is
 * empty, `$NAME` is left alone, every `$$` loses a `$`. Newlines in values are dropped, which Flux does as it loads them.
 */
export function substitute(template: string, lookup: (name: string) => VariableValue): Substituted {
	if (!template.includes('$')) return { ok: true, value: unchanged(template) };
	const parsed = parseTemplate(template);
	if (!parsed.ok) return parsed;
	const evaluation: Evaluation = { template, lookup, budget: { left: maxWork } };
	const pieces: Piece[] = [];
	const unknown = new Set<string>();
	for (const part of parsed.value) {
		const result = evaluate(part, evaluation);
		if (evaluation.budget.left <= 0) return failure('the substitution takes too much work', part.from);
		for (const name of result.unknown) unknown.add(name);
		for (const piece of result.pieces) pieces.push(piece);
	}
	const text = fromBytes(bytesOf(pieces));
	if (text === undefined) {
		const broken = pieces.find((piece) => fromBytes(piece.bytes) === undefined);
		return failure('a character is cut apart', broken?.from ?? 0);
	}
	return { ok: true, value: { text, segments: segmentsOf(pieces), unknown: [...unknown] } };
}

/**
 * Bytes that expressions may write and steps that patterns may take, together. Far above what fits into an object:
 * etcd takes 1.5 MiB per request.
 */
const maxWork = 20_000_000;

interface Evaluation {
	readonly template: string;
	readonly lookup: (name: string) => VariableValue;
	readonly budget: Budget;
}

/** A span of the template and what it became. */
interface Piece {
	readonly bytes: ByteText;
	readonly from: number;
	readonly to: number;
	readonly variables: readonly string[];
}

interface Evaluated {
	readonly pieces: readonly Piece[];
	readonly unknown: readonly string[];
}

function evaluate(part: TemplatePart, evaluation: Evaluation): Evaluated {
	if (part.kind === 'expression') return evaluateExpression(part, evaluation);
	const { text, from, to } = part;
	return { pieces: [{ bytes: toBytes(text), from, to, variables: [] }], unknown: [] };
}

function evaluateExpression(part: ExpressionPart, evaluation: Evaluation): Evaluated {
	const found = evaluation.lookup(part.name);
	if (found === null) return asWritten(part, [part.name], [part.name], evaluation);
	const value = toBytes(found?.replaceAll('\n', '') ?? '');
	const isDefault = isDefaultOperator(part.operator);
	if (isDefault && value === '' && part.args.length > 0) return joined(part.args, evaluation);
	// The arguments of other operators count even where the value is empty: an empty text can be replaced by another.
	const args = isDefault ? [] : part.args.map((arg) => evaluate(arg, evaluation));
	const variables = [part.name, ...args.flatMap(({ pieces }) => pieces.flatMap((piece) => piece.variables))];
	const unknown = args.flatMap((arg) => arg.unknown);
	if (unknown.length > 0) return asWritten(part, variables, unknown, evaluation);
	const texts = args.map(({ pieces }) => bytesOf(pieces));
	const bytes = isDefault ? value : applyOperator(part.operator, value, texts, evaluation.budget);
	evaluation.budget.left -= value.length + bytes.length;
	return { pieces: [{ bytes, from: part.from, to: part.to, variables: [...new Set(variables)] }], unknown: [] };
}

function joined(parts: readonly TemplatePart[], evaluation: Evaluation): Evaluated {
	const results = parts.map((part) => evaluate(part, evaluation));
	return { pieces: results.flatMap(({ pieces }) => pieces), unknown: results.flatMap(({ unknown }) => unknown) };
}

function asWritten(
	{ from, to }: ExpressionPart,
	variables: readonly string[],
	unknown: readonly string[],
	{ template }: Evaluation,
): Evaluated {
	const bytes = toBytes(template.slice(from, to));
	return { pieces: [{ bytes, from, to, variables: [...new Set(variables)] }], unknown };
}

function bytesOf(pieces: readonly Piece[]): ByteText {
	return pieces.map(({ bytes }) => bytes).join('');
}

function segmentsOf(pieces: readonly Piece[]): readonly Segment[] {
	let end = 0;
	return pieces.map(({ bytes, from, to, variables }) => {
		const start = end;
		end += utf16Length(bytes);
		return { start, end, from, to, variables };
	});
}

function unchanged(template: string): Substitution {
	const to = template.length;
	const segments = to === 0 ? [] : [{ start: 0, end: to, from: 0, to, variables: [] }];
	return { text: template, segments, unknown: [] };
}

function failure(message: string, at: number): Substituted {
	return { ok: false, problem: { message, at } };
}
