import { nodeAt, type Scalar, type Step } from '../repo/node.ts';
import type { IpFamily } from './cidr.ts';
import type { CiliumFact } from './facts.ts';
import { ciliumDefault, familyValues, newestCilium } from './limits/cilium.ts';
import { isAtLeast, type Releases, releasesOf } from './limits/versions.ts';
import { known } from './pieces.ts';
import { nearestBlock, placeOf, type Setting, settingAt } from './setting.ts';

/** The charts that a release of Cilium may be, `assumed` where the newest known one stands for them. */
export function ciliumReleases(fact: CiliumFact): Releases {
	return releasesOf(fact.version, newestCilium);
}

/**
 * The value in force: what is written, else the default of the chart's version, with an origin that names the block
 * that leaves it out. Flags of a script know no defaults. A written null deletes the default, as in Helm.
 */
export function ciliumValue(fact: CiliumFact, path: string): Setting<Scalar> {
	const written = writtenValue(fact, path);
	return written.state !== 'absent' || fact.partial ? written : defaultValue(fact, path);
}

function writtenValue(fact: CiliumFact, path: string): Setting<Scalar> {
	const node = nodeAt(fact.values, path.split('.'));
	return node === undefined ? settingAt(fact.values, path.split('.')) : settingAt(known(node), []);
}

/** The same, with the chart's defaults also where only flags are known: nobody gave another value in the script. */
function valueInForce(fact: CiliumFact, path: string): Setting<Scalar> {
	const written = writtenValue(fact, path);
	return written.state === 'absent' ? defaultValue(fact, path) : written;
}

function defaultValue(fact: CiliumFact, path: string): Setting<Scalar> {
	const omitted = omittedFrom(fact, path);
	if (omitted.state !== 'absent') return omitted;
	const { low, high } = ciliumReleases(fact);
	const value = ciliumDefault(path, low);
	if (value !== ciliumDefault(path, high)) return unknownVersion(fact);
	return value === undefined ? omitted : { state: 'set', value, origin: omitted.origin };
}

/** A value that nobody wrote as far as can be seen: absent at the block that leaves it out, or unknown. */
export function omittedFrom(fact: CiliumFact, path: string): Setting<never> {
	const [unread] = fact.unresolved;
	if (unread !== undefined) return { state: 'unknown', unresolved: unread };
	const steps: readonly Step[] = path.split('.');
	return { state: 'absent', origin: { kind: 'omitted', from: nearestBlock(fact.values, steps).origin, field: path } };
}

function unknownVersion(fact: CiliumFact): Setting<never> {
	const at = placeOf(fact.version);
	return { state: 'unknown', unresolved: { why: 'remote', what: 'which version of the cilium chart is in force', at } };
}

/** True when Cilium gives addresses of that family. */
export function ciliumEnabled(fact: CiliumFact, family: IpFamily): Setting<boolean> {
	return mapped(valueInForce(fact, familyValues[family].enabled), isTrue);
}

/** Who hands out the pods' addresses: `cluster-pool`, `kubernetes`, `multi-pool`, `eni`, `delegated-plugin`, … */
export function ipamMode(fact: CiliumFact): Setting<string> {
	const eni = mapped(valueInForce(fact, 'eni.enabled'), isTrue);
	if (eni.state === 'set' && eni.value) return { ...eni, value: 'eni' };
	const mode = valueInForce(fact, 'ipam.mode');
	return mapped(mode, (value) => (isEmpty(value) ? 'cluster-pool' : String(value)));
}

/** How packets between nodes travel. `hybrid`, from 1.20 on, is native within a subnet. */
export function routingMode(fact: CiliumFact): Setting<'native' | 'tunnel' | 'hybrid'> {
	const mode = valueInForce(fact, 'routingMode');
	if (mode.state !== 'set') return mode;
	if (mode.value === 'native' || mode.value === 'hybrid') return { ...mode, value: mode.value };
	return isEmpty(mode.value) ? routingWithoutMode(fact, mode) : { ...mode, value: 'tunnel' };
}

/** Up to chart 1.14 `tunnel: disabled` means native routing; from 1.19 on the mode eni does. */
function routingWithoutMode(fact: CiliumFact, mode: Setting<Scalar>): Setting<'native' | 'tunnel'> {
	const { low, high } = ciliumReleases(fact);
	const tunnel = writtenValue(fact, 'tunnel');
	if (tunnel.state === 'unknown' && !isAtLeast(low, '1.15.0')) return tunnel;
	if (tunnel.state === 'set' && tunnel.value === 'disabled' && !isAtLeast(low, '1.15.0'))
		return isAtLeast(high, '1.15.0') ? unknownVersion(fact) : { ...tunnel, value: 'native' };
	const gke = valueInForce(fact, 'gke.enabled');
	if (gke.state === 'unknown') return gke;
	if (gke.state === 'set' && isTrue(gke.value)) return { ...gke, value: 'native' };
	const ipam = ipamMode(fact);
	if (ipam.state === 'unknown') return ipam;
	if (ipam.state === 'set' && ipam.value === 'eni' && isAtLeast(high, '1.19.0'))
		return isAtLeast(low, '1.19.0') ? { ...ipam, value: 'native' } : unknownVersion(fact);
	return mapped(mode, () => 'tunnel');
}

/** True when pods speak to the outside with the node's address. */
export function ciliumMasquerades(fact: CiliumFact, family: IpFamily): Setting<boolean> {
	const value = valueInForce(fact, familyValues[family].masquerade);
	const isWritten = value.state === 'set' && value.origin.kind !== 'omitted' && value.value !== null;
	if (family === 'IPv6' || isWritten) return mapped(value, isTrue);
	// From 1.18.0 on the IPv4 switch is null unless written, which is read as true except in the mode eni.
	const { low, high } = ciliumReleases(fact);
	const ipam = ipamMode(fact);
	if (value.state !== 'set' || !isAtLeast(high, '1.18.0')) return mapped(value, isTrue);
	if (ipam.state === 'unknown') return ipam;
	const isEni = ipam.state === 'set' && ipam.value === 'eni';
	if (!isAtLeast(low, '1.18.0') && (isEni || value.value === null)) return unknownVersion(fact);
	return { ...value, value: !isEni };
}

function mapped<T>(setting: Setting<Scalar>, change: (value: Scalar) => T): Setting<T> {
	return setting.state === 'set' ? { ...setting, value: change(setting.value) } : setting;
}

/** Templates test for truth: `true` and non-empty text other than what YAML reads as false. */
function isTrue(value: Scalar): boolean {
	return value === true || (typeof value === 'string' && value !== '' && value !== 'false') || value === 1;
}

function isEmpty(value: Scalar): boolean {
	return value === null || value === '';
}
