import type { IpFamily } from '../cidr.ts';

/** What a distribution gives a cluster whose configuration names no networks. */
export interface DefaultNetworks {
	readonly pod: Readonly<Partial<Record<IpFamily, string>>>;
	readonly service: Readonly<Partial<Record<IpFamily, string>>>;
}

/** talos, `pkg/machinery/constants/constants.go`; talhelper gives the same. */
export const talosNetworks: DefaultNetworks = {
	pod: { IPv4: '10.244.0.0/16' },
	service: { IPv4: '10.96.0.0/12' },
};

/** k3s, `pkg/util/net.go` GetDefaultAddresses; RKE2, `reference/server_config.md`. The IPv6 ones are for IPv6-only nodes. */
export const k3sNetworks: DefaultNetworks = {
	pod: { IPv4: '10.42.0.0/16' },
	service: { IPv4: '10.43.0.0/16' },
};

/** k0s, `pkg/apis/k0s/v1beta1/network.go`; IPv6 must be given. */
export const k0sNetworks: DefaultNetworks = {
	pod: { IPv4: '10.244.0.0/16' },
	service: { IPv4: '10.96.0.0/12' },
};

/** kubespray, `roles/kubespray_defaults/defaults/main/main.yml`. */
export const kubesprayNetworks: DefaultNetworks = {
	pod: { IPv4: '10.233.64.0/18', IPv6: 'fd85:ee78:d8a6:8607::1:0/112' },
	service: { IPv4: '10.233.0.0/18', IPv6: 'fd85:ee78:d8a6:8607::1000/116' },
};

/** kind, `pkg/apis/config/v1alpha4/default.go`. */
export const kindNetworks: DefaultNetworks = {
	pod: { IPv4: '10.244.0.0/16', IPv6: 'fd00:10:244::/56' },
	service: { IPv4: '10.96.0.0/16', IPv6: 'fd00:10:96::/112' },
};
