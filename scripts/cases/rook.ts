import type { Adapter } from './case.ts';

/** Cases of the kind of `rook.jsonl`. */
export const rook: Adapter = {
	name: 'rook',
	asks: ['input'],
	groupOf: () => 'all',
	notShown: () => 'no adapter yet',
	rulesOf: () => [],
	show: () => ({ texts: {} }),
};
