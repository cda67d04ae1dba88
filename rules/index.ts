import type { Rule } from '../src/rule.ts';
import { familyMissing } from './addressing/family-missing.ts';
import { hostBits } from './addressing/host-bits.ts';
import { listForOneValue } from './addressing/list-for-one-value.ts';
import { networksOverlap } from './addressing/networks-overlap.ts';
import { notAPrefix } from './addressing/not-a-prefix.ts';
import { undefinedUniqueLocal } from './addressing/undefined-unique-local.ts';
import { zeroGlobalId } from './addressing/zero-global-id.ts';
import { familyOrderMismatch } from './control-plane/family-order-mismatch.ts';
import { podCidrMismatch } from './control-plane/pod-cidr-mismatch.ts';
import { serviceCidrMismatch } from './control-plane/service-cidr-mismatch.ts';

/** Every rule, in reading order. */
export const rules: readonly Rule[] = [
	hostBits,
	notAPrefix,
	listForOneValue,
	familyMissing,
	networksOverlap,
	undefinedUniqueLocal,
	zeroGlobalId,
	podCidrMismatch,
	serviceCidrMismatch,
	familyOrderMismatch,
];
