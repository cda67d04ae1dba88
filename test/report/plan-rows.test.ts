import { expect, test } from 'vitest';
import { lintRepository } from '../../src/pipeline.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import { planRows } from '../../src/report/plan-rows.ts';
import { placeFinder } from '../../src/report/positions.ts';

function pool(addresses: readonly string[]): string {
	return `apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {name: lab, namespace: metallb-system}\nspec: {addresses: [${addresses.map((one) => JSON.stringify(one)).join(', ')}]}\n`;
}

function cells(addresses: readonly string[]) {
	const outcome = lintRepository(filesFromTexts({ 'pool.yaml': pool(addresses) }), []);
	if (!outcome.ok) throw new Error(outcome.problem.kind);
	const report = outcome.value;
	return report.clusters.flatMap(({ plan }) =>
		planRows(plan, placeFinder(report)).map(({ label, cells: { IPv4, IPv6 } }) => ({
			label,
			IPv4: IPv4.map(({ text }) => text),
			IPv6: IPv6.map(({ text }) => text),
		})),
	);
}

test('shows a range as it is written, not the prefixes that it is made of', () => {
	expect(cells(['10.0.0.30-10.0.0.199', 'fd00:1::1-fd00:1::9'])).toEqual([
		{ label: 'load-balancer lab', IPv4: ['10.0.0.30-10.0.0.199'], IPv6: ['fd00:1::1-fd00:1::9'] },
	]);
});

test('shows ranges beside prefixes and beside each other', () => {
	expect(cells(['10.0.0.1-10.0.0.3', '10.0.1.0/24', '10.0.2.1-10.0.2.2'])[0]?.IPv4.toSorted()).toEqual([
		'10.0.0.1-10.0.0.3',
		'10.0.1.0/24',
		'10.0.2.1-10.0.2.2',
	]);
});
