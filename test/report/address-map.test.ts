import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addressMap } from '../../src/report/address-map/page.ts';
import { addressTrees, type MapPrefix } from '../../src/report/address-map/tree.ts';
import { planMermaid } from '../../src/report/mermaid.ts';
import { dungeon } from './dungeon.ts';
import { cluster, declaration, diagnostic, marked, report } from './reports.ts';

const texts = marked({
	'a.yaml': '«1 10.0.0.0/16» «2 10.0.4.0/24» «3 10.0.4.0/24» «4 10.9.0.0/16» «5 fd00:1:2:3::/64» «6 172.32.0.0/16»\n',
});
const hostile = marked({ '<b>"\u202e.yaml': '«1 10.0.0.0/16»\n' });

const nested = cluster('lab', [
	declaration([['10.0.0.0/16', texts.at('1')]]),
	declaration([['10.0.4.0/24', texts.at('2')]], { role: 'node' }),
	declaration([['10.0.4.0/24', texts.at('3')]], { role: 'load-balancer', name: 'public' }),
	declaration([['10.9.0.0/16', texts.at('4')]], { role: 'service' }),
	declaration([['fd00:1:2:3::/64', texts.at('5')]]),
	declaration([['172.32.0.0/16', texts.at('6')]], { role: 'node' }),
]);

const shape = ({ cidr, networks, inside }: MapPrefix): unknown => [
	`${cidr} ${networks.map(({ role }) => role).join('+')}`,
	...inside.map(shape),
];

describe('the trees', () => {
	test('hold each prefix below the smallest that contains it', () => {
		expect(addressTrees(nested.plan, 'IPv4', []).map(shape)).toEqual([
			['10.0.0.0/8 ', ['10.0.0.0/16 pod', ['10.0.4.0/24 node+load-balancer']], ['10.9.0.0/16 service']],
			['172.32.0.0/16 node'],
		]);
		expect(addressTrees(nested.plan, 'IPv6', []).map(shape)).toEqual([['fd00:1:2::/48 ', ['fd00:1:2:3::/64 pod']]]);
	});

	test('know the findings about each prefix', () => {
		const overlap = diagnostic({ at: texts.at('2'), related: [{ at: texts.at('1'), note: 'the other' }] });
		const trees = addressTrees(nested.plan, 'IPv4', [overlap]);
		const [pods] = trees[0]?.inside ?? [];
		expect(pods?.findings).toEqual([overlap]);
		expect(pods?.inside[0]?.findings).toEqual([overlap]);
		expect(trees[0]?.inside[1]?.findings).toEqual([]);
	});
});

const page = addressMap(
	report({ clusters: [nested], textOf: texts.textOf, diagnostics: [diagnostic({ at: texts.at('1') })] }),
);

describe('the page', () => {
	test('draws what lies in a prefix at its place', () => {
		const styles = [...page.matchAll(/style="left:min\(([\d.]+)%, calc\(100% - 4px\)\);width:([\d.]+)%"/g)];
		expect(styles.map(([, left, width]) => [Number(left), Number(width)])).toEqual([
			[0, 0.3906],
			[3.5156, 0.3906],
			[1.5625, 0.3906],
			[0.0046, 0.0015],
		]);
	});

	test('has a target for each of its links, and each name once', () => {
		for (const text of [page, addressMap(dungeon)]) {
			const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
			const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
			expect(new Set(ids).size).toBe(ids.length);
			expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
			expect(targets.length).toBeGreaterThan(0);
		}
	});

	test('loads nothing and runs nothing', () => {
		expect(addressMap(dungeon)).not.toMatch(/<script|\bsrc=|https?:|url\(|\bon\w+=/);
		expect(page).toContain("default-src 'none'");
	});

	test('makes no markup of what stands in a repository', () => {
		const evil = report({
			textOf: () => '<i>&',
			clusters: [
				cluster('<script>alert(1)</script>', [
					declaration([['10.0.0.0/16', hostile.at('1')]], {
						role: 'load-balancer',
						name: '"><img src=x>',
						component: '<u>',
					}),
				]),
			],
			diagnostics: [diagnostic({ at: hostile.at('1'), message: '</article><script>\u0000' })],
		});
		const text = addressMap(evil);
		expect(text).not.toMatch(/<(?:script|img|i|u|b)\b|\u202e|"><img/);
		expect(text).toContain('&lt;script&gt;');
	});

	test('says so when there is nothing to draw', () => {
		expect(addressMap(report({ clusters: [cluster('empty', [])] }))).toContain('No component declares an IPv6 prefix.');
	});
});

const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(
	(name) => spawnSync(name, ['--version']).status === 0,
);

describe.skipIf(browser === undefined)(
	`in a browser${browser === undefined ? ' (skipped: no chromium here)' : ''}`,
	() => {
		const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--window-size=1200,1600'];
		/** What the browser prints about the page, and the bytes of the picture if it makes one. */
		const inBrowser = (text: string, ...words: readonly string[]): { out: string; picture: number } => {
			const folder = mkdtempSync(join(tmpdir(), 'page-'));
			try {
				writeFileSync(join(folder, 'page.html'), text);
				const all = [...flags, `--user-data-dir=${folder}/profile`, ...words, `file://${folder}/page.html`];
				const out = execFileSync(browser ?? '', all, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
				const picture = join(folder, 'page.png');
				return { out, picture: existsSync(picture) ? statSync(picture).size : 0 };
			} finally {
				rmSync(folder, { recursive: true, force: true });
			}
		};

		test('the page stands as it was written', () => {
			const { out } = inBrowser(page, '--dump-dom');
			const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;
			for (const pattern of [/<li\b/g, /<a\b/g, /<details\b/g, /class="bar"/g, /<article\b/g])
				expect(count(out, pattern)).toBe(count(page, pattern));
		});

		test('the page can be printed and drawn', () => {
			expect(inBrowser(page, '--screenshot=page.png').picture).toBeGreaterThan(10_000);
		});
	},
);

describe('the mind map', () => {
	test('has a node a prefix', () => {
		expect(planMermaid(report({ clusters: [nested] }))).toMatchInlineSnapshot(`
			"mindmap
			  ["lab"]
			    IPv4
			      ["10.0.0.0/8 private use"]
			        ["10.0.0.0/16 pod"]
			          ["10.0.4.0/24 node load-balancer public"]
			        ["10.9.0.0/16 service"]
			      ["172.32.0.0/16 node"]
			    IPv6
			      ["fd00:1:2::/48 one site"]
			        ["fd00:1:2:3::/64 pod"]
			"
		`);
	});

	test('takes names as they are', () => {
		expect(planMermaid(report({ clusters: [cluster('a"] b((x)) `c`\n%% #1;', [])] }))).toBe(
			'mindmap\n  ["a#34;] b((x)) #96;c#96;#92;n%% #35;1#59;"]\n',
		);
	});
});
