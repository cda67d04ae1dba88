import type { Reader } from '../reader.ts';
import { bootstrapScript } from './bootstrap-script.ts';
import { cephCsi } from './ceph-csi.ts';
import { cilium } from './cilium.ts';
import { ciliumPools } from './cilium-pools.ts';
import { hostNetwork } from './host-network.ts';
import { kubeProxy } from './kube-proxy.ts';
import { kubeVip } from './kube-vip.ts';
import { kubeadm } from './kubeadm.ts';
import { kubelet } from './kubelet.ts';
import { metalLb } from './metallb.ts';
import { rookCeph } from './rook-ceph.ts';
import { services } from './services.ts';
import { staticPods } from './static-pods.ts';

/** Everybody who knows a product's files. */
export const readers: readonly Reader[] = [
	kubeadm,
	staticPods,
	kubelet,
	kubeProxy,
	bootstrapScript,
	hostNetwork,
	cilium,
	ciliumPools,
	metalLb,
	kubeVip,
	services,
	rookCeph,
	cephCsi,
];
