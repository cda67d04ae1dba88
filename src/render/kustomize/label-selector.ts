/** Decides by labels or annotations. */
export type LabelTest = (labels: ReadonlyMap<string, string>) => boolean;

/**
 * A selector in the syntax of Kubernetes: `a=b`, `a!=b`, `a in (b, c)`, `a notin (b)`, `a`, `!a`, `a>1`, `a<1`, with
 * commas between. Undefined for anything else.
 */
export function labelTest(selector: string): LabelTest | undefined {
	if (selector.trim() === '') return () => true;
	const tests: LabelTest[] = [];
	for (const part of splitOutside(selector)) {
		const test = requirement(part.trim());
		if (test === undefined) return undefined;
		tests.push(test);
	}
	return (labels) => tests.every((test) => test(labels));
}

/** Parts between commas that stand in no parentheses. */
function splitOutside(selector: string): string[] {
	const parts = [''];
	let depth = 0;
	for (const c of selector) {
		if (c === '(') depth++;
		if (c === ')') depth--;
		if (c === ',' && depth === 0) parts.push('');
		else parts[parts.length - 1] += c;
	}
	return parts;
}

function requirement(text: string): LabelTest | undefined {
	const absent = /^!\s*([^\s=!<>(),]+)$/.exec(text)?.[1];
	if (absent !== undefined) return (labels) => !labels.has(absent);
	const match = /^([^\s=!<>(),]+)(.*)$/s.exec(text);
	const key = match?.[1];
	const rest = match?.[2]?.trim() ?? '';
	if (key === undefined) return undefined;
	if (rest === '') return (labels) => labels.has(key);
	const set = /^(in|notin)\s*\(([^()]*)\)$/s.exec(rest);
	if (set !== null) {
		const values = new Set((set[2] ?? '').split(',').map((value) => value.trim()));
		const isIn: LabelTest = (labels) => values.has(labels.get(key) ?? '');
		return set[1] === 'in'
			? (labels) => labels.has(key) && isIn(labels)
			: (labels) => !labels.has(key) || !isIn(labels);
	}
	const compare = /^(==|=|!=|>|<)\s*([^\s=!<>(),]*)$/.exec(rest);
	return compare === null ? undefined : comparison(key, compare[1] ?? '', compare[2] ?? '');
}

function comparison(key: string, operator: string, value: string): LabelTest | undefined {
	if (operator === '=' || operator === '==') return (labels) => labels.get(key) === value;
	if (operator === '!=') return (labels) => labels.get(key) !== value;
	if (!/^-?\d{1,15}$/.test(value)) return undefined;
	return (labels) => {
		const text = labels.get(key) ?? '';
		if (!/^-?\d{1,15}$/.test(text)) return false;
		return operator === '>' ? Number(text) > Number(value) : Number(text) < Number(value);
	};
}
