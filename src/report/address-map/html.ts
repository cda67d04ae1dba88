import { printable } from '../printable.ts';

/** Text as HTML shows it, letter by letter, also inside of quotes. */
export function html(text: string): string {
	return printable(text)
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
}

/** An element; attributes are escaped, children are HTML. */
export function element(
	name: string,
	attributes: Readonly<Record<string, string>>,
	...children: readonly string[]
): string {
	const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${html(value)}"`);
	return `<${name}${list.join('')}>${children.join('')}</${name}>`;
}
