import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	compareVersions,
	isAtLeast,
	parseVersion,
	releasesOf,
	type Version,
	versionBounds,
	versionText,
} from '../../../src/network/limits/versions.ts';
import { written } from '../../../src/repo/origin.ts';
import { file } from '../../support/facts.ts';

const digest = `sha256:${'0f'.repeat(32)}`;

describe('versionBounds', () => {
	test.each([
		['1.18.3', '1.18.3', '1.18.3'],
		['v1.18.3', '1.18.3', '1.18.3'],
		[' 1.18.3 ', '1.18.3', '1.18.3'],
		['=1.18.3', '1.18.3', '1.18.3'],
		[`1.19.4@${digest}`, '1.19.4', '1.19.4'],
		[`v1.34.1@${digest}`, '1.34.1', '1.34.1'],
		['v1.31.4+k3s1', '1.31.4', '1.31.4'],
		['1.21.0-pre.0', '1.21.0-pre.0', '1.21.0-pre.0'],
		['1.18', '1.18.0', '1.18.x'],
		['1', '1.0.0', '1.x.x'],
		['1.18.x', '1.18.0', '1.18.x'],
		['v1.18.X', '1.18.0', '1.18.x'],
		['1.18.*', '1.18.0', '1.18.x'],
		['1.x', '1.0.0', '1.x.x'],
		['*', '0.0.0', 'x.x.x'],
		['stable-1.34', '1.34.0', '1.34.x'],
		['>=1.18.0 <1.19', '1.18.0', '1.18.x'],
		['>=1.18.0, <1.19.0', '1.18.0', '1.18.x'],
		['>= 1.18.0 < 1.18.4', '1.18.0', '1.18.3'],
		['>=1.18.0-0 <1.19.0-0', '1.18.0-0', '1.18.x'],
		['>1.18.3', '1.18.4', 'x.x.x'],
		['>1.18', '1.19.0', 'x.x.x'],
		['>1', '2.0.0', 'x.x.x'],
		['<=1.18', '0.0.0', '1.18.x'],
		['<2', '0.0.0', '1.x.x'],
		['=>1.18.2 =<1.18.4', '1.18.2', '1.18.4'],
		['^1.18.2', '1.18.2', '1.x.x'],
		['^1', '1.0.0', '1.x.x'],
		['^0.15.2', '0.15.2', '0.15.x'],
		['^0.0.3', '0.0.3', '0.0.3'],
		['^0.0', '0.0.0', '0.0.x'],
		['^0', '0.0.0', '0.x.x'],
		['~1.18.2', '1.18.2', '1.18.x'],
		['~1.18', '1.18.0', '1.18.x'],
		['~1', '1.0.0', '1.x.x'],
		['~>1.18.2', '1.18.2', '1.18.x'],
		['1.17 - 1.18.4', '1.17.0', '1.18.4'],
		['1.17 - 1.18', '1.17.0', '1.18.x'],
		['1.16.x || 1.18.x', '1.16.0', '1.18.x'],
		['>=1.17.0 !=1.17.3 <1.18.0', '1.17.0', '1.17.x'],
		['>2 <1 || 1.18.2', '1.18.2', '1.18.2'],
		['0.0.0-0', '0.0.0-0', '0.0.0-0'],
		['<=0.0.0-0', '0.0.0-0', '0.0.0-0'],
	])('%s is %s to %s', (text, low, high) => {
		const bounds = versionBounds(text);
		expect(bounds && [versionText(bounds.low), versionText(bounds.high)]).toEqual([low, high]);
	});

	test.each([
		'',
		'   ',
		'latest',
		'main',
		'stable',
		'1.2.3.4',
		'>',
		'1..2',
		'>=1.0 oops',
		'>2 <1',
		'<0.0.0',
		'||',
		`${'1'.repeat(300)}`,
	])('%j is no version', (text) => {
		expect(versionBounds(text)).toBeUndefined();
	});

	test('answers hostile text at once', () => {
		for (const text of ['1.'.repeat(90), `^${' '.repeat(190)}`, `1.0.0-${'a.'.repeat(90)}!`, '>'.repeat(199)])
			expect(versionBounds(text)).toBeUndefined();
	});
});

const release = fc.record({
	major: fc.nat(3),
	minor: fc.nat(40),
	patch: fc.nat(20),
	pre: fc.constantFrom('', '0', 'rc.1', 'rc.2', 'rc.10'),
});

describe('versions', () => {
	test('a text reads back as the version that it prints', () => {
		fc.assert(
			fc.property(release, (version) => {
				expect(parseVersion(versionText(version))).toEqual(version);
			}),
		);
	});

	test('are in a total order', () => {
		fc.assert(
			fc.property(release, release, release, (a, b, c) => {
				expect(compareVersions(a, b)).toBe(-compareVersions(b, a) || 0);
				if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
					expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
			}),
		);
	});

	test('a bound is inside its own range', () => {
		const inside = (version: Version, text: string) => {
			const bounds = versionBounds(text);
			if (bounds === undefined) throw new Error(`no range: ${text}`);
			return compareVersions(bounds.low, version) <= 0 && compareVersions(version, bounds.high) <= 0;
		};
		fc.assert(
			fc.property(release, (version) => {
				const text = versionText(version);
				for (const range of [text, `>=${text}`, `<=${text}`, `~${text}`, `^${text}`, `${text} - ${text}`])
					expect([range, inside(version, range)]).toEqual([range, true]);
			}),
		);
	});

	test.each([
		['1.18.0-rc.2', '1.18.0-rc.10'],
		['1.18.0-rc.1', '1.18.0'],
		['1.18.0-1', '1.18.0-a'],
		['1.18.0-a', '1.18.0-a.1'],
		['1.9.0', '1.10.0'],
	])('%s is older than %s', (older, newer) => {
		const [a, b] = [parseVersion(older), parseVersion(newer)];
		if (a === undefined || b === undefined) throw new Error('no version');
		expect(compareVersions(a, b)).toBeLessThan(0);
	});

	test('a pre-release has the behaviour of its release', () => {
		expect(isAtLeast({ major: 1, minor: 18, patch: 0, pre: 'rc.1' }, '1.18.0')).toBe(true);
		expect(isAtLeast({ major: 1, minor: 17, patch: 9, pre: '' }, '1.18.0')).toBe(false);
	});

	test.each(['1.18', '1.18.x', '^1.18.0', 'latest'])('%s is no exact version', (text) => {
		expect(parseVersion(text)).toBeUndefined();
	});
});

describe('releasesOf', () => {
	const newest: Version = { major: 1, minor: 20, patch: 0, pre: '' };
	const origin = written(file, 0, 1);

	test.each([
		['1.18.x', '1.18.0 to 1.18.x'],
		['1.20.7', '1.20.7 to 1.20.7'],
		['1.21.0', '1.21.0 to 1.21.0, assumed'],
		['latest', '1.20.0 to 1.20.0, assumed'],
	])('%s means %s', (value, expected) => {
		const { low, high, assumed } = releasesOf({ state: 'set', value, origin }, newest);
		expect(`${versionText(low)} to ${versionText(high)}${assumed ? ', assumed' : ''}`).toBe(expected);
	});

	test('an absent or unread pin is taken for the newest known release', () => {
		expect(releasesOf({ state: 'absent', origin }, newest)).toEqual({ low: newest, high: newest, assumed: true });
	});
});
