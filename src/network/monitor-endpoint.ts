import type { Parsed } from '../repo/files.ts';
import { type IpAddress, parseIp } from './cidr.ts';
import type { MonitorsFact } from './facts.ts';

/** Who reads an endpoint. Rook wants a name and a port, ceph-csi a port, ceph.conf neither. */
export type EndpointForm = MonitorsFact['reader'];

/** One Ceph monitor. */
export interface Endpoint {
	/** The monitor's id; only Rook's lists have one. */
	readonly name: string | undefined;
	readonly address: IpAddress;
	/** Undefined where Ceph tries both of its ports. */
	readonly port: number | undefined;
}

/** Why a reader loses an endpoint or takes it for another one. `proposal` is the whole endpoint as it should be. */
export type EndpointProblem =
	| { readonly kind: 'empty' }
	/** Rook cuts at commas only and trims nothing, so a line break turns the port into 0. */
	| { readonly kind: 'spaces'; readonly proposal: string | undefined }
	/** `;` or a blank between endpoints, or `=` twice: Rook ignores the whole text. */
	| { readonly kind: 'separator' }
	| { readonly kind: 'no-name' }
	| { readonly kind: 'bad-name'; readonly name: string }
	/** A name where the list has none. */
	| { readonly kind: 'unexpected-name'; readonly proposal: string | undefined }
	/** The port reads as the last group of the address. */
	| { readonly kind: 'unbracketed-ipv6'; readonly proposal: string | undefined }
	| { readonly kind: 'bracketed-ipv4'; readonly proposal: string | undefined }
	/** `v2:`, `[v2:…,v1:…]`, a nonce or a URL: Ceph prints such, Rook and ceph-csi make them by themselves. */
	| { readonly kind: 'vector-form'; readonly proposal: string | undefined }
	| { readonly kind: 'hostname'; readonly host: string }
	| { readonly kind: 'not-an-address'; readonly host: string }
	/** An address that no monitor can be reached at. */
	| { readonly kind: 'unusable-address'; readonly host: string; readonly why: UnusableReason }
	| { readonly kind: 'no-port' }
	| { readonly kind: 'bad-port'; readonly port: string }
	/** The last one of a name wins, the others are lost. `first` is an index into the list. */
	| { readonly kind: 'duplicate-name'; readonly endpoint: Endpoint; readonly first: number }
	| { readonly kind: 'duplicate-address'; readonly endpoint: Endpoint; readonly first: number }
	/** One endpoint on 3300 makes Rook ask for messenger 2 from all. */
	| { readonly kind: 'mixed-ports'; readonly endpoint: Endpoint; readonly first: number };

export type UnusableReason = 'unspecified' | 'loopback' | 'link-local' | 'mapped' | 'zone';

type Reading<T> = Parsed<T, EndpointProblem>;

/** A part of a list's text: `start <= i < end`, in UTF-16 units. */
export interface ListedText {
	readonly text: string;
	readonly start: number;
	readonly end: number;
}

/** An endpoint of a list with its span. */
export interface ListedEndpoint extends ListedText {
	readonly result: Reading<Endpoint>;
}

/** Characters of an endpoint beyond which it is not looked at. */
const longestEndpoint = 500;

/** Reads `name=[address]:port,…`, Rook's list, or another form's. */
export function parseEndpointList(text: string, form: EndpointForm = 'Rook'): ListedEndpoint[] {
	const parts = splitEndpoints(text, form);
	const results = parseEndpoints(
		parts.map((part) => part.text),
		form,
	);
	return parts.map((part, i) => ({ ...part, result: results[i] ?? refused({ kind: 'empty' }) }));
}

/** Reads endpoints that stand together; one that repeats or contradicts an earlier one is a problem. */
export function parseEndpoints(texts: readonly string[], form: EndpointForm): Reading<Endpoint>[] {
	const names = new Map<string, number>();
	const addresses = new Map<IpAddress, number>();
	let ported: { readonly port: number; readonly first: number } | undefined;
	return texts.map((text, i) => {
		const result = parseEndpoint(text, form);
		if (!result.ok) return result;
		const endpoint = result.value;
		const { name, address, port } = endpoint;
		const sameName = name === undefined ? undefined : names.get(name);
		if (sameName !== undefined) return refused({ kind: 'duplicate-name', endpoint, first: sameName });
		const sameAddress = addresses.get(address);
		if (sameAddress !== undefined) return refused({ kind: 'duplicate-address', endpoint, first: sameAddress });
		if (name !== undefined) names.set(name, i);
		addresses.set(address, i);
		if (ported !== undefined && port !== undefined && port !== ported.port && form !== 'ceph.conf')
			return refused({ kind: 'mixed-ports', endpoint, first: ported.first });
		if (ported === undefined && port !== undefined) ported = { port, first: i };
		return result;
	});
}

/** Reads one endpoint as its reader does. */
export function parseEndpoint(text: string, form: EndpointForm): Reading<Endpoint> {
	if (text.length > longestEndpoint) return refused({ kind: 'not-an-address', host: text.slice(0, 60) });
	const trimmed = text.trim();
	if (trimmed === '') return refused({ kind: 'empty' });
	if (/[\s;]/.test(trimmed)) return refused({ kind: 'separator' });
	if (trimmed !== text) return refused({ kind: 'spaces', proposal: proposalFor(trimmed, form) });
	const equals = text.indexOf('=');
	const name = equals === -1 ? undefined : text.slice(0, equals);
	const rest = text.slice(equals + 1);
	if (form === 'Rook') {
		if (name === undefined) return refused({ kind: 'no-name' });
		if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return refused({ kind: 'bad-name', name });
		if (rest.includes('=')) return refused({ kind: 'separator' });
	} else if (name !== undefined) return refused({ kind: 'unexpected-name', proposal: proposalFor(rest, form) });
	return parseAddressAndPort(rest, name, form);
}

/** `name=[address]:port`; the name and the port where they are known. */
export function formatEndpoint({ name, address, port }: Endpoint): string {
	const host = address.includes(':') && port !== undefined ? `[${address}]` : address;
	return `${name === undefined ? '' : `${name}=`}${host}${port === undefined ? '' : `:${port}`}`;
}

/** The parts of a list. A vector `[v2:…,v1:…]` stays one part; ceph.conf also takes blanks and semicolons. */
export function splitEndpoints(text: string, form: EndpointForm): ListedText[] {
	const separator = form === 'ceph.conf' ? /[,;\s]+/g : /,/g;
	const parts: ListedText[] = [];
	let start = 0;
	const push = (end: number) => {
		if (form !== 'ceph.conf' || end > start) parts.push({ text: text.slice(start, end), start, end });
	};
	for (const match of text.matchAll(separator)) {
		if (isInVector(text.slice(start, match.index))) continue;
		push(match.index);
		start = match.index + match[0].length;
	}
	push(text.length);
	return parts;
}

/** True for text that opens a vector and does not close it. */
function isInVector(text: string): boolean {
	const opening = /^\s*(?:[^=,\s]*=)?\[(?:v1|v2|any):/.exec(text.slice(0, longestEndpoint));
	if (opening === null || text.length > longestEndpoint) return false;
	return [...text].filter((c) => c === '[').length > [...text].filter((c) => c === ']').length;
}

function parseAddressAndPort(text: string, name: string | undefined, form: EndpointForm): Reading<Endpoint> {
	if (text === '') return refused({ kind: 'empty' });
	const plain = withoutVector(text);
	if (plain !== text) {
		if (form === 'ceph.conf') return parseAddressAndPort(plain, name, form);
		return refused({ kind: 'vector-form', proposal: proposalFor(named(name, plain), form) });
	}
	const bracketed = /^\[([^[\]]*)\](.*)$/.exec(text);
	if (bracketed !== null) {
		const [, host = '', tail = ''] = bracketed;
		if (!host.includes(':') && parseIp(host).ok) {
			return refused({ kind: 'bracketed-ipv4', proposal: proposalFor(named(name, `${host}${tail}`), form) });
		}
		return endpoint(host, tail === '' ? undefined : tail, name, form);
	}
	const colon = text.lastIndexOf(':');
	if (colon !== text.indexOf(':')) return unbracketed(text, name, form);
	return endpoint(colon === -1 ? text : text.slice(0, colon), colon === -1 ? undefined : text.slice(colon), name, form);
}

/** More than one colon and no brackets: `fc00::1:6789` is an address too, another one. */
function unbracketed(text: string, name: string | undefined, form: EndpointForm): Reading<Endpoint> {
	const colon = text.lastIndexOf(':');
	const [host, port] = [text.slice(0, colon), text.slice(colon + 1)];
	const whole = parseIp(text);
	const isMonitorPort = port === '6789' || port === '3300';
	const meant = parseIp(host);
	if (meant.ok && (isMonitorPort || !whole.ok) && readPort(port) !== undefined) {
		return refused({ kind: 'unbracketed-ipv6', proposal: proposalFor(named(name, `[${host}]:${port}`), form) });
	}
	if (!whole.ok && whole.problem.kind !== 'zone') return refused({ kind: 'not-an-address', host: text });
	if (form === 'ceph.conf' && whole.ok) return endpoint(text, undefined, name, form);
	return refused({ kind: 'unbracketed-ipv6', proposal: undefined });
}

/** An address without its brackets, and what follows it, `:port`. */
function endpoint(
	host: string,
	tail: string | undefined,
	name: string | undefined,
	form: EndpointForm,
): Reading<Endpoint> {
	const address = parseIp(host);
	if (!address.ok) {
		if (address.problem.kind === 'zone') return refused({ kind: 'unusable-address', host, why: 'zone' });
		const isName = /^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?$/.test(host) && !/^[0-9.]*$/.test(host);
		return refused({ kind: isName ? 'hostname' : 'not-an-address', host });
	}
	const why = unusable(host, address.value);
	if (why !== undefined) return refused({ kind: 'unusable-address', host, why });
	if (tail === undefined) {
		if (form !== 'ceph.conf') return refused({ kind: 'no-port' });
		return { ok: true, value: { name, address: address.value, port: undefined } };
	}
	const port = tail.startsWith(':') ? readPort(tail.slice(1)) : undefined;
	if (port === undefined) return refused({ kind: 'bad-port', port: tail.replace(/^:/, '') });
	return { ok: true, value: { name, address: address.value, port } };
}

function unusable(host: string, address: IpAddress): UnusableReason | undefined {
	// Ceph reads no dots inside brackets: entity_addr_t::parse in src/msg/msg_types.cc.
	if (host.includes(':') && !address.includes(':')) return 'mapped';
	if (address === '::' || address === '0.0.0.0') return 'unspecified';
	if (address === '::1' || /^127\./.test(address)) return 'loopback';
	return /^fe[89ab][0-9a-f]:/.test(address) || /^169\.254\./.test(address) ? 'link-local' : undefined;
}

function readPort(text: string): number | undefined {
	if (!/^[1-9][0-9]{0,4}$/.test(text)) return undefined;
	const port = Number(text);
	return port <= 65535 ? port : undefined;
}

/** The plain endpoint inside the forms that Ceph prints; of a vector the v1 address, from which Rook makes both. */
function withoutVector(text: string): string {
	const vector = /^\[((?:v1|v2|any):.*)\]$/.exec(text);
	if (vector !== null) {
		const members = (vector[1] ?? '').split(',');
		return withoutVector(members.find((member) => member.startsWith('v1:')) ?? members[0] ?? '');
	}
	const withoutScheme = text.replace(/^[a-z]{1,8}:\/\//, '').replace(/^(?:v1|v2|any):(?=.*[:.])/, '');
	return withoutScheme.replace(/\/[0-9]*$/, '');
}

/** The text, when it is an endpoint, or what it should be instead; spelled as it is written. */
function proposalFor(text: string, form: EndpointForm): string | undefined {
	const result = parseEndpoint(text, form);
	if (result.ok) return text;
	return 'proposal' in result.problem ? result.problem.proposal : undefined;
}

function named(name: string | undefined, text: string): string {
	return name === undefined ? text : `${name}=${text}`;
}

function refused(problem: EndpointProblem): { readonly ok: false; readonly problem: EndpointProblem } {
	return { ok: false, problem };
}
