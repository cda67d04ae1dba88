import { positionFinder } from '../../src/repo/location.ts';
import { decidedAt, type Origin } from '../../src/repo/origin.ts';

/** The text that decides a value, as `line:column text`, with the file before it when there are several. */
export function showPlace(origin: Origin, texts: string | ReadonlyMap<string, string>): string {
	const { file, range } = decidedAt(origin);
	const text = typeof texts === 'string' ? texts : (texts.get(file) ?? '');
	const { line, column } = positionFinder(text)(range.start);
	const shown = text.slice(range.start, range.end).replaceAll('\n', '⏎');
	return `${typeof texts === 'string' ? '' : `${file}:`}${line}:${column} ${shown}`;
}
