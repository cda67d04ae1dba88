import type { RepoPath } from './location.ts';

/**
 * True for a file that another program makes YAML of first: by its name, or because a line, a value or an item of a
 * list starts with a tag (`{{ … }}`, `{% … %}`). A tag in quotes or inside a longer text is YAML as it is.
 */
export function isTemplate(path: RepoPath, text: string): boolean {
	if (/\.(?:j2|jinja2?|tpl|tmpl|template|gotmpl)$/.test(path)) return true;
	return /^[ \t]*(?:- )?(?:[\w."'-]+:[ \t]+)?\{[{%]|[[,][ \t]*\{[{%]/m.test(text);
}
