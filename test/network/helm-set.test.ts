import { describe, expect, test } from 'vitest';
import { applySet } from '../../src/network/readers/apply-set.ts';
import { parseSet, type SetOption } from '../../src/network/readers/helm-set.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { type MapNode, nodeAt, type ScalarNode, type Step } from '../../src/repo/node.ts';
import { written } from '../../src/repo/origin.ts';
import { toJson } from '../../src/repo/to-json.ts';
import { showPlace } from '../support/show.ts';
import recorded from './helm-set-cases.json' with { type: 'json' };

/** The values that one word sets; undefined where it is refused. */
function setWord(text: string, option: SetOption): MapNode | undefined {
	const origin = written('setup.sh' as RepoPath, 0, text.length);
	const word: ScalarNode = { kind: 'scalar', value: text, origin };
	const parsed = parseSet(word, option);
	if (!parsed.ok) return undefined;
	const empty: MapNode = { kind: 'map', entries: new Map(), origin };
	return parsed.value.reduce<MapNode | undefined>((values, one) => values && applySet(values, one), empty);
}

describe('--set and its kin', () => {
	test.each(recorded.cases)('$option $text is what Helm takes it for', ({ option, text, ...rest }) => {
		const values = setWord(text, option as SetOption);
		expect(values === undefined ? undefined : toJson(values)).toEqual('value' in rest ? rest.value : undefined);
	});

	test('each value and each key knows its place', () => {
		const text = 'a.b=c,d[0]={e,f\\,g},h=';
		const values = setWord(text, 'set');
		const place = (path: readonly Step[], from: number, to: number) => {
			const node = nodeAt(values, path);
			return node?.kind === 'scalar' && node.text !== undefined ? showPlace(node.text(from, to), text) : undefined;
		};
		expect(place(['a', 'b'], 0, 1)).toBe('1:5 c');
		expect(place(['d', 0, 0], 0, 1)).toBe('1:13 e');
		expect(place(['d', 0, 1], 0, 1)).toBe('1:15 f');
		expect(place(['d', 0, 1], 1, 3)).toBe('1:17 ,g');
		expect(place(['h'], 0, 0)).toBe('1:23 ');
		const list = nodeAt(values, ['d', 0]);
		expect(list && showPlace(list.origin, text)).toBe('1:12 {e,f\\,g}');
		const key = values?.entries.get('d')?.key;
		expect(key && showPlace(key, text)).toBe('1:7 d');
	});

	test.each([
		['a large index', 'a[1001]=b'],
		['many levels of names', `${'a.'.repeat(31)}a=b`],
		['many indexes', `a${'[0]'.repeat(100_000)}=b`],
	])('%s is refused before it makes work', (_, text) => {
		expect(setWord(text, 'set')).toBeUndefined();
	});
});
