import { contains, parseCidr } from '../../src/network/cidr.ts';
import { type AddressPlan, networksOf } from '../../src/network/plan.ts';
import type { Finding } from '../../src/rule.ts';

/** One finding for each declared network inside `range`, at its first declaration. Defaults are nobody's choice. */
export function* networksInside(plan: AddressPlan, range: string, what: string): Generator<Finding> {
	const parsed = parseCidr(range);
	if (!parsed.ok) throw new Error(`${range} is not a prefix`);
	for (const { role, name, cidr, declaredBy } of networksOf(plan)) {
		if (!contains(parsed.value, cidr)) continue;
		const [first, ...more] = declaredBy.filter(({ declaration }) => declaration.standing !== 'default');
		if (first === undefined) continue;
		yield {
			at: first.prefix.origin,
			subject: cidr,
			message: `the ${role} network ${name === undefined ? '' : `${name} `}${cidr} ${what}`,
			because: more.map(({ prefix }) => ({ at: prefix.origin, note: 'the same network here' })),
		};
	}
}
