import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { explain } from '../../src/cli/explain.ts';
import { plain } from '../../src/report/paint.ts';

test.each(rules)('$id is explained with its documentation, an example of each kind and its references', (rule) => {
	let page = '';
	const style = { width: 120, paint: plain };
	const code = explain(
		{ command: 'explain', rule: rule.id, color: false },
		{
			out: (text) => {
				page += text;
			},
			err: (text) => expect.fail(text),
			outStyle: style,
			errStyle: style,
		},
	);
	expect(code).toBe(0);
	expect(page).toMatch(new RegExp(`^${rule.severity}\\[${rule.id}\\]: `));
	for (const part of [rule.title, rule.docs.trim(), 'Reported: ', 'Accepted: ', ...rule.references]) {
		expect(page).toContain(part);
	}
});
