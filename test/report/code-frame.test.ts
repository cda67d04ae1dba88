import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeFrame, type Mark } from '../../src/report/code-frame.ts';
import { lineAt, stripOf } from '../../src/report/line-strip.ts';
import { plain } from '../../src/report/paint.ts';
import { placeFinder } from '../../src/report/positions.ts';
import { printable } from '../../src/report/printable.ts';
import { textWidth } from '../../src/report/width.ts';
import { type MarkedTexts, marked } from './reports.ts';

function frame(texts: MarkedTexts, notes: readonly (readonly [name: string, note: string])[], width = 120): string {
	const marks = notes.map(
		([name, note], i): Mark => ({
			at: texts.at(name),
			note,
			role: i === 0 ? 'error' : 'related',
			sign: i === 0 ? '^' : '-',
		}),
	);
	const source = { textOf: texts.textOf, placeOf: placeFinder(texts) };
	return `\n${codeFrame(marks, source, { width, paint: plain }).lines.join('\n')}\n`;
}

describe('a code frame', () => {
	test('underlines the exact span', () => {
		const texts = marked({ 'nodes/kubeadm.yaml': 'networking:\n  podSubnet: «10.42.0.0/16»\n' });
		expect(frame(texts, [['', '']])).toMatchInlineSnapshot(`
			"
			 --> nodes/kubeadm.yaml:2:14
			  |
			2 |   podSubnet: 10.42.0.0/16
			  |              ^^^^^^^^^^^^
			"
		`);
	});

	test('shows several spans of one file together, in the order of their lines', () => {
		const texts = marked({
			'values.yaml':
				'ipam:\n  operator:\n    «1 clusterPoolIPv4PodCIDRList»: «10.43.0.0/16»\nipv4:\n  enabled: true\nipv6:\n  enabled: «2 false»\n',
		});
		expect(
			frame(texts, [
				['', ''],
				['1', 'declared here'],
				['2', 'IPv6 is off'],
			]),
		).toMatchInlineSnapshot(`
			"
			 --> values.yaml:3:33
			  |
			3 |     clusterPoolIPv4PodCIDRList: 10.43.0.0/16
			  |     -------------------------- declared here
			  |                                 ^^^^^^^^^^^^
			...
			7 |   enabled: false
			  |            ----- IPv6 is off
			"
		`);
	});

	test('shows a single line between two spans', () => {
		const texts = marked({ 'values.yaml': '«a»: 1\nb: 2\n«1 c»: 3\n' });
		expect(
			frame(texts, [
				['', ''],
				['1', ''],
			]),
		).toMatchInlineSnapshot(`
			"
			 --> values.yaml:1:1
			  |
			1 | a: 1
			  | ^
			2 | b: 2
			3 | c: 3
			  | -
			"
		`);
	});

	test('gives other files a block of their own and all blocks one margin', () => {
		const texts = marked({
			'a.yaml': `${'\n'.repeat(99)}podSubnet: «10.42.0.0/16»\n`,
			'b.yaml': 'cluster-cidr: «1 10.43.0.0/16»\n',
		});
		expect(
			frame(texts, [
				['', ''],
				['1', 'kube-controller-manager says otherwise'],
			]),
		).toMatchInlineSnapshot(`
			"
			   --> a.yaml:100:12
			    |
			100 | podSubnet: 10.42.0.0/16
			    |            ^^^^^^^^^^^^
			   ::: b.yaml:1:15
			    |
			  1 | cluster-cidr: 10.43.0.0/16
			    |               ------------ kube-controller-manager says otherwise
			"
		`);
	});

	test('cuts a long line around the span', () => {
		const texts = marked({
			'a.yaml': `args: [${'--a=b, '.repeat(20)}«--cluster-cidr=10.42.0.0/16»${', --c=d'.repeat(20)}]\n`,
		});
		expect(frame(texts, [['', '']], 80)).toMatchInlineSnapshot(`
			"
			 --> a.yaml:1:148
			  |
			1 | ..., --a=b, --a=b, --a=b, --cluster-cidr=10.42.0.0/16, --c=d, --c=d, --c=...
			  |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^
			"
		`);
	});

	test('shows a long line twice when two spans stand far apart', () => {
		const texts = marked({ 'a.yaml': `«10.42.0.0/16»${','.repeat(200)}«1 fd00:10:42::/56»\n` });
		expect(
			frame(
				texts,
				[
					['', ''],
					['1', 'and here'],
				],
				60,
			),
		).toMatchInlineSnapshot(`
			"
			 --> a.yaml:1:1
			  |
			1 | 10.42.0.0/16,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,...
			  | ^^^^^^^^^^^^
			1 | ...,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,fd00:10:42::/56
			  |                                       ---------------
			  |                           and here
			"
		`);
	});

	test('puts a note that does not fit below the span', () => {
		const texts = marked({ 'a.yaml': 'mon_host: «[v2:10.0.0.1:3300,v1:10.0.0.1:6789]»\n' });
		const note = 'the monitors listen on IPv4 only while the cluster that reads them has no IPv4 at all';
		expect(frame(texts, [['', note]], 60)).toMatchInlineSnapshot(`
			"
			 --> a.yaml:1:11
			  |
			1 | mon_host: [v2:10.0.0.1:3300,v1:10.0.0.1:6789]
			  |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
			  |           the monitors listen on IPv4 only while the
			  |           cluster that reads them has no IPv4 at all
			"
		`);
	});

	test('expands tabs, counts wide characters as two columns and shows control characters as escapes', () => {
		const texts = marked({
			'a.sh': '\tCIDR=«10.0.0.0/8»\n# 節点 «1 fd00::/56»\n# \u001B[31m\u202E «2 x»\n',
		});
		expect(
			frame(texts, [
				['', ''],
				['1', ''],
				['2', ''],
			]),
		).toMatchInlineSnapshot(`
			"
			 --> a.sh:1:7
			  |
			1 |     CIDR=10.0.0.0/8
			  |          ^^^^^^^^^^
			2 | # 節点 fd00::/56
			  |        ---------
			3 | # \\u{1b}[31m\\u{202e} x
			  |                      -
			"
		`);
	});

	test('says where a span of several lines ends', () => {
		const texts = marked({ 'a.yaml': 'spec:\n  «cluster:\n    a: 1»\n' });
		expect(frame(texts, [['', 'left out here']])).toMatchInlineSnapshot(`
			"
			 --> a.yaml:2:3
			  |
			2 |   cluster:
			  |   ^^^^^^^^ left out here, to line 3
			"
		`);
	});

	test('shows an empty span as one caret, also at the end of a file', () => {
		const texts = marked({ 'a.yaml': 'podSubnet:«»' });
		expect(frame(texts, [['', '']])).toMatchInlineSnapshot(`
			"
			 --> a.yaml:1:11
			  |
			1 | podSubnet:
			  |           ^
			"
		`);
	});

	test('has no line break of Windows in it and does not count a byte order mark', () => {
		const texts = marked({ 'a.yaml': '\uFEFFpodSubnet: «10.42.0.0/16»\r\n' });
		expect(frame(texts, [['', '']])).toMatchInlineSnapshot(`
			"
			 --> a.yaml:1:12
			  |
			1 | podSubnet: 10.42.0.0/16
			  |            ^^^^^^^^^^^^
			"
		`);
	});

	test('of a file that was not read is its name', () => {
		const texts = marked({ 'a.yaml': '«»' });
		expect(frame(texts, [['', '']])).toMatchInlineSnapshot(`
			"
			 --> a.yaml:1:1
			"
		`);
	});

	test('of a line with a million characters takes no time', () => {
		const texts = marked({ 'a.yaml': `${'a'.repeat(1_000_000)}«10.42.0.0/16»${'b'.repeat(1_000_000)}` });
		expect(frame(texts, [['', '']], 60)).toMatchInlineSnapshot(`
			"
			 --> a.yaml:1:1000001
			  |
			1 | ...aaaaaaaaaaaaaaaa10.42.0.0/16bbbbbbbbbbbbbbbbbbbbbb...
			  |                    ^^^^^^^^^^^^
			"
		`);
	});
});

describe('a strip', () => {
	const unit = fc.constantFrom(...'ab \t:節é🚀', '\u0301', '\u001B');
	const lines = fc.array(fc.string({ unit, maxLength: 60 }), { minLength: 1, maxLength: 3 });

	test('never exceeds the room and underlines what the span prints as', () => {
		fc.assert(
			fc.property(lines, fc.nat(), fc.nat(), fc.integer({ min: 20, max: 80 }), (all, a, b, room) => {
				const text = all.join('\n');
				const cuts = [0];
				for (const character of text) cuts.push((cuts.at(-1) ?? 0) + character.length);
				const [start = 0, end = 0] = [cuts[a % cuts.length] ?? 0, cuts[b % cuts.length] ?? 0].sort((x, y) => x - y);
				const line = lineAt(text, start);
				const strip = stripOf(line, { start, end }, room);
				expect(textWidth(strip.text)).toBeLessThanOrEqual(room);
				expect(strip.holds({ start, end })).toBe(true);
				const { from, to } = strip.columns({ start, end });
				expect(to).toBeLessThanOrEqual(room);
				const span = line.text.slice(start - line.start, end - line.start);
				if (strip.text.includes('...') || span.includes('\t') || /[\u0301🚀節]/u.test(strip.text)) return;
				expect(strip.text.slice(from, to)).toBe(printable(span));
			}),
		);
	});
});
