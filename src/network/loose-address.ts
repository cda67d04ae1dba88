import { type Cidr, type IpAddress, isCanonical, parseCidr, parseIp } from './cidr.ts';

/** How an address or a prefix in an API object is written; Kubernetes is stricter with new objects than with old ones. */
export type Spelling =
	/** Refused everywhere. */
	| { readonly kind: 'refused' }
	/** Read by every release, refused by those that are strict: leading zeros, IPv4 within IPv6, bits beyond the prefix. */
	| { readonly kind: 'loose'; readonly why: string; readonly value: string }
	/** Read everywhere, and refused in fields that want one spelling only. */
	| { readonly kind: 'not-canonical'; readonly value: string }
	| { readonly kind: 'canonical'; readonly value: string };

/** Reads a prefix as the API server does. kubernetes/kubernetes, `staging/src/k8s.io/apimachinery/pkg/util/validation/ip.go`. */
export function cidrSpelling(text: string): Spelling {
	const [address = '', length = '', ...more] = text.split('/');
	if (more.length > 0 || !/^\d+$/.test(length) || !isIp(address)) return { kind: 'refused' };
	const mapped = mappedIn(address);
	const bits = Number(length);
	const plain = mapped ?? withoutZeros(address);
	const most = mapped !== undefined || plain.includes(':') ? 128 : 32;
	if (bits > most) return { kind: 'refused' };
	const own = mapped !== undefined ? Math.max(0, bits - 96) : bits;
	const read = parseCidr(`${plain}/${own}`);
	const network = read.ok ? read.value : read.problem.kind === 'host-bits' ? read.problem.network : undefined;
	if (network === undefined) return { kind: 'refused' };
	if (mapped !== undefined) return { kind: 'loose', why: 'is an IPv4 prefix within IPv6', value: network };
	if (plain !== address || String(bits) !== length) return { kind: 'loose', why: 'has leading zeros', value: network };
	if (!read.ok) return { kind: 'loose', why: 'has bits set beyond its length', value: network };
	return { kind: isCanonical(text) ? 'canonical' : 'not-canonical', value: network };
}

/** Reads an address as the API server does. */
export function ipSpelling(text: string): Spelling {
	if (!isIp(text)) return { kind: 'refused' };
	const mapped = mappedIn(text);
	const plain = mapped ?? withoutZeros(text);
	const read = parseIp(plain);
	if (!read.ok) return { kind: 'refused' };
	if (mapped !== undefined) return { kind: 'loose', why: 'is an IPv4 address within IPv6', value: read.value };
	if (plain !== text) return { kind: 'loose', why: 'has leading zeros', value: read.value };
	return { kind: isCanonical(text) ? 'canonical' : 'not-canonical', value: read.value };
}

/** The address that such a text means, whatever its spelling. */
export function looseIp(text: string): IpAddress | undefined {
	const spelling = ipSpelling(text);
	if (spelling.kind === 'refused') return undefined;
	const read = parseIp(spelling.value);
	return read.ok ? read.value : undefined;
}

/** The prefix that such a text means, whatever its spelling. */
export function looseCidr(text: string): Cidr | undefined {
	const spelling = cidrSpelling(text);
	if (spelling.kind === 'refused') return undefined;
	const read = parseCidr(spelling.value);
	return read.ok ? read.value : undefined;
}

function isIp(text: string): boolean {
	return parseIp(mappedIn(text) ?? withoutZeros(text)).ok;
}

/** `::ffff:10.0.0.1` and `::ffff:a00:1` are 10.0.0.1 to Go. */
function mappedIn(text: string): string | undefined {
	const [, zeros = '', dotted, high, low] =
		/^((?:0{0,4}:){1,7})ffff:(?:(\d{1,3}(?:\.\d{1,3}){3})|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(text) ?? [];
	// Without `::` there are five groups of zeros before.
	const isWhole = zeros.includes('::') || zeros.startsWith(':') || zeros.split(':').length === 6;
	if (!isWhole || zeros.split('::').length > 2) return undefined;
	if (dotted !== undefined || high === undefined || low === undefined) return dotted;
	const bits = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
	return bits.flatMap((pair) => [pair >> 8, pair & 255]).join('.');
}

function withoutZeros(text: string): string {
	return /^\d+(?:\.\d+){3}$/.test(text) ? text.replace(/\b0+(?=\d)/g, '') : text;
}
