import { rules } from '../../rules/index.ts';
import { nearest } from '../repo/nearest.ts';
import type { Rule } from '../rule.ts';
import { UsageError } from './exit.ts';

/** The rule with this id; complains with the nearest name when there is none. */
export function knownRule(id: string): Rule {
	const found = rules.find((rule) => rule.id === id);
	if (found !== undefined) return found;
	// People remember the last part: `host-bits` for `addressing/host-bits`.
	const [same] = rules.filter((rule) => rule.id.endsWith(`/${id}`));
	const hint =
		same === undefined
			? nearest(
					id,
					rules.map((rule) => rule.id),
				)
			: `; did you mean ${same.id}?`;
	throw new UsageError(`no rule ${id}${hint === '' ? '; dualstack-lint rules lists them' : hint}`);
}
