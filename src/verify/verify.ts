import { type PhaseState, phaseOf, single } from './check.ts';
import type { Expected } from './expected.ts';
import type { LiveCluster } from './live.ts';
import { ciliumChecks } from './phases/cilium.ts';
import { controlPlaneChecks } from './phases/control-plane.ts';
import { holdChecks } from './phases/hold.ts';
import { nodesChecks, registration } from './phases/nodes.ts';
import { rookChecks } from './phases/rook.ts';
import { servicesChecks } from './phases/services.ts';

/** Compares the cluster with the repository, phase by phase. */
export function verifyPhases(live: LiveCluster, expected: Expected): PhaseState[] {
	return [
		phaseOf('hold', holdChecks(live, expected)),
		phaseOf('nodes', nodesChecks(live, expected)),
		phaseOf('control-plane', controlPlaneChecks(live, expected)),
		phaseOf('re-registration', [registration(live, expected)]),
		phaseOf('policies', [policies]),
		phaseOf('cilium', ciliumChecks(live, expected)),
		phaseOf('services', servicesChecks(live, expected)),
		phaseOf('rook', rookChecks(live, expected)),
	];
}

/** What a policy lets through is seen in traffic alone. */
const policies = single(
	'policies let both families through',
	'kubectl get networkpolicies,ciliumnetworkpolicies -A -o yaml',
	'unknown',
	'no object shows it; try a connection over IPv6 between pods',
);
