import { printable } from './printable.ts';

/** Text for an XML document. Characters that XML 1.0 does not allow are control characters, which become escapes. */
export function xml(text: string): string {
	return printable(text)
		.replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
