import { fixEdits } from '../../fix/fix-edits.ts';
import { byFile, type TextEdit } from '../../fix/text-edit.ts';
import { type Checked, type LintAgain, verify } from '../../fix/verify.ts';
import { samePlace } from '../../repo/origin.ts';
import { placeFinder } from '../../report/positions.ts';
import { type EditorRange, type QuickFix, rangeOf, type Shown } from './editor.ts';

/** Answers the fixes of findings that a span touches. Each is held against the rules once, when it is first asked for. */
export function quickFixer(
	checked: Checked,
	uriOf: (file: string) => string,
	lintAgain: LintAgain,
): (shown: readonly Shown[], range: EditorRange) => readonly QuickFix[] {
	const placeOf = placeFinder(checked.report);
	const known = new Map<Shown, QuickFix | undefined>();
	const make = (one: Shown): QuickFix | undefined => {
		const { fix, at, ruleId } = one.diagnostic;
		if (fix === undefined || fix.applicability === 'display-only') return undefined;
		const edits = fixEdits(at, fix, checked.files, fix.applicability);
		if (!edits.ok) return undefined;
		// The same text may be wrong for several clusters.
		const diagnostics = checked.report.diagnostics.filter(
			(other) => other.ruleId === ruleId && other.fix?.title === fix.title && samePlace(other.at, at),
		);
		const candidate = { title: fix.title, edits: edits.value, diagnostics };
		if ('why' in verify(checked, [candidate], lintAgain)) return undefined;
		const editorEdit = ({ file, range, text }: TextEdit) => ({
			range: rangeOf(placeOf({ file, range })),
			newText: text,
		});
		const changes = new Map([...byFile(edits.value)].map(([file, own]) => [uriOf(file), own.map(editorEdit)]));
		return { title: fix.title, isPreferred: fix.applicability === 'safe', for: one.shown, changes };
	};
	return (shown, range) =>
		shown.flatMap((one) => {
			if (!touches(one.shown.range, range)) return [];
			if (!known.has(one)) known.set(one, make(one));
			return known.get(one) ?? [];
		});
}

function touches(a: EditorRange, b: EditorRange): boolean {
	return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: EditorRange['start'], b: EditorRange['start']): boolean {
	return a.line < b.line || (a.line === b.line && a.character < b.character);
}
