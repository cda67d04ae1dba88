import type { Origin } from '../repo/origin.ts';
import { familyOrder } from './agreement.ts';
import type { IpFamily } from './cidr.ts';
import { ciliumInForce } from './cilium-pods.ts';
import { ciliumEnabled, ipamMode } from './cilium-values.ts';
import type { Declaration } from './facts.ts';
import type { AddressPlan } from './plan.ts';
import type { Setting } from './setting.ts';

/** The families of the pod or service network, as far as the repository tells. */
export interface NetworkFamilies {
	/** Who says what the network is: components, or what set the cluster up where no component says anything. */
	readonly stated: readonly Declaration[];
	readonly live: ReadonlySet<IpFamily>;
	readonly target: ReadonlySet<IpFamily>;
	/** Something is stated, and every entry of it can be read. */
	readonly isKnown: boolean;
}

/** Reads the families of a network off its declarations; defaults and what only must contain it do not count. */
export function networkFamilies(plan: AddressPlan, role: 'pod' | 'service'): NetworkFamilies {
	const all = plan.declarations.filter((one) => one.role === role && one.relation === 'is');
	const components = all.filter(({ standing }) => standing === 'live');
	const stated = components.length > 0 ? components : all.filter(({ standing }) => standing === 'bootstrap');
	return {
		stated,
		live: new Set(stated.flatMap(familyOrder)),
		target: new Set(all.filter(({ standing }) => standing === 'target').flatMap(familyOrder)),
		isKnown: stated.length > 0 && stated.every(isReadable),
	};
}

/** Every entry is a prefix, so no family hides behind a mistake. */
export function isReadable({ prefixes }: Declaration): boolean {
	return prefixes.length > 0 && prefixes.every(({ cidr }) => cidr !== undefined);
}

/** What makes the cluster dual-stack, now or once it has reached its target. */
export interface DualStack {
	readonly standing: 'live' | 'target';
	readonly at: Origin;
	readonly note: string;
}

/** The first sign of two families: pods or Services that have both, Cilium with IPv6, or a target with both. */
export function dualStack(plan: AddressPlan): DualStack | undefined {
	const networks = (['pod', 'service'] as const).map((role) => ({ role, ...networkFamilies(plan, role) }));
	for (const { role, live, stated } of networks) {
		const second = [...live][1];
		const witness = stated.find((one) => second !== undefined && familyOrder(one).includes(second));
		if (witness === undefined) continue;
		const note = `${witness.component} (${witness.setting}) names the ${second} ${role} network`;
		return { standing: 'live', at: witness.at, note };
	}
	const ipv6 = ciliumIpv6(plan);
	if (ipv6?.state === 'set' && ipv6.value && !isIpv6Only(networks)) {
		return { standing: 'live', at: ipv6.origin, note: 'Cilium has IPv6 switched on' };
	}
	for (const { role, target } of networks) {
		const second = [...target][1];
		const witness = plan.declarations.find(
			(one) =>
				one.standing === 'target' && one.role === role && second !== undefined && familyOrder(one).includes(second),
		);
		if (witness !== undefined) return { standing: 'target', at: witness.at, note: 'the target has both families' };
	}
	return undefined;
}

function isIpv6Only(networks: readonly NetworkFamilies[]): boolean {
	return networks.some(({ live, isKnown }) => isKnown && live.has('IPv6') && !live.has('IPv4'));
}

/** Whether Cilium has IPv6 switched on; undefined without Cilium. */
function ciliumIpv6(plan: AddressPlan): Setting<boolean> | undefined {
	const all = ciliumInForce(plan).map((fact) => ciliumEnabled(fact, 'IPv6'));
	return all.find((one) => one.state === 'set' && one.value) ?? all.find((one) => one.state !== 'set') ?? all[0];
}

/** Why pods have no IPv6 addresses, where that is certain: Cilium or, without it, the pod network says so. */
export function podsLackIpv6(plan: AddressPlan): { readonly at: Origin; readonly note: string } | undefined {
	const { stated, live, isKnown } = networkFamilies(plan, 'pod');
	const [witness] = stated;
	const ipv6 = ciliumIpv6(plan);
	if (ipv6?.state === 'set' && !ipv6.value) return { at: ipv6.origin, note: 'Cilium gives pods no IPv6 addresses' };
	const isFromNodes = ciliumInForce(plan).every((fact) => {
		const mode = ipamMode(fact);
		return mode.state === 'set' && mode.value === 'kubernetes';
	});
	if (ipv6 !== undefined && (ipv6.state !== 'set' || !isFromNodes)) return undefined;
	if (!isKnown || live.has('IPv6') || witness === undefined) return undefined;
	return { at: witness.at, note: `the pod network (${witness.component}, ${witness.setting}) has IPv4 only` };
}
