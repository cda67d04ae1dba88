import type { Diagnostic } from '../../src/lint/diagnostic.ts';
import { lintRepository } from '../../src/pipeline.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { SourceLocation } from '../../src/repo/location.ts';
import type { Rule } from '../../src/rule.ts';
import { type Adapter, type JsonObject, type Question, type Shown, scalarsOf } from './case.ts';

/** What the linter says about a case, found out before anybody looks at the verdict. */
export interface Said {
	readonly group: string;
	/** Why no repository can show it. */
	readonly notShown?: string;
	/** Everything that counts, of whatever rule. */
	readonly diagnostics: readonly Diagnostic[];
	/** Those of the subject's rules that are about a value of the case. */
	readonly onSubject: readonly Diagnostic[];
	/** Errors about what another stage or component does, each with what that is. */
	readonly beyond: ReadonlyMap<Diagnostic, string>;
}

/** What a component says, reduced to what the linter owes: at least so grave a finding, or no error. */
export type Due = 'error' | 'warning' | 'no error';

/** Lints a case. Takes only what its adapter asks for, which leaves the verdict out. */
export function ask(adapter: Adapter, question: Question, rules: readonly Rule[]): Said {
	const group = adapter.groupOf(question);
	const reason = adapter.notShown(group);
	if (reason !== undefined) return { group, notShown: reason, diagnostics: [], onSubject: [], beyond: new Map() };
	const shown = adapter.show(question);
	const outcome = lintRepository(filesFromTexts(shown.texts), rules);
	const all = outcome.ok ? outcome.value.diagnostics.filter(({ suppressed }) => suppressed === null) : [];
	const subject = new Set(adapter.rulesOf(question));
	const later = adapter.beyond?.(question) ?? new Map<string, string>();
	const beyond = all.flatMap((one) => {
		const what = one.severity === 'error' ? later.get(one.ruleId) : undefined;
		return what === undefined ? [] : [[one, what] as const];
	});
	const places = placesOf(question, shown);
	const touches = ({ at }: { at: SourceLocation }) => places(at);
	return {
		group,
		diagnostics: all,
		beyond: new Map(beyond),
		onSubject: all.filter((one) => subject.has(one.ruleId) && [one, ...one.related].some(touches)),
	};
}

/** The fields that the adapter asks for; everything else of the line stays behind. */
export function questionOf(adapter: Adapter, line: JsonObject): Question {
	return Object.fromEntries(adapter.asks.flatMap((key) => (line[key] === undefined ? [] : [[key, line[key]]])));
}

/** What the verdict of a line asks of the linter. */
export function dueOf(line: JsonObject, adapter: Adapter): Due {
	if (line['verdict'] === 'ok' || line['valid'] === true) return 'no error';
	// A mistake that a component only logs and lives with is no refusal.
	const isRefused = line['verdict'] === 'refused' || (line['valid'] === false && line['fatal'] !== false);
	return isRefused && adapter.name !== 'rook' ? 'error' : 'warning';
}

/** Whether what was said is what is due. */
export function agrees({ diagnostics, onSubject, beyond }: Said, due: Due): boolean {
	switch (due) {
		case 'no error':
			return diagnostics.every((one) => one.severity !== 'error' || beyond.has(one));
		case 'warning':
			return onSubject.some(({ severity }) => severity !== 'info');
		case 'error':
			return onSubject.some(({ severity }) => severity === 'error');
	}
}

/** Tells whether a place holds a value of the case, or lies within one. */
function placesOf(question: Question, { texts, given = [] }: Shown): (at: SourceLocation) => boolean {
	const values = [...new Set([...scalarsOf(question), ...given])];
	const found = new Map(Object.entries(texts).map(([path, text]) => [path, occurrences(text, values)]));
	return ({ file, range }) =>
		(found.get(file) ?? []).some(({ start, end }) => range.start <= end && start <= range.end && end > start);
}

/** Where values stand as whole words. An empty value is a pair of quotes. */
function occurrences(text: string, values: readonly string[]): { start: number; end: number }[] {
	return values.flatMap((value) => {
		const quoted = JSON.stringify(value);
		const sought = value.trim() === '' ? quoted : quoted.slice(1, -1);
		const found: { start: number; end: number }[] = [];
		for (let start = text.indexOf(sought); start !== -1; start = text.indexOf(sought, start + 1)) {
			const end = start + sought.length;
			const isWord = value.trim() === '' || !(/[\w.:/]/.test(text[start - 1] ?? '') || /[\w.:/]/.test(text[end] ?? ''));
			if (isWord) found.push({ start, end });
		}
		return found;
	});
}
