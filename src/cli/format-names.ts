/** The formats of `lint`. */
export const lintFormats = [
	'text',
	'concise',
	'json',
	'jsonl',
	'sarif',
	'junit',
	'checkstyle',
	'rdjson',
	'github',
	'gitlab',
	'markdown',
] as const;

export type LintFormat = (typeof lintFormats)[number];

/** True for the name of a format. */
export function isFormat(name: string): name is LintFormat {
	return lintFormats.some((known) => known === name);
}
