import type { Wanted } from '../../render/flux/relevance.ts';
import type { Reader } from '../reader.ts';
import { apiObjects } from './api-objects.ts';
import { bootstrapScript } from './bootstrap-script.ts';
import { calico } from './calico.ts';
import { cephCsi } from './ceph-csi.ts';
import { chartReleases } from './chart-releases.ts';
import { cilium } from './cilium.ts';
import { ciliumObjects } from './cilium-objects.ts';
import { ciliumPools } from './cilium-pools.ts';
import { clusterFiles } from './cluster-files.ts';
import { clusterObjects } from './cluster-objects.ts';
import { coreDns } from './coredns.ts';
import { distributionSigns } from './distribution-signs.ts';
import { flannel } from './flannel.ts';
import { hostNetwork } from './host-network.ts';
import { ifupdown } from './ifupdown.ts';
import { istio } from './istio.ts';
import { k0s } from './k0s.ts';
import { k3s } from './k3s.ts';
import { k3sCommand } from './k3s-command.ts';
import { kernelArguments } from './kernel-arguments.ts';
import { kubeProxy } from './kube-proxy.ts';
import { kubeVip } from './kube-vip.ts';
import { kubeadm } from './kubeadm.ts';
import { kubelet } from './kubelet.ts';
import { kubespray } from './kubespray.ts';
import { metalLb } from './metallb.ts';
import { multus } from './multus.ts';
import { netplan } from './netplan.ts';
import { networkd } from './networkd.ts';
import { pulumi } from './pulumi.ts';
import { rookCeph } from './rook-ceph.ts';
import { services } from './services.ts';
import { staticPods } from './static-pods.ts';
import { talhelper } from './talhelper.ts';
import { talos } from './talos.ts';

/** Everybody who knows a product's files. */
export const readers: readonly Reader[] = [
	kubeadm,
	staticPods,
	kubelet,
	kubeProxy,
	bootstrapScript,
	hostNetwork,
	netplan,
	networkd,
	ifupdown,
	kernelArguments,
	talos,
	talhelper,
	k3s,
	k3sCommand,
	k0s,
	kubespray,
	pulumi,
	clusterFiles,
	distributionSigns,
	cilium,
	ciliumPools,
	ciliumObjects,
	chartReleases,
	calico,
	flannel,
	multus,
	coreDns,
	istio,
	metalLb,
	kubeVip,
	services,
	clusterObjects,
	apiObjects,
	rookCeph,
	cephCsi,
];

const eager = union(readers.filter(({ kinds }) => kinds === undefined));

/** What a file must hold to be of use to any reader. */
export const wanted: Wanted = {
	words: union(readers),
	inObject: (text) =>
		wanted.words.test(text) &&
		(eager.test(text) || readers.some(({ words, kinds }) => words?.test(text) === true && kinds?.test(text) === true)),
};

function union(some: readonly Reader[]): RegExp {
	return new RegExp(some.flatMap(({ words }) => words?.source ?? []).join('|'));
}
