import { networkFamilies } from '../../network/families.ts';
import type { AddressPlan } from '../../network/plan.ts';
import { type Target, targetOf } from '../target.ts';
import { type Found, listText, type Section, wrapped } from './section.ts';

/** The address plan that the cluster could reach, and why. */
export function proposedTarget({ view, seed, avoid }: Found): Section | undefined {
	const { plan } = view.input;
	if (isDual(plan)) return undefined;
	const target = targetOf(plan, seed, avoid);
	const known = [target.pod, target.service].filter(({ ipv4 }) => ipv4 !== undefined);
	if (known.length === 0) return undefined;
	if (target.problems.length > 0)
		return {
			key: 'target',
			comment: ['No target is proposed:', ...target.problems.flatMap((one) => wrapped(one)).map((line) => `  ${line}`)],
			lines: [],
		};
	return {
		key: 'target',
		comment: [
			'Where the cluster is to go: IPv4 as it is, and IPv6 beside it. `migrate` proposes the same without these lines;',
			'with them, lint also reports what does not fit the target yet.',
			...reasonsOf(target),
		],
		lines: [
			'target:',
			...lineOf('podCIDRs', target.pod),
			...lineOf('serviceCIDRs', target.service),
			`  nodeMaskSizes: {ipv4: ${target.nodeMasks.IPv4}, ipv6: ${target.nodeMasks.IPv6}}`,
		],
	};
}

/** The seed that a proposal was made from. */
export function seedOfTarget({ view, seed, avoid }: Found): Section | undefined {
	const { plan } = view.input;
	const target = isDual(plan) ? undefined : targetOf(plan, seed, avoid);
	if (target === undefined || [target.pod, target.service].every(({ source }) => source !== 'proposed'))
		return undefined;
	return {
		key: 'migration',
		comment: [
			'The random bits of every IPv6 prefix that is proposed (RFC 4193): other bits make other prefixes, so keep them.',
		],
		lines: ['migration:', `  seed: "${seed}"`],
	};
}

function isDual(plan: AddressPlan): boolean {
	return (['pod', 'service'] as const).every((role) => networkFamilies(plan, role).live.size > 1);
}

function lineOf(key: string, { ipv4, ipv6 }: Target['pod']): string[] {
	return ipv4 === undefined ? [] : [`  ${key}: ${listText([ipv4, ipv6])}`];
}

function reasonsOf(target: Target): string[] {
	return (['pod', 'service'] as const).flatMap((role) => {
		const { ipv4, ipv6, reasons } = target[role];
		if (ipv4 === undefined) return [];
		return wrapped(`${ipv6}: ${reasons.join('; ')}.`).map((line, i) => (i === 0 ? `- ${line}` : `  ${line}`));
	});
}
