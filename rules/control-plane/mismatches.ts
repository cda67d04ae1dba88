import { disagreements, type Opinion, type Statement } from '../../src/network/agreement.ts';
import type { NetworkRole } from '../../src/network/facts.ts';
import type { Because, Finding } from '../../src/rule.ts';

/** One finding for each setting that names another network than the others do. */
export function* mismatches(role: NetworkRole, all: readonly Statement[]): Generator<Finding> {
	for (const { family, expected, agreeing, deviating } of disagreements(all)) {
		for (const opinion of deviating) {
			// Two prefixes of one family in one list are a mistake of another kind: control-plane/too-many-prefixes.
			if (opinion.places.every((place) => expected.places.some((other) => isSameList(place, other)))) continue;
			const [first, ...more] = opinion.places;
			const { standing, node } = first.declaration;
			yield {
				at: first.prefix.origin,
				subject: opinion.cidr,
				severity: standing === 'bootstrap' ? 'warning' : 'error',
				message:
					`${label(opinion)}${node === undefined ? '' : ` on ${node}`} names ${opinion.cidr} as the ${family} ${role} ` +
					`network, ${label(expected)} names ${expected.cidr}`,
				because: [...agreeing.map(said), ...more.map(({ prefix }) => ({ at: prefix.origin, note: 'the same here' }))],
			};
		}
	}
}

function isSameList(a: Statement, b: Statement): boolean {
	return a.declaration === b.declaration;
}

function said(opinion: Opinion): Because {
	const places = opinion.places.length === 1 ? '' : ` in ${opinion.places.length} places`;
	return { at: opinion.places[0].prefix.origin, note: `${label(opinion)} names ${opinion.cidr}${places}` };
}

function label({ component, setting }: Opinion): string {
	return `${component} (${setting})`;
}
