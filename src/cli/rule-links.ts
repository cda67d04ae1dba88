import { rules } from '../../rules/index.ts';
import type { TextStyle } from '../report/paint.ts';

/** The style with ids of rules as links (OSC 8) to the first of their references. */
export function withRuleLinks(style: TextStyle): TextStyle {
	const urls = new Map(rules.map(({ id, references }) => [id, references[0]]));
	return {
		...style,
		link(ruleId, text) {
			const url = urls.get(ruleId);
			return url === undefined ? text : `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`;
		},
	};
}

/** True where links can be shown: on a terminal that is not dumb. What a CI keeps as a log is none. */
export function wantsLinks(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
	return stream.isTTY === true && env['TERM'] !== 'dumb' && env['CI'] === undefined;
}
