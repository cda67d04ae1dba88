import type { SyntaxNode } from '../repo/syntax.ts';
import { isPlain, type Quoting } from './write-scalar.ts';
import type { WritingStyle } from './write-value.ts';

/** The style of a collection, as its own entries show it; what they leave open the rest of the text decides. */
export function styleAt(text: string, roots: readonly SyntaxNode[], near: SyntaxNode): WritingStyle {
	const local = habitsOf(text, [near]);
	const all = habitsOf(text, roots);
	const step = local.step ?? all.step ?? 2;
	return {
		step,
		listStep: local.listStep ?? all.listStep ?? step,
		quoting: quotingOf(near),
		isJson: isJson(near),
	};
}

/** Column of an offset, from 0. */
export function columnOf(text: string, offset: number): number {
	return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** Where the line of an offset ends, its line break left out. */
export function lineEndOf(text: string, offset: number): number {
	const end = text.indexOf('\n', offset);
	return end === -1 ? text.length : end;
}

interface Habits {
	step?: number;
	listStep?: number;
}

/** The first indentations that are met. */
function habitsOf(text: string, roots: readonly SyntaxNode[]): Habits {
	const habits: Habits = {};
	const open = [...roots];
	for (let node = open.shift(); node !== undefined; node = open.shift()) {
		for (const { start, value } of node.style === 'block' ? node.pairs : []) {
			if (value?.style !== 'block') continue;
			const step = columnOf(text, firstOf(value)) - columnOf(text, start);
			if (value.kind === 'map') habits.step ??= step;
			if (value.kind === 'seq') habits.listStep ??= step;
		}
		if (habits.step !== undefined && habits.listStep !== undefined) return habits;
		open.push(...childrenOf(node));
	}
	return habits;
}

/** Where the first entry of a collection begins. */
function firstOf(node: SyntaxNode): number {
	return node.pairs[0]?.start ?? node.items[0]?.start ?? node.start;
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
	return [...node.pairs.map(({ value }) => value), ...node.items.map(({ value }) => value)].filter(
		(child) => child !== undefined,
	);
}

/** The quotes of the last text in a collection, where it would not have needed them. */
function quotingOf(node: SyntaxNode): Quoting {
	const siblings = childrenOf(node).flatMap((child) => (child.kind === 'seq' ? childrenOf(child) : [child]));
	const texts = siblings.filter(({ value, style }) => value !== undefined && !/^(?:literal|folded)$/.test(style));
	const last = texts.findLast(({ value, style }) => style !== 'plain' || isPlain(value ?? '', false));
	return last?.style === 'single' || last?.style === 'double' ? last.style : 'plain';
}

/** Braces with nothing but quoted keys, or a list that holds such. */
function isJson(node: SyntaxNode): boolean {
	if (node.style !== 'flow') return false;
	if (node.kind === 'map') return node.pairs.length > 0 && node.pairs.every(({ key }) => key?.style === 'double');
	return (
		node.items.length > 0 &&
		node.items.every(({ value }) => value?.style === 'double' || (value !== undefined && isJson(value)))
	);
}
