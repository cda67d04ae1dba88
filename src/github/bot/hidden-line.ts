import { createHmac, timingSafeEqual } from 'node:crypto';

/** A key that only we have, and what it is for: a line that was copied from another repository does not fit. */
export interface Seal {
	readonly key: string;
	readonly repository: string;
}

/** A line that nobody sees, with what we want to find again. Two hyphens would end the comment early; other signs could mean something to whoever looks for mentions. */
export function printHidden(kind: string, value: unknown, seal: Seal | undefined): string {
	const json = JSON.stringify(value).replace(/[-@#/<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
	return `<!-- dualstack-lint ${kind} ${json}${seal === undefined ? '' : ` ${macOf(kind, json, seal)}`} -->`;
}

/** Characters of a line; a longer one is none of ours. */
const longestLine = 60_000;

/** The values of a text's hidden line; undefined where there is none that is whole and ours. */
export function readHidden(
	kind: string,
	text: string | null | undefined,
	seal: Seal | undefined,
): ReadonlyMap<string, unknown> | undefined {
	const [start, end] = [`<!-- dualstack-lint ${kind} `, ' -->'];
	// A person who edits a text in the browser leaves carriage returns.
	for (const line of (text ?? '').split(/\r?\n/)) {
		if (line.length > longestLine || !line.startsWith(start) || !line.endsWith(end)) continue;
		const inner = line.slice(start.length, -end.length);
		const close = inner.lastIndexOf('}') + 1;
		const [json, mac] = [inner.slice(0, close), inner.slice(close).trim()];
		if (seal !== undefined && !isEqual(mac, macOf(kind, json, seal))) continue;
		const value = parsed(json);
		if (typeof value === 'object' && value !== null) return new Map(Object.entries(value));
	}
	return undefined;
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

function macOf(kind: string, json: string, { key, repository }: Seal): string {
	return createHmac('sha256', key)
		.update(JSON.stringify([repository.toLowerCase(), kind, json]))
		.digest('hex');
}

function isEqual(a: string, b: string): boolean {
	const [left, right] = [Buffer.from(a), Buffer.from(b)];
	return left.length === right.length && timingSafeEqual(left, right);
}
