import { expect, test } from 'vitest';
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
