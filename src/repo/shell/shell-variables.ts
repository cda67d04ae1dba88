import { textOf } from '../node.ts';
import type { WeighedText } from './shell-text.ts';

/** What a variable holds at one point of a script. */
export type ShellValue =
	| { readonly kind: 'text'; readonly text: WeighedText }
	| { readonly kind: 'list'; readonly items: readonly WeighedText[] }
	/** Certainly without a value. */
	| { readonly kind: 'unset' }
	| { readonly kind: 'unknown'; readonly what: string; readonly isList?: true };

/** The variables at one point of a script. Whoever is not in it may come from the environment. */
export interface Variables {
	readonly own: Map<string, ShellValue>;
	readonly outer: Variables | undefined;
}

/** Variables of a branch: what it sets is seen inside only, until the branches are united. */
export function branchOf(outer: Variables | undefined): Variables {
	return { own: new Map(), outer };
}

/** The value of a variable; undefined when the script has not set it. */
export function lookup(variables: Variables, name: string): ShellValue | undefined {
	for (let scope: Variables | undefined = variables; scope !== undefined; scope = scope.outer) {
		const value = scope.own.get(name);
		if (value !== undefined) return value;
	}
	return undefined;
}

/**
 * Puts together what branches set of which one is taken. With `orNone` it may
 * also be that none is. A variable that then has several values is unknown.
 */
export function unite(variables: Variables, branches: readonly Variables[], orNone: boolean): void {
	const names = new Set(branches.flatMap(({ own }) => [...own.keys()]));
	for (const name of names) {
		const values = branches.map((branch) => lookup(branch, name));
		if (orNone) values.push(lookup(variables, name));
		const [first, ...others] = values;
		const what = `the variable ${name}, which has no value that is certain`;
		if (first !== undefined && others.every((value) => isSame(first, value))) variables.own.set(name, first);
		else variables.own.set(name, { kind: 'unknown', what });
	}
}

function isSame(a: ShellValue, b: ShellValue | undefined): boolean {
	if (a === b) return true;
	if (a.kind === 'text' && b?.kind === 'text') return isSameText(a.text, b.text);
	if (a.kind === 'list' && b?.kind === 'list') {
		const { items } = b;
		return a.items.length === items.length && a.items.every((item, i) => isSameText(item, items[i]));
	}
	return a.kind === 'unset' && b?.kind === 'unset';
}

function isSameText(a: WeighedText, b: WeighedText | undefined): boolean {
	return b !== undefined && a.isKnown && b.isKnown && textOf(a.node) === textOf(b.node);
}
