import type { Diagnostic } from '../../lint/diagnostic.ts';
import type { ClusterReport, Report } from '../../lint/report.ts';
import {
	addressCount,
	blocks,
	type Cidr,
	firstAddress,
	type IpFamily,
	lastAddress,
	shareOf,
} from '../../network/cidr.ts';
import type { Network } from '../../network/plan.ts';
import { decidedAt } from '../../repo/origin.ts';
import { lineAt } from '../line-strip.ts';
import { type Place, placeFinder, shownPlace } from '../positions.ts';
import { counted, headline, summaryOf } from '../summary.ts';
import { element, html } from './html.ts';
import { style } from './style.ts';
import { addressTrees, type MapPrefix } from './tree.ts';

interface Page {
	readonly report: Report;
	readonly placeOf: (at: Diagnostic['at']) => Place;
	/** The live findings in report order; their index is their name on the page. */
	readonly findings: readonly Diagnostic[];
}

/**
 * The address space of each cluster as one HTML page that needs nothing else: each prefix as a bar in which those that
 * lie in it are drawn to scale, with links to its declarations and findings. No script.
 */
export function addressMap(report: Report): string {
	const findings = report.diagnostics.filter(({ suppressed }) => suppressed === null);
	const page: Page = { report, placeOf: placeFinder(report), findings };
	const clusters = report.clusters.map((cluster, i) => clusterSection(cluster, i, page));
	const list = findings.map((finding, i) => findingArticle(finding, i, page));
	return [
		'<!doctype html>',
		'<html lang="en">',
		'<head>',
		'<meta charset="utf-8">',
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		'<title>Address map</title>',
		`<style>${style}</style>`,
		'</head>',
		'<body>',
		'<h1>Address map</h1>',
		element('p', { class: 'lead' }, `${counted(report.clusters.length, 'cluster')}; ${headline(summaryOf(report))}.`),
		...clusters,
		...(list.length === 0 ? [] : ['<h2 id="findings">Findings</h2>', ...list]),
		'</body>',
		'</html>\n',
	].join('\n');
}

function clusterSection({ name, plan }: ClusterReport, index: number, page: Page): string {
	const own = page.findings.filter(({ cluster }) => cluster === name || cluster === null);
	const families = (['IPv4', 'IPv6'] as const).map((family) => {
		const trees = addressTrees(plan, family, own);
		const at = `c${index}-${family}`;
		const body =
			trees.length === 0
				? element('p', { class: 'soft' }, `No component declares an ${family} prefix.`)
				: element('ul', { class: 'tree' }, ...trees.map((tree, i) => prefixItem(tree, `${at}-${i}`, family, page)));
		return `<h3>${family}</h3>\n${body}`;
	});
	return [`<section>`, element('h2', {}, html(name)), ...families, '</section>'].join('\n');
}

function prefixItem(prefix: MapPrefix, id: string, family: IpFamily, page: Page): string {
	const { cidr, networks, title, findings, inside } = prefix;
	const [first] = networks;
	const isWrong = findings.some(({ severity }) => severity === 'error');
	const classes = ['prefix', ...(first === undefined ? [] : [`role-${first.role}`]), ...(isWrong ? ['error'] : [])];
	const badges = networks.map((network) =>
		element('span', { class: `badge role-${network.role}` }, html(label(network))),
	);
	const head = [
		element('code', {}, html(cidr)),
		...badges,
		...(title === undefined ? [] : [element('span', { class: 'soft' }, html(title))]),
		element('span', { class: 'soft' }, countText(cidr)),
	];
	const parts = [
		element('div', { class: 'head' }, ...head),
		...(inside.length === 0 ? [] : [bar(prefix, id)]),
		...prefix.nodeMasks.map((mask) => nodeBlocks(cidr, mask)),
		...(networks.length === 0 ? [] : [declarations(networks, page)]),
		...(findings.length === 0 ? [] : [links(findings, page)]),
	];
	const below = inside.map((inner, i) => prefixItem(inner, `${id}-${i}`, family, page));
	return element(
		'li',
		{},
		element('div', { class: classes.join(' '), id }, ...parts),
		...(below.length === 0 ? [] : [element('ul', {}, ...below)]),
	);
}

function label({ role, name }: Network): string {
	return name === undefined ? role : `${role} ${name}`;
}

/** Powers of two beyond which a count is written as such. */
const mostCounted = 2n ** 20n;

function countText(cidr: Cidr): string {
	const count = addressCount(cidr);
	if (count <= mostCounted) return `${count.toLocaleString('en-US')} address${count === 1n ? '' : 'es'}`;
	return `2<sup>${count.toString(2).length - 1}</sup> addresses`;
}

/** The prefix from end to end, with what lies in it at its place and in its width, but never thinner than a hair. */
function bar({ cidr, inside }: MapPrefix, id: string): string {
	const marks = inside.map((inner, i) => {
		const { start, size } = shareOf(cidr, inner.cidr) ?? { start: 0, size: 0 };
		const isWrong = inner.findings.some(({ severity }) => severity === 'error');
		const [network] = inner.networks;
		const name = `${inner.cidr}${network === undefined ? '' : ` ${label(network)}`}`;
		return element('a', {
			href: `#${id}-${i}`,
			class: [`role-${network?.role ?? 'other'}`, ...(isWrong ? ['error'] : [])].join(' '),
			style: `left:min(${percent(start)}, calc(100% - 4px));width:${percent(size)}`,
			title: name,
			'aria-label': name,
		});
	});
	const ends = [firstAddress(cidr), lastAddress(cidr)].map((end) => element('code', {}, html(end)));
	return element('div', { class: 'bar' }, ...marks) + element('div', { class: 'ends' }, ...ends);
}

function percent(part: number): string {
	return `${Number((part * 100).toFixed(4))}%`;
}

/** Node blocks that are drawn one by one. */
const mostBlocks = 64n;

function nodeBlocks(cidr: Cidr, mask: number): string {
	const count = blocks(cidr, mask);
	const drawn = count <= mostBlocks ? element('div', { class: 'nodes', style: `--n:${count}` }) : '';
	return `${element('div', { class: 'soft' }, `${count.toLocaleString('en-US')} node block${count === 1n ? '' : 's'} of /${mask}`)}${drawn}`;
}

/** Declarations of one prefix that are listed. */
const mostListed = 100;

function declarations(networks: readonly Network[], page: Page): string {
	const all = networks.flatMap(({ declaredBy }) => declaredBy);
	const items = all.slice(0, mostListed).map(({ declaration, prefix }) => {
		const place = shownPlace(page.placeOf(decidedAt(prefix.origin)));
		const who = [declaration.component, declaration.setting].filter((part) => part !== '').join(' ');
		return element('li', {}, `${html(who)} `, element('code', {}, html(place)));
	});
	const left = all.length - items.length;
	const more = left > 0 ? [element('li', {}, `and ${left} more`)] : [];
	return element(
		'details',
		{},
		element('summary', {}, `declared in ${counted(all.length, 'place')}`),
		element('ul', {}, ...items, ...more),
	);
}

function links(findings: readonly Diagnostic[], page: Page): string {
	const names = [...new Set(findings)].slice(0, mostListed).map((finding) => {
		const index = page.findings.indexOf(finding);
		return element('a', { href: `#f${index}`, class: `tone tone-${finding.severity}` }, html(finding.ruleId));
	});
	return element('div', {}, names.join(', '));
}

function findingArticle({ severity, ruleId, message, at, related }: Diagnostic, index: number, page: Page): string {
	const line = lineAt(page.report.textOf(at.file), at.range.start).text.slice(0, 200);
	const notes = related
		.slice(0, mostListed)
		.map(({ at: other, note }) =>
			element('li', {}, `${html(note)} `, element('code', {}, html(shownPlace(page.placeOf(other))))),
		);
	return element(
		'article',
		{ class: `finding tone-${severity}`, id: `f${index}` },
		`${element('span', { class: 'tone' }, severity)} ${element('code', {}, html(ruleId))}: ${html(message)}`,
		element('pre', {}, element('code', {}, `${html(shownPlace(page.placeOf(at)))}  ${html(line.trim())}`)),
		...(notes.length === 0 ? [] : [element('ul', {}, ...notes)]),
	);
}
