import type { Reader } from '../reader.ts';

/**
 * Objects of Kubernetes' own that hold addresses and are looked at as they are: policies, Services with addresses of their
 * own, Pods with names for addresses. There is nothing in them that a plan needs.
 */
export const apiObjects: Reader = {
	name: 'api-objects',
	words:
		/gatewayClassName|node-local-dns|node-cache|ipBlock|(?:to|from)(?:CIDR|Entities)|kind["']?:[ \t]*["']?NetworkPolicy\b|hostAliases|nameservers|externalIPs|loadBalancerSourceRanges|clusterIPs|kind["']?:[ \t]*["']?IPAddress\b/,
};
