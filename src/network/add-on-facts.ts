import type { Origin } from '../repo/origin.ts';
import type { IpAddress } from './cidr.ts';
import type { Located, Prefix } from './facts.ts';
import type { Setting } from './setting.ts';

/** A setting that is written and does nothing, because another one keeps it from being read. */
export interface IdleSettingFact {
	readonly fact: 'idle-setting';
	readonly component: string;
	readonly setting: string;
	readonly at: Origin;
	/** The other setting and its state. */
	readonly why: string;
	/** True for what is overruled in a cluster of both families only. */
	readonly ofDualStack?: true;
}

/** The DNS server of the cluster, with its plugins in the order in which they are written. */
export interface DnsServerFact {
	readonly fact: 'dns-server';
	readonly plugins: readonly CorefilePlugin[];
	readonly at: Origin;
}

/** A plugin of CoreDNS: `template ANY AAAA` with the lines of its block. */
export interface CorefilePlugin {
	readonly name: string;
	readonly parameters: string;
	readonly lines: readonly string[];
	readonly at: Origin;
}

/** A pool of Calico with what its API checks. */
export interface CalicoPoolFact {
	readonly fact: 'calico-pool';
	readonly at: Origin;
	readonly prefix: Prefix;
	/** The mode that encapsulates packets in IP. */
	readonly ipip: Located<string> | undefined;
	readonly blockSize: Located<number> | undefined;
}

/** The two switches by which Istio serves both families: of the control plane and of the proxies. */
export interface IstioFact {
	readonly fact: 'istio';
	readonly at: Origin;
	readonly controlPlane: Setting<boolean>;
	readonly proxies: Setting<boolean>;
}

/** The address that kube-vip holds for the control plane, and the length that it gives the address. */
export interface VirtualAddressFact {
	readonly fact: 'virtual-address';
	readonly at: Origin;
	readonly addresses: readonly Located<IpAddress>[];
	readonly lengths: Located<string> | undefined;
}
