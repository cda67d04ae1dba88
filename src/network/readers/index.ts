import type { Reader } from '../reader.ts';
import { cephCsi } from './ceph-csi.ts';
import { cilium } from './cilium.ts';
import { ciliumPools } from './cilium-pools.ts';
import { kubeVip } from './kube-vip.ts';
import { metalLb } from './metallb.ts';
import { rookCeph } from './rook-ceph.ts';
import { services } from './services.ts';

/** Everybody who knows a product's files. */
export const readers: readonly Reader[] = [cilium, ciliumPools, metalLb, kubeVip, services, rookCeph, cephCsi];
