/** True when a line is a tag, or a value starts with one (`{{ … }}`, `{% … %}`): another program makes YAML of it first. */
export function isTemplate(text: string): boolean {
	return /^[ \t]*(?:- )?(?:[\w."'-]+:[ \t]+)?\{[{%]/m.test(text);
}
