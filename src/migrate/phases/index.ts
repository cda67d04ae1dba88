import type { Phase } from '../phase.ts';
import { cilium } from './cilium.ts';
import { controlPlane } from './control-plane.ts';
import { hold } from './hold.ts';
import { nodes } from './nodes.ts';
import { policies } from './policies.ts';
import { reRegistration } from './re-registration.ts';
import { rook } from './rook.ts';
import { services } from './services.ts';

/** The phases in their order. */
export const phases: readonly Phase[] = [hold, nodes, controlPlane, reRegistration, policies, cilium, services, rook];
