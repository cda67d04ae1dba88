import type { Parsed } from '../../repo/files.ts';

/** Why a template cannot be used, in the words of Flux, and the `${` where it shows. */
export interface TemplateProblem {
	readonly message: string;
	/** UTF-16 units from the start of the template. */
	readonly at: number;
}

/** Text that stands in the template. `text` is the span itself, except that arguments of a replacement lose escapes. */
export interface LiteralPart {
	readonly kind: 'literal';
	readonly text: string;
	readonly from: number;
	readonly to: number;
}

/** `${name}`, `${name:=default}` and so on; a length `${#name}` has the operator `#` and no arguments. */
export interface ExpressionPart {
	readonly kind: 'expression';
	readonly name: string;
	/** As written, or `''`: `:=`, `//`, `^^`, `%%` ... */
	readonly operator: string;
	readonly args: readonly TemplatePart[];
	readonly from: number;
	readonly to: number;
}

export type TemplatePart = LiteralPart | ExpressionPart;

/** Levels of expressions inside expressions. Flux has no limit; nobody writes more than three. */
const maxTemplateDepth = 64;

/**
 * The parts of a template as `envsubst` of fluxcd/pkg reads them: where no expression is open every `$$` loses one
 * `$`, and the one that stays starts nothing.
 */
export function parseTemplate(text: string): Parsed<readonly TemplatePart[], TemplateProblem> {
	const parts: TemplatePart[] = [];
	let literal = 0;
	let at = 0;
	for (let dollar = text.indexOf('$'); dollar !== -1; dollar = text.indexOf('$', at)) {
		const next = text[dollar + 1];
		at = dollar + 1;
		if (next !== '{' && next !== '$') continue;
		if (dollar > literal) parts.push(literalPart(text, literal, dollar));
		literal = at;
		at++;
		if (next === '$') continue;
		const part = parseExpression(text, dollar, 1);
		if (part.kind === 'problem') return { ok: false, problem: { message: part.message, at: part.at } };
		parts.push(part);
		at = part.to;
		literal = at;
	}
	if (literal < text.length) parts.push(literalPart(text, literal, text.length));
	return { ok: true, value: parts };
}

type Problem = TemplateProblem & { readonly kind: 'problem' };

function literalPart(text: string, from: number, to: number): LiteralPart {
	return { kind: 'literal', text: text.slice(from, to), from, to };
}

/** Parses the expression whose `${` stands at `from`. */
function parseExpression(text: string, from: number, depth: number): ExpressionPart | Problem {
	const problem = (message: string): Problem => ({ kind: 'problem', message, at: from });
	if (depth > maxTemplateDepth) return problem(`nested more than ${maxTemplateDepth} levels deep`);
	const isLength = text[from + 2] === '#';
	const nameFrom = from + (isLength ? 3 : 2);
	const nameTo = identifierEnd(text, nameFrom);
	if (nameTo === nameFrom) return problem(isLength ? badSubstitution : 'unable to parse variable name');
	const name = text.slice(nameFrom, nameTo);
	const done = (operator: string, args: readonly TemplatePart[], at: number): ExpressionPart | Problem =>
		text[at] === '}' ? { kind: 'expression', name, operator, args, from, to: at + 1 } : problem(badSubstitution);
	if (isLength) return done('#', [], nameTo);

	const operator = operatorAt(text, nameTo);
	const at = nameTo + operator.length;
	const argument = (start: number, end: ArgumentEnd): TemplatePart | Problem =>
		parseArgument(text, start, end, depth) ?? problem('unable to parse substitution within function');
	switch (operator[0]) {
		case undefined:
			return text[at] === '}' ? done('', [], at) : problem('missing closing brace');
		case ',':
		case '^':
			return done(operator, [], at);
		case '#':
		case '%': {
			const pattern = argument(at, '}');
			return pattern.kind === 'problem' ? pattern : done(operator, [pattern], pattern.to);
		}
		case '/': {
			const pattern = argument(at, '/');
			if (pattern.kind === 'problem') return pattern;
			let end = pattern.to;
			while (text[end] === '/') end++;
			if (end === pattern.to) return problem(badSubstitution);
			if (text[end] === '}') return done(operator, [pattern], end);
			const replacement = argument(end, 'escaped }');
			return replacement.kind === 'problem' ? replacement : done(operator, [pattern, replacement], replacement.to);
		}
		case ':': {
			if (operator.length === 2) break;
			// The scanner steps back by the width of the next character: beyond ASCII it misses the colon.
			if (!/^[\0-\x7F]/.test(text.slice(at, at + 1))) return problem(badSubstitution);
			const offset = argument(at, ':}');
			if (offset.kind === 'problem') return offset;
			let end = offset.to;
			while (text[end] === ':') end++;
			if (end === offset.to) return done(operator, [offset], end);
			const length = argument(end, '}');
			return length.kind === 'problem' ? length : done(operator, [offset, length], length.to);
		}
	}
	const args: TemplatePart[] = [];
	let end = at;
	while (text[end] !== '}') {
		const part = argument(end, '}');
		if (part.kind === 'problem') return part;
		args.push(part);
		end = part.to;
	}
	return done(operator, args, end);
}

const badSubstitution = 'bad substitution';

function operatorAt(text: string, at: number): string {
	const pattern = /:[=\-?+]?|=|[,^]{1,2}|\/[/#%]?|##?|%%?/y;
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0] ?? '';
}

function identifierEnd(text: string, at: number): number {
	const pattern = /[\p{L}\p{Nd}_]+/uy;
	pattern.lastIndex = at;
	return pattern.test(text) ? pattern.lastIndex : at;
}

/** What ends an argument; escapes (`\/`, `\\`, `$$`) count only in the two arguments of a replacement. */
type ArgumentEnd = '}' | ':}' | '/' | 'escaped }';

/** An expression, or text up to the next `${` or an end; undefined when there is no text. */
function parseArgument(
	text: string,
	from: number,
	end: ArgumentEnd,
	depth: number,
): TemplatePart | Problem | undefined {
	if (text.startsWith('${', from)) return parseExpression(text, from, depth + 1);
	const escapes = end === '/' || end === 'escaped }';
	let value = '';
	let kept = from;
	let at = from;
	for (; at < text.length; at++) {
		const c = text[at];
		if ((c === '}' && end !== '/') || (c === '/' && end === '/') || (c === ':' && end === ':}')) break;
		const next = text[at + 1];
		if (c === '$' && next === '{') break;
		if (!escapes || !((c === '$' && next === '$') || (c === '\\' && (next === '/' || next === '\\')))) continue;
		value += text.slice(kept, at);
		at++;
		kept = at;
	}
	if (at === from) return undefined;
	return { kind: 'literal', text: value + text.slice(kept, at), from, to: at };
}
