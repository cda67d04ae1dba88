import type { CephSettings } from '../../network/ceph-settings.ts';
import type { RookOperatorFact } from '../../network/facts.ts';
import { podsLackIpv6 } from '../../network/families.ts';
import { type Version, versionBounds } from '../../network/limits/versions.ts';
import type { AddressPlan } from '../../network/plan.ts';
import { consumers, operatorNamespace } from '../../network/rook-objects.ts';
import { givenValue } from '../../network/setting.ts';
import { ciliumHasIpv6, controlPlaneIsDual, hasControlPlane } from '../phases/cluster-state.ts';

/** What is generated, and for which release of Rook. */
export interface RookCluster {
	readonly ceph: CephSettings;
	readonly fsid: string;
	readonly operator: RookOperatorFact | undefined;
	/** The text of the chart's version. */
	readonly chartVersion: string;
	/** The lowest release that the operator may be of. */
	readonly version: Version;
	readonly operatorNamespace: string;
	readonly clusterNamespace: string;
	/** `unknown`: nothing is switched either way. */
	readonly podIpv6: 'present' | 'absent' | 'unknown';
}

/** What the configuration and the repository say together, or why that is not enough. */
export function rookCluster(
	plan: AddressPlan,
	ceph: CephSettings,
): { readonly ok: true; readonly value: RookCluster } | { readonly ok: false; readonly reason: string } {
	const lacking = [...(ceph.fsid === undefined ? ['fsid'] : []), ...(ceph.monitors.length === 0 ? ['monitors'] : [])];
	const { fsid } = ceph;
	if (fsid === undefined || lacking.length > 0)
		return { ok: false, reason: `ceph of the configuration has no ${lacking.join(' and no ')}` };
	const [operator, another] = plan.rookOperators;
	if (another !== undefined) return { ok: false, reason: 'two releases install the Rook operator' };
	const pinned = operator === undefined ? undefined : givenValue(operator.version);
	const chartVersion = operator === undefined ? ceph.rook.version : pinned;
	const bounds = chartVersion === undefined ? undefined : versionBounds(chartVersion);
	if (chartVersion === undefined || bounds === undefined)
		return {
			ok: false,
			reason:
				operator === undefined
					? 'no release installs the Rook operator; name the version of its chart in ceph.rook.version'
					: 'the version of the chart rook-ceph is not pinned, and each release wants other objects',
		};
	if (bounds.low.major !== 1 || bounds.low.minor < 14)
		return { ok: false, reason: `Rook ${chartVersion} is older than 1.14, the first release that is known` };
	const ownNamespace = operatorNamespace(plan) ?? ceph.rook.operatorNamespace ?? 'rook-ceph';
	const [consumer] = consumers(plan);
	const clusterNamespace = consumer?.namespace ?? ceph.rook.clusterNamespace ?? ownNamespace;
	const strange = [ownNamespace, clusterNamespace].find((name) => !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name));
	if (strange !== undefined) return { ok: false, reason: `${strange} is no name of a namespace` };
	const internal = plan.cephClusters.find(
		(one) => one.namespace === clusterNamespace && !consumers(plan).includes(one),
	);
	if (internal !== undefined)
		return {
			ok: false,
			reason: `the CephCluster ${internal.name} in ${clusterNamespace} is one of Rook's own; name another namespace in ceph.rook.clusterNamespace`,
		};
	return {
		ok: true,
		value: {
			ceph,
			fsid,
			operator,
			chartVersion,
			version: bounds.low,
			operatorNamespace: ownNamespace,
			clusterNamespace,
			podIpv6: podIpv6(plan),
		},
	};
}

function podIpv6(plan: AddressPlan): RookCluster['podIpv6'] {
	if (podsLackIpv6(plan) !== undefined) return 'absent';
	const isDual = !hasControlPlane(plan) || controlPlaneIsDual(plan);
	return ciliumHasIpv6(plan) && isDual ? 'present' : 'unknown';
}
