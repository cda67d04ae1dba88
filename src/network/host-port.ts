import { parseIp } from './cidr.ts';

/** What kubeadm finds wrong with a host and port; undefined for nothing. `util/endpoint.go` ParseHostPort. */
export function endpointProblem(text: string): string | undefined {
	const [host, port] = splitHostPort(text);
	if (port !== undefined && port !== '' && !isPort(port))
		return `has the port ${port}, which is no number from 1 to 65535`;
	if (isAddress(host) || isDnsName(host)) return undefined;
	if (host.startsWith('[')) return 'has brackets and no port';
	return host.includes(':') ? 'has colons and is no IPv6 address' : 'is no address and no DNS name';
}

/** True for an address as kubeadm reads it, leading zeros included. */
export function isAddress(text: string): boolean {
	return parseIp(text).ok || parseIp(text.replace(/(^|\.)0+(?=\d)/g, '$1')).ok;
}

/** True for the number of a TCP port in decimals. */
export function isPort(text: string): boolean {
	return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;
}

/** RFC 1123 as Kubernetes has it: lower case, at most 253 characters. */
export function isDnsName(text: string): boolean {
	return text.length <= 253 && text.split('.').every((label) => /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(label));
}

/** As Go's `net.SplitHostPort`; what it refuses is a host as a whole. */
function splitHostPort(text: string): readonly [host: string, port: string | undefined] {
	const bracketed = /^\[([^[\]]*)\]:([^:[\]]*)$/.exec(text);
	if (bracketed !== null) return [bracketed[1] ?? '', bracketed[2]];
	const colon = text.indexOf(':');
	const isPair = colon !== -1 && colon === text.lastIndexOf(':') && !/[[\]]/.test(text);
	return isPair ? [text.slice(0, colon), text.slice(colon + 1)] : [text, undefined];
}
