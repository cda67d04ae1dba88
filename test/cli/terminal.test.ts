import { describe, expect, test } from 'vitest';
import { wantsLinks, withRuleLinks } from '../../src/cli/rule-links.ts';
import { wantsColour } from '../../src/cli/terminal.ts';

test.each([
	[true, {}, true],
	[false, {}, false],
	[true, { NO_COLOR: '1' }, false],
	[true, { NO_COLOR: '' }, true],
	[false, { FORCE_COLOR: '1' }, true],
	[true, { FORCE_COLOR: '0' }, false],
	[false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
	[true, { TERM: 'dumb' }, false],
])('with a terminal %s and the environment %j colour is wanted: %s', (isTTY, env, expected) => {
	expect(wantsColour({ isTTY }, env)).toBe(expected);
});

describe('links', () => {
	const plainStyle = { width: 80, paint: (_: unknown, text: string) => text };

	test('lead from a rule to its first reference and take no room', () => {
		const { link } = withRuleLinks(plainStyle);
		const printed = JSON.stringify(link?.('addressing/host-bits', 'addressing/host-bits'));
		expect(printed).toMatch(/^"\\u001b\]8;;https:\/\/[^\\]+\\u001b\\\\addressing\/host-bits\\u001b\]8;;\\u001b\\\\"$/);
		expect(link?.('no/rule', 'no/rule')).toBe('no/rule');
	});

	test.each([
		[{ isTTY: true }, {}, true],
		[{ isTTY: true }, { TERM: 'dumb' }, false],
		[{ isTTY: true }, { CI: 'true' }, false],
		[{}, {}, false],
	])('on %j with %j are shown: %s', (stream, env, expected) => {
		expect(wantsLinks(stream, env)).toBe(expected);
	});
});
