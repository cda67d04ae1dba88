import type { Unresolved } from '../render/resource.ts';
import type { YamlNode } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';
import type { CalicoPoolFact, DnsServerFact, IdleSettingFact, IstioFact, VirtualAddressFact } from './add-on-facts.ts';
import type { Cidr, CidrProblem, IpAddress, IpFamily } from './cidr.ts';
import type { FlagSet } from './flags.ts';
import type { HostLinkFact, KernelArgumentFact, ValidSubnetsFact } from './host-facts.ts';
import type { Setting } from './setting.ts';

/** What a network is for. */
export type NetworkRole = 'node' | 'pod' | 'service' | 'load-balancer' | 'ceph-public' | 'ceph-cluster' | 'other';

/** A value and the text that decides it. */
export interface Located<T> {
	readonly value: T;
	readonly origin: Origin;
}

/** One prefix as somebody wrote it. */
export interface Prefix {
	readonly text: string;
	readonly origin: Origin;
	/** The network meant; present also with host bits or leading zeros, absent when the text is no prefix. */
	readonly cidr: Cidr | undefined;
	readonly problem: CidrProblem | undefined;
}

/** How the setting relates to the network it names. */
export type Relation =
	/** The network is exactly this. */
	| 'is'
	/** The network must lie inside this (a native routing CIDR). */
	| 'contains';

/** In which way the statement is in force. */
export type Standing =
	/** A component of the cluster reads it. */
	| 'live'
	/** It was used once, to set the cluster up. */
	| 'bootstrap'
	/** Nobody wrote it: the version's default. */
	| 'default'
	/** The configuration of this tool says so about the world outside. */
	| 'configured'
	/** The configuration says that it shall become so. */
	| 'target';

/** One setting that states which addresses a network has. */
export interface Declaration {
	readonly fact: 'declaration';
	readonly role: NetworkRole;
	/** Name of a pool or of a network of the role `other`. */
	readonly name?: string;
	/** Who says it: `kubeadm`, `kube-apiserver`, `Cilium`. */
	readonly component: string;
	/** Where: `networking.podSubnet`, `--cluster-cidr`, `ipv6NativeRoutingCIDR`. */
	readonly setting: string;
	readonly at: Origin;
	readonly prefixes: readonly Prefix[];
	/** One prefix, several separated by commas in one text, or a YAML list. */
	readonly form: 'one' | 'comma-list' | 'list';
	/** Given for a setting that holds one family only. */
	readonly family?: IpFamily;
	readonly relation: Relation;
	readonly standing: Standing;
	/** What the consumer does with bits beyond the prefix length. */
	readonly hostBits: 'masked' | 'refused';
	/** The machine that it is for, when it is for one. */
	readonly node?: string;
}

/** A process of the control plane and how it is started. */
export interface ProcessFact {
	readonly fact: 'process';
	readonly process: 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kube-proxy' | 'kubelet' | 'etcd';
	/** `static pod`, `kubeadm`, `kubelet drop-in`, `Talos`: what kind of file says so. */
	readonly component: string;
	/** Full command lines say all; a fragment only adds to flags given elsewhere. */
	readonly complete: boolean;
	readonly flags: FlagSet;
	readonly at: Origin;
	readonly node?: string;
	/** The address and port that kubeadm noted on the manifest of an API server, and reads from there on upgrade. */
	readonly notedEndpoint?: Located<string>;
}

/** Size of the block each node gets out of the pod network. Without a family it is the flag for both. */
export interface NodeMask {
	readonly fact: 'node-mask';
	readonly component: string;
	readonly setting: string;
	readonly family: IpFamily | undefined;
	readonly size: Setting<number>;
	readonly standing: Standing;
	readonly at: Origin;
	readonly node?: string;
}

/** A kubeadm ClusterConfiguration, wherever it stands. */
export interface KubeadmFact {
	readonly fact: 'kubeadm';
	/** `file`, `ConfigMap kube-system/kubeadm-config`, `heredoc`. */
	readonly source: string;
	readonly root: YamlNode;
	readonly at: Origin;
}

/** A kubeadm InitConfiguration or JoinConfiguration: what kubeadm does on one machine. */
export interface KubeadmNodeFact {
	readonly fact: 'kubeadm-node';
	readonly root: YamlNode;
	readonly at: Origin;
	/** Where the endpoint of the machine's API server stands below the root. */
	readonly endpoint: readonly string[];
}

/** A kernel setting in a file or a heredoc. Keys use dots: `net.ipv6.conf.all.forwarding`. */
export interface SysctlFact {
	readonly fact: 'sysctl';
	/** The file on the host, or the file of the repository that holds the lines; keys of one file belong together. */
	readonly file: string;
	readonly key: string;
	readonly value: string;
	readonly at: Origin;
	/** The whole block of settings, where a missing key would be added. */
	readonly block: Origin;
}

/** One installation of Cilium: the values given to the chart, merged in Helm's order. */
export interface CiliumFact {
	readonly fact: 'cilium';
	readonly source: 'HelmRelease' | 'bootstrap';
	readonly version: Setting<string>;
	/** The values that somebody wrote; see `ciliumValue` for those in force. */
	readonly values: YamlNode;
	readonly at: Origin;
	/** Parts of the values that could not be read. Everything they could set is unknown. */
	readonly unresolved: readonly Unresolved[];
	/** True when flags of a script stand for part of the values only. */
	readonly partial: boolean;
}

/** An object of Cilium's own kinds. */
export interface CiliumObjectFact {
	readonly fact: 'cilium-object';
	readonly apiVersion: string;
	readonly kind: string;
	readonly name: string;
	readonly root: YamlNode;
	readonly at: Origin;
}

/** A release of a chart whose values are known, with the values that somebody wrote. */
export interface ChartReleaseFact {
	readonly fact: 'chart-release';
	readonly chart: string;
	readonly version: Setting<string>;
	readonly values: YamlNode;
	readonly at: Origin;
}

/** A network plugin other than Cilium that gives pods addresses of its own blocks, not of the nodes'. */
export interface NetworkPluginFact {
	readonly fact: 'network-plugin';
	readonly product: 'Calico';
	readonly at: Origin;
}

/** A Service, or a chart value that becomes one. */
export interface ServiceFact {
	readonly fact: 'service';
	readonly name: string;
	readonly namespace: string | undefined;
	readonly at: Origin;
	readonly type: Setting<string>;
	readonly policy: Setting<string>;
	readonly families: readonly Located<string>[];
	/** Addresses asked for: `spec.loadBalancerIP` or an annotation. */
	readonly requestedIps: readonly Located<string>[];
	readonly clusterIps: readonly Located<string>[];
	/** `None` makes a Service headless. */
	readonly headless: boolean;
	readonly hasSelector: boolean;
	readonly loadBalancerClass: Setting<string>;
	readonly labels: ReadonlyMap<string, string>;
	/** The `spec` map, where missing fields would be added. */
	readonly spec: YamlNode | undefined;
}

/** A pool of addresses for load balancers. */
export interface AddressPoolFact {
	readonly fact: 'address-pool';
	readonly product: 'Cilium' | 'MetalLB' | 'kube-vip';
	readonly name: string;
	readonly at: Origin;
	readonly blocks: readonly PoolBlock[];
	/** Parts of the pool that could not be read. */
	readonly unresolved: boolean;
	readonly disabled: boolean;
}

export interface PoolBlock {
	readonly text: string;
	readonly origin: Origin;
	/** The prefixes that the block covers; empty when the text is no block. */
	readonly cidrs: readonly Cidr[];
	readonly problem: string | undefined;
}

/** A list of Ceph monitors. */
export interface MonitorsFact {
	readonly fact: 'monitors';
	/** Who reads it: `Rook` (`name=addr:port,…`), `ceph-csi` (a list of endpoints), `ceph.conf` (`mon_host`). */
	readonly reader: 'Rook' | 'ceph-csi' | 'ceph.conf';
	readonly setting: string;
	readonly at: Origin;
	/** The endpoints as written, each with its own span; empty when the list is unknown. */
	readonly endpoints: readonly Located<string>[];
	readonly namespace: string | undefined;
	readonly unresolved: boolean;
}

/** A Rook CephCluster. */
export interface CephClusterFact {
	readonly fact: 'ceph-cluster';
	readonly name: string;
	readonly namespace: string | undefined;
	readonly root: YamlNode;
	readonly at: Origin;
}

/** A Rook operator release: its chart version and values. */
export interface RookOperatorFact {
	readonly fact: 'rook-operator';
	readonly namespace: string | undefined;
	readonly version: Setting<string>;
	readonly values: YamlNode;
	readonly at: Origin;
	readonly unresolved: readonly Unresolved[];
}

/** An endpoint that the script gets which exports a Ceph cluster for Rook. */
export interface ExportFact {
	readonly fact: 'export';
	/** The flag, without dashes: `rgw-endpoint`. */
	readonly flag: string;
	readonly endpoint: Located<string>;
	readonly at: Origin;
}

/** The version of a product that the repository pins. */
export interface VersionFact {
	readonly fact: 'version';
	/** `ceph` is the version of a Ceph outside, from the configuration. */
	readonly product: 'kubernetes' | 'cilium' | 'rook' | 'talos' | 'ceph';
	readonly version: Setting<string>;
	readonly component: string;
}

/** A machine of the cluster. */
export interface NodeFact {
	readonly fact: 'node';
	readonly name: string;
	readonly role: 'control-plane' | 'worker' | undefined;
	readonly addresses: readonly Located<IpAddress>[];
	readonly at: Origin;
}

/** What makes the cluster, where a file or an object tells. */
export interface DistributionFact {
	readonly fact: 'distribution';
	/** The name by which its declarations go as a component: `k3s`, `Talos`. */
	readonly name: string;
	/** `applied`: an object of the cluster itself that only this distribution has a use for. */
	readonly by: 'file' | 'applied';
	readonly at: Origin;
}

/** A Node object with the blocks of the pod network that it holds. */
export interface NodeBlocksFact {
	readonly fact: 'node-blocks';
	readonly name: string;
	readonly at: Origin;
	readonly prefixes: readonly Prefix[];
}

/** A ServiceCIDR object. `kubernetes` is the one that kube-apiserver makes out of its own flags. */
export interface ServiceCidrFact {
	readonly fact: 'service-cidr';
	readonly name: string;
	readonly at: Origin;
	readonly prefixes: readonly Prefix[];
}

/** Everything a reader can say. */
export type Fact =
	| Declaration
	| ProcessFact
	| NodeMask
	| KubeadmFact
	| KubeadmNodeFact
	| SysctlFact
	| CiliumFact
	| ChartReleaseFact
	| CiliumObjectFact
	| NetworkPluginFact
	| ServiceFact
	| AddressPoolFact
	| MonitorsFact
	| CephClusterFact
	| RookOperatorFact
	| ExportFact
	| VersionFact
	| NodeFact
	| NodeBlocksFact
	| DistributionFact
	| HostLinkFact
	| ValidSubnetsFact
	| CalicoPoolFact
	| IstioFact
	| VirtualAddressFact
	| IdleSettingFact
	| DnsServerFact
	| KernelArgumentFact
	| ServiceCidrFact
	| { readonly fact: 'unresolved'; readonly unresolved: Unresolved };
