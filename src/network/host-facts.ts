import type { Origin } from '../repo/origin.ts';
import type { Cidr, IpAddress, IpFamily } from './cidr.ts';
import type { Located, Prefix } from './facts.ts';
import type { Setting } from './setting.ts';

/** A network interface of a machine, as the machine's own configuration sets it up. */
export interface HostLinkFact {
	readonly fact: 'host-link';
	readonly manager: 'netplan' | 'systemd-networkd' | 'ifupdown' | 'Talos';
	readonly link: string;
	readonly at: Origin;
	readonly node?: string;
	/** Static addresses; the network is the one that the prefix length makes. */
	readonly addresses: readonly HostAddress[];
	/** Where default routes are written. */
	readonly defaultRoutes: readonly Located<IpFamily>[];
	/** Whether router advertisements are taken; `always` also where the machine forwards. */
	readonly advertisements: Setting<'off' | 'on' | 'always'>;
	readonly dhcp6: Setting<boolean>;
	/** Whether the link is told to forward IPv6. */
	readonly forwards: Setting<boolean>;
	/** Where IPv6 is switched off on the link. */
	readonly ipv6Off: Located<string> | undefined;
	readonly mtu: Setting<number>;
	/** True where a part could not be read. */
	readonly unresolved: boolean;
}

/** The networks out of which Talos chooses the addresses of a node; an entry that begins with `!` excludes. */
export interface ValidSubnetsFact {
	readonly fact: 'valid-subnets';
	readonly at: Origin;
	readonly prefixes: readonly Prefix[];
}

/** An address of a machine's own interface. */
export interface HostAddress extends Located<IpAddress> {
	/** Undefined for an address without a prefix length. */
	readonly network: Cidr | undefined;
}

/** An argument of the kernel: `ipv6.disable=1`. */
export interface KernelArgumentFact {
	readonly fact: 'kernel-argument';
	readonly name: string;
	readonly value: string;
	readonly at: Origin;
	readonly node?: string;
}
