/** Characters of a pattern; longer ones fit nothing. */
export const longestGlob = 1000;

/** Decides whether a path of the repository is meant. */
export type PathTest = (path: string) => boolean;

/**
 * True for paths that one of some glob patterns matches: `*` and `?` within a step, `**` for any number of steps,
 * `[a-z]`, `[!a-z]` and `{a,b}`; a backslash takes the meaning away. Files that begin with a dot are files like any
 * other. Takes time in proportion to path and pattern, whatever the pattern: both may come from anybody.
 */
export function globTest(patterns: readonly string[]): PathTest {
	const readable = patterns.filter(({ length }) => length <= longestGlob);
	const compiled = readable.flatMap((pattern) => alternatives(pattern).map(stepsOf));
	return (path) => {
		const steps = path.split('/');
		return compiled.some((pattern) => matches(pattern, steps, (test, step) => test !== anySteps && test(step)));
	};
}

/** Decides about one step of a path. */
export type StepTest = (step: string) => boolean;

/** Stands for `**`. */
const anySteps: unique symbol = Symbol('any steps');

function stepsOf(pattern: string): (StepTest | typeof anySteps)[] {
	const plain = pattern.startsWith('./') ? pattern.slice(2) : pattern;
	const steps = plain.split('/').map((step) => (step === '**' ? anySteps : stepTest(step)));
	// What stands below a folder is not the folder itself.
	return steps.length > 1 && steps.at(-1) === anySteps ? [...steps, () => true] : steps;
}

/** What a step without slashes matches: `*`, `?`, classes and escapes. */
export function stepTest(step: string): StepTest {
	if (!/[*?[\\]/.test(step)) return (text) => text === step;
	const tokens = tokensOf(step);
	return (text) => matches(tokens, [...text], (token, character) => token !== anySteps && token(character));
}

type CharacterTest = (character: string) => boolean;

/** What each part of a step stands for; `anySteps` is `*` here, any number of characters. */
function tokensOf(step: string): (CharacterTest | typeof anySteps)[] {
	const parts = step.match(/\\[\s\S]|\[[!^]?\]?[^\]]*\]|[\s\S]/gu) ?? [];
	return parts.map((part) => {
		if (part === '*') return anySteps;
		if (part === '?') return () => true;
		if (part.startsWith('[') && part.length > 1) return classTest(part.slice(1, -1));
		const meant = part.startsWith('\\') && part.length > 1 ? part.slice(1) : part;
		return (character) => character === meant;
	});
}

function classTest(text: string): CharacterTest {
	const isNegated = /^[!^]/.test(text);
	const ranges = [...(isNegated ? text.slice(1) : text).matchAll(/([\s\S])(?:-([\s\S]))?/gu)];
	return (character) =>
		ranges.some(([, first = '', last = first]) => first <= character && character <= last) !== isNegated;
}

/** Whether a pattern fits all of the things: of several stars only the last one ever needs another try. */
function matches<Token, Thing>(
	pattern: readonly (Token | typeof anySteps)[],
	things: readonly Thing[],
	fits: (token: Token | typeof anySteps, thing: Thing) => boolean,
): boolean {
	let at = 0;
	let star = -1;
	let retry = 0;
	for (let i = 0; i < things.length; ) {
		const token = pattern[at];
		const thing = things[i];
		if (token === anySteps) {
			star = at++;
			retry = i;
		} else if (token !== undefined && thing !== undefined && fits(token, thing)) {
			at++;
			i++;
		} else if (star !== -1) {
			at = star + 1;
			i = ++retry;
		} else return false;
	}
	while (pattern[at] === anySteps) at++;
	return at === pattern.length;
}

/** Patterns that the braces of one pattern may make. */
const mostAlternatives = 256;

/** The patterns that a pattern with `{a,b}` stands for; braces without a comma are characters. */
function alternatives(pattern: string): readonly string[] {
	if (!pattern.includes('{')) return [pattern];
	const open = [pattern];
	const done: string[] = [];
	for (let one = open.pop(); one !== undefined; one = open.pop()) {
		const braces = innermost(one);
		if (braces === undefined) done.push(one);
		else for (const choice of braces.choices) open.push(braces.before + choice + braces.after);
		if (open.length + done.length > mostAlternatives) return [pattern];
	}
	return done;
}

function innermost(text: string): { before: string; choices: readonly string[]; after: string } | undefined {
	const match = /\{([^{}]*,[^{}]*)\}/.exec(text);
	if (match === null) return undefined;
	const [whole, inner = ''] = match;
	const after = text.slice(match.index + whole.length);
	return { before: text.slice(0, match.index), choices: inner.split(','), after };
}
