import type { Machine } from '../target.ts';

/** Stands for each machine where nobody names any: a variable of the shell that types the commands. */
export const anyMachine: Machine = { name: '$NODE', role: undefined, ipv4: undefined, ipv6: undefined };

/** The machine in a title. */
export function titleOf(name: string): string {
	return name === anyMachine.name ? 'each node, one after the other' : name;
}

/** The machine of a step, where it is for one. */
export function nodeOf(name: string): { readonly node?: string } {
	return name === anyMachine.name ? {} : { node: name };
}

/** Stops a step before its first command where the variables are not set. */
export function guard(name: string, ...more: readonly string[]): string[] {
	if (name !== anyMachine.name) return [];
	const variables = ['NODE', ...more].map((one) => `"\${${one}:?set it for the node at hand}"`);
	return [`: ${variables.join(' ')} &&`];
}
