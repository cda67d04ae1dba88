import type { ScalarNode } from '../../repo/node.ts';
import { originWithin, textOf } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';

/** A step of a JSON pointer, with the place where it is written. */
export interface PointerStep {
	readonly name: string;
	readonly origin: Origin;
}

/** The steps of a JSON pointer (RFC 6901); undefined for text without a leading slash, none for no text. */
export function pointerSteps(node: ScalarNode): PointerStep[] | undefined {
	const text = textOf(node);
	if (text === '') return [];
	if (!text.startsWith('/')) return undefined;
	let at = 1;
	return text
		.slice(1)
		.split('/')
		.map((part) => {
			const origin = originWithin(node, at, at + part.length);
			at += part.length + 1;
			return { name: part.replaceAll('~1', '/').replaceAll('~0', '~'), origin };
		});
}
