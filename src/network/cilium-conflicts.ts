import type { Origin } from '../repo/origin.ts';
import type { IpFamily } from './cidr.ts';
import { isOn, poolsOf } from './cilium-pods.ts';
import {
	ciliumEnabled,
	ciliumMasquerades,
	ciliumReleases,
	ciliumValue,
	ipamMode,
	routingMode,
} from './cilium-values.ts';
import type { CiliumFact } from './facts.ts';
import { newestCilium } from './limits/cilium.ts';
import { isAtLeast, versionText } from './limits/versions.ts';
import { givenValue, placeOf } from './setting.ts';

/** Values that do not go together, and from which release on, until before which, something comes of it. */
export interface Conflict {
	/** The value to show; the finding sits on it or on the block that leaves it out. */
	readonly at: string;
	/** Another value that it conflicts with. */
	readonly with?: string;
	readonly from?: string;
	readonly before?: string;
	readonly holds: (values: CiliumValues) => boolean | undefined;
	/** What does not go together, as a sentence of facts. */
	readonly says: string;
	/** Where it is milder than an error. */
	readonly severity?: 'warning';
}

/** The values of one installation as conditions ask for them. Undefined is what cannot be known. */
export interface CiliumValues {
	/** The value in force as text; empty when there is none. */
	text(path: string): string | undefined;
	/** Whether a switch is on. */
	on(path: string): boolean | undefined;
	/** How many prefixes a family's cluster pool has; undefined without one. */
	readonly poolSizes: ReadonlyMap<IpFamily, number>;
	readonly ipam: string | undefined;
	readonly routing: string | undefined;
	readonly ipv4: boolean | undefined;
	readonly ipv6: boolean | undefined;
	readonly masqueradesIpv4: boolean | undefined;
	readonly masqueradesIpv6: boolean | undefined;
}

/** A conflict that an installation has. */
export interface FoundConflict {
	readonly conflict: Conflict;
	readonly at: Origin;
	readonly related: Origin | undefined;
	/** Says that no version is pinned; empty where one is. */
	readonly assumption: string;
}

/** The conflicts that hold for each release that the installation may be of, the lowest and the highest. */
export function conflictsIn(fact: CiliumFact, conflicts: readonly Conflict[]): FoundConflict[] {
	const { low, high } = ciliumReleases(fact);
	const values = valuesOf(fact);
	return conflicts.flatMap((conflict): FoundConflict[] => {
		const { from = '0.0.0', before } = conflict;
		if (!isAtLeast(low, from) || (before !== undefined && isAtLeast(high, before))) return [];
		if (conflict.holds(values) !== true) return [];
		const related = conflict.with === undefined ? undefined : ciliumValue(fact, conflict.with);
		const isWritten = related?.state === 'set' && related.origin.kind !== 'omitted';
		return [
			{
				conflict,
				at: placeOf(ciliumValue(fact, conflict.at)),
				related: isWritten ? related.origin : undefined,
				assumption: assumptionOf(fact),
			},
		];
	});
}

/** What to say where the newest known release stands for one that is not pinned. */
export function assumptionOf(fact: CiliumFact): string {
	return ciliumReleases(fact).assumed ? ` (judged as ${versionText(newestCilium)})` : '';
}

/** Reads values with three outcomes: yes, no and unknown. */
export function valuesOf(fact: CiliumFact): CiliumValues {
	const valueAt = (path: string) => {
		const setting = ciliumValue(fact, path);
		return setting.state === 'absent' && fact.partial ? undefined : setting;
	};
	return {
		text(path) {
			const setting = valueAt(path);
			if (setting === undefined || setting.state === 'unknown') return undefined;
			return setting.state === 'absent' || setting.value === null ? '' : String(setting.value);
		},
		on(path) {
			const setting = valueAt(path);
			return setting === undefined || setting.state === 'unknown' ? undefined : isOn(setting);
		},
		poolSizes: new Map(poolsOf(fact).map(({ family, declaration }) => [family, declaration.prefixes.length])),
		ipam: givenValue(ipamMode(fact)),
		routing: givenValue(routingMode(fact)),
		ipv4: givenValue(ciliumEnabled(fact, 'IPv4')),
		ipv6: givenValue(ciliumEnabled(fact, 'IPv6')),
		masqueradesIpv4: givenValue(ciliumMasquerades(fact, 'IPv4')),
		masqueradesIpv6: givenValue(ciliumMasquerades(fact, 'IPv6')),
	};
}
