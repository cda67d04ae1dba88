import type { ParameterDefaultOperation, ParameterExpansionPart, SimpleExpansionPart, Word } from 'unbash';
import { textOf } from '../node.ts';
import { itemAt, type WeighedText } from './shell-text.ts';
import { type Expansion, fieldBreak, hole, type Token, unsplit, valueTokens } from './shell-tokens.ts';
import { lookup, type ShellValue } from './shell-variables.ts';

/** Expands the word that stands inside `${name:-word}`. */
type Expand = (word: Word, context: Expansion) => WeighedText;

/** `$name`. */
export function simpleExpansion(part: SimpleExpansionPart, context: Expansion, splits: boolean): Token[] {
	const name = part.text.slice(1);
	const tokens = tokensOfValue(asOne(name, valueNamed(name, context)), part, context, splits);
	return name === '*' && !splits ? unsplit(tokens) : tokens;
}

/** `${name…}`. Operations that need a pattern are left unknown. */
export function parameterExpansion(
	part: ParameterExpansionPart,
	context: Expansion,
	splits: boolean,
	expand: Expand,
): Token[] {
	const whole = valueNamed(part.parameter, context);
	const value = part.index === undefined ? asOne(part.parameter, whole) : indexed(whole, part.index.text);
	if (part.prefix !== undefined) return unknownForm(part, value, context, splits);
	switch (part.operation?.type) {
		case undefined:
			return isJoined(part) && !splits
				? unsplit(tokensOfValue(value, part, context, splits))
				: tokensOfValue(value, part, context, splits);
		case 'Default':
			return withDefault(part.operation, part, value, context, splits, expand);
		case 'Remove': {
			if (value.kind !== 'text' || !value.text.isKnown) return unknownForm(part, value, context, splits);
			const kept = withoutAffix(value.text, part.operation.operator, expand(part.operation.operand, context));
			if (kept === undefined) return unknownForm(part, value, context, splits);
			return valueTokens(value.text, part, splits, kept.to, kept.from);
		}
		case 'Replace':
		case 'Slice':
		case 'CaseModification':
		case 'Transform':
		case 'Names':
		case 'Unknown':
			return unknownForm(part, value, context, splits);
	}
}

/** `"${list[*]}"` is one word, `"${list[@]}"` one for each item. */
function isJoined({ parameter, index }: ParameterExpansionPart): boolean {
	return parameter === '*' || index?.text === '*';
}

function unknownForm(part: ParameterExpansionPart, value: ShellValue, context: Expansion, splits: boolean): Token[] {
	const what = value.kind === 'unknown' ? value.what : `a form of the variable ${part.parameter}`;
	return [hole(what, part, context, splits || part.index?.text === '@')];
}

/** The value of a parameter. What may come from the environment or a caller is unknown. */
function valueNamed(name: string, context: Expansion): ShellValue {
	if (name === '@' || name === '*') {
		return context.args === undefined
			? { kind: 'unknown', what: 'the arguments of the script', isList: true }
			: { kind: 'list', items: context.args };
	}
	if (/^[1-9][0-9]*$/.test(name)) {
		if (context.args === undefined) return { kind: 'unknown', what: `argument ${name} of the script` };
		const text = itemAt(context.args, Number(name) - 1);
		if (text === undefined) return { kind: 'unknown', what: `argument ${name} of a function` };
		return text === 'none' ? { kind: 'unset' } : { kind: 'text', text };
	}
	return lookup(context.variables, name) ?? { kind: 'unknown', what: `the variable ${name}` };
}

/** An array without an index is its first item. */
function asOne(name: string, value: ShellValue): ShellValue {
	if (value.kind !== 'list' || name === '@' || name === '*') return value;
	const text = itemAt(value.items, 0);
	if (text === undefined) return unknownItem;
	return text === 'none' ? { kind: 'unset' } : { kind: 'text', text };
}

function indexed(value: ShellValue, index: string): ShellValue {
	if (index === '@' || index === '*') return value.kind === 'unknown' ? { ...value, isList: true } : value;
	if (value.kind !== 'list') return value.kind === 'text' && index === '0' ? value : unknownItem;
	const text = /^[0-9]+$/.test(index) ? itemAt(value.items, Number(index)) : undefined;
	return text === undefined || text === 'none' ? unknownItem : { kind: 'text', text };
}

const unknownItem: ShellValue = { kind: 'unknown', what: 'an item of an array' };

function tokensOfValue(
	value: ShellValue,
	span: { readonly pos: number; readonly end: number },
	context: Expansion,
	splits: boolean,
): Token[] {
	switch (value.kind) {
		case 'text':
			return valueTokens(value.text, span, splits);
		case 'list':
			if (!context.afford(value.items.length)) return [hole('a list that grows too large', span, context)];
			return value.items.flatMap((item, i) => {
				const tokens = valueTokens(item, span, splits);
				return i === 0 ? tokens : [fieldBreak, ...tokens];
			});
		case 'unset':
			return [];
		case 'unknown':
			return [hole(value.what, span, context, splits || value.isList === true)];
	}
}

/** `${name:-word}` and its kin. */
function withDefault(
	{ operator, operand }: ParameterDefaultOperation,
	part: ParameterExpansionPart,
	value: ShellValue,
	context: Expansion,
	splits: boolean,
	expand: Expand,
): Token[] {
	const filled = isFilled(value, operator.startsWith(':'));
	const action = operator.replace(':', '');
	if (filled === undefined) return unknownForm(part, value, context, splits);
	if (action === '+') return filled ? valueTokens(expand(operand, context), part, splits) : [];
	if (filled) return tokensOfValue(value, part, context, splits);
	if (action === '?') return unknownForm(part, value, context, splits);
	const text = expand(operand, context);
	if (action === '=') context.variables.own.set(part.parameter, { kind: 'text', text });
	return valueTokens(text, part, splits);
}

/** Whether a parameter is set (and not empty); undefined when that cannot be told. */
function isFilled(value: ShellValue, notEmpty: boolean): boolean | undefined {
	switch (value.kind) {
		case 'unknown':
			return undefined;
		case 'unset':
			return false;
		case 'list':
			return itemAt(value.items, 0) === undefined ? undefined : value.items.length > 0;
		case 'text':
			if (!notEmpty) return true;
			return value.text.isKnown ? textOf(value.text.node) !== '' : undefined;
	}
}

/** What is left when a literal beginning (`#`) or end (`%`) is taken away; undefined for patterns. */
function withoutAffix(
	value: WeighedText,
	operator: string,
	affix: WeighedText,
): { readonly from: number; readonly to: number } | undefined {
	const text = textOf(value.node);
	const removed = textOf(affix.node);
	if (!affix.isKnown || /[*?[\]()|]/.test(removed)) return undefined;
	const from = operator.startsWith('#') && text.startsWith(removed) ? removed.length : 0;
	const to = operator.startsWith('%') && text.endsWith(removed) ? text.length - removed.length : text.length;
	return { from, to };
}
