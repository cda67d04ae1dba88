import type { DualStack } from '../../src/network/families.ts';
import type { Finding } from '../../src/rule.ts';

/**
 * What a machine lacks for both families: as grave as told in a cluster that has them, an info while only the target
 * of the configuration does.
 */
export function forBothFamilies(dual: DualStack, finding: Finding & Required<Pick<Finding, 'severity'>>): Finding {
	const isPending = dual.standing === 'target';
	return {
		...finding,
		severity: isPending ? 'info' : finding.severity,
		message: `${isPending ? 'pending: ' : ''}${finding.message}; ${dual.note}`,
		because: [...(finding.because ?? []), { at: dual.at, note: dual.note }],
	};
}
