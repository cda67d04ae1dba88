import type { Report } from '../lint/report.ts';
import { addressTrees, type MapPrefix } from './address-map/tree.ts';
import { printable } from './printable.ts';

/** The address plans as a Mermaid mind map: cluster, family, and each prefix below the one that holds it. */
export function planMermaid({ clusters }: Report): string {
	const lines = clusters.flatMap(({ name, plan }) => [
		`  ${node(name)}`,
		...(['IPv4', 'IPv6'] as const).flatMap((family) => {
			const trees = addressTrees(plan, family, []);
			return trees.length === 0 ? [] : [`    ${family}`, ...trees.flatMap((tree) => prefixLines(tree, 6))];
		}),
	]);
	return [
		'mindmap',
		...(clusters.length > 1 ? [`  root((clusters))`, ...lines.map((line) => `  ${line}`)] : lines),
		'',
	].join('\n');
}

function prefixLines({ cidr, networks, title, inside }: MapPrefix, depth: number): string[] {
	const names = networks.map(({ role, name }) => (name === undefined ? role : `${role} ${name}`));
	const text = [cidr, ...names, ...(title === undefined ? [] : [title])].join(' ');
	return [`${' '.repeat(depth)}${node(text)}`, ...inside.flatMap((inner) => prefixLines(inner, depth + 2))];
}

/** A node whose text Mermaid takes as it is: in a string, with what would end or format it as an entity. */
function node(text: string): string {
	const shown = printable(text).replace(/["`#;<>&\\]/g, (sign) => `#${sign.charCodeAt(0)};`);
	return `["${shown}"]`;
}
