import type { Report } from '../../lint/report.ts';
import { addressCount, blocks } from '../../network/cidr.ts';
import { type AddressPlan, type Network, networksOf } from '../../network/plan.ts';
import type { RepoPath } from '../../repo/location.ts';
import { decidedAt } from '../../repo/origin.ts';
import { markdownCode, markdownText } from '../../report/markdown-text.ts';
import { placeFinder, shownPlace } from '../../report/positions.ts';
import { counted } from '../../report/summary.ts';
import { holds } from './workspace.ts';

/** Other declarations that a hover lists. */
const mostOthers = 12;

/** What is known about the prefix at an offset of a file, as Markdown; undefined where none is declared. */
export function hoverAt(report: Report, file: RepoPath, offset: number): string | undefined {
	const parts = report.clusters.flatMap(({ name, plan }) =>
		networksOf(plan)
			.filter(({ declaredBy }) =>
				declaredBy.some(({ prefix }) => {
					const at = decidedAt(prefix.origin);
					return at.file === file && holds(at, offset);
				}),
			)
			.map((network) => networkText(network, plan, report.clusters.length > 1 ? name : undefined, report)),
	);
	return parts.length === 0 ? undefined : parts.join('\n\n---\n\n');
}

function networkText(network: Network, plan: AddressPlan, cluster: string | undefined, report: Report): string {
	const { role, name, cidr, declaredBy } = network;
	const title = name === undefined ? `${role} network` : `${role} ${name}`;
	const where = cluster === undefined ? '' : ` of ${markdownText(cluster)}`;
	const placeOf = placeFinder(report);
	const all = declaredBy.map(({ declaration, prefix }) => {
		const who = [declaration.component, declaration.setting].filter((part) => part !== '').join(' ');
		return `- ${markdownText(who)} ${markdownCode(shownPlace(placeOf(decidedAt(prefix.origin))))}`;
	});
	const lines = [...new Set(all)];
	const left = lines.length - mostOthers;
	return [
		`**${markdownText(title)}**${where} ${markdownCode(cidr)}`,
		[countText(network), ...masks(network, plan)].join('; '),
		['declared by', ...lines.slice(0, mostOthers), ...(left > 0 ? [`- ${counted(left, 'more place')}`] : [])].join(
			'\n',
		),
	].join('\n\n');
}

function countText({ cidr }: Network): string {
	const count = addressCount(cidr);
	return count < 2n ** 20n ? `${count} addresses` : `2^${count.toString(2).length - 1} addresses`;
}

function masks({ role, cidr, family }: Network, plan: AddressPlan): string[] {
	if (role !== 'pod') return [];
	const sizes = plan.nodeMasks.flatMap((mask) =>
		(mask.family ?? 'IPv4') === family && mask.size.state === 'set' ? [mask.size.value] : [],
	);
	return [...new Set(sizes)].map((size) => `${blocks(cidr, size)} node blocks of /${size}`);
}
