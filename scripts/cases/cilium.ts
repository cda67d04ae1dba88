import type { Adapter } from './case.ts';

/** Cases of the kind of `cilium.jsonl`. */
export const cilium: Adapter = {
	name: 'cilium',
	asks: ['values', 'context'],
	groupOf: () => 'all',
	notShown: () => 'no adapter yet',
	rulesOf: () => [],
	show: () => ({ texts: {} }),
};
