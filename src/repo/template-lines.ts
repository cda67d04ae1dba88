/**
 * A text of YAML as far as it says the same whatever Jinja fills in: without the lines by which Jinja decides (`{% if … %}`)
 * and without what stands between them, each character a blank, and with values that are one expression (`{{ … }}`) in
 * quotes, so that every place stays where it is. Undefined where blocks do not close in order.
 */
export function withoutBlocks(text: string): string | undefined {
	let depth = 0;
	const lines = text.split('\n').map((line) => {
		const tag = /^[ \t]*\{%-?[ \t]*(\w+)[^{}]*%\}[ \t\r]*$/.exec(line)?.[1];
		const wasInside = depth > 0;
		if (tag !== undefined && opening.has(tag)) depth++;
		if (tag?.startsWith('end') && opening.has(tag.slice('end'.length))) depth--;
		const isLeftOut = wasInside || depth > 0 || tag !== undefined;
		if (line.length > longest) return line;
		return isLeftOut ? line.replace(/[^\r]/g, ' ') : line.replace(expression, quoted);
	});
	return depth === 0 ? lines.join('\n') : undefined;
}

/** An expression that is a whole value or a whole item. */
const expression =
	/(?<=^[ \t]*(?:-[ \t]+)*(?:-|[\w."'/-]+:)[ \t]+)\{\{(?![{])(?:[^{}]|\}(?!\}))*\}\}(?=[ \t\r]*(?:#.*)?$)/;

/** UTF-16 units of a line in which expressions are looked for. */
const longest = 2000;

function quoted(found: string): string {
	return `"{${found.slice(2, -2).replaceAll('"', "'").replaceAll('\\', '/')}}"`;
}

/** Tags of Jinja that have an end. */
const opening = new Set(['if', 'for', 'block', 'macro', 'filter', 'raw', 'with', 'call', 'autoescape']);
