import type { Diagnostic } from '../../lint/diagnostic.ts';
import type { Place } from '../../report/positions.ts';

/** A place as editors count it: lines and UTF-16 columns from 0. */
export interface EditorRange {
	readonly start: { readonly line: number; readonly character: number };
	readonly end: { readonly line: number; readonly character: number };
}

/** What an editor shows at a place. */
export interface EditorDiagnostic {
	readonly range: EditorRange;
	readonly severity: Diagnostic['severity'];
	readonly code: string;
	readonly codeDescription: string | undefined;
	readonly message: string;
	readonly related: readonly { readonly uri: string; readonly range: EditorRange; readonly message: string }[];
}

/** A fix that an editor can make. */
export interface QuickFix {
	readonly title: string;
	/** True where it is plainly what was meant. */
	readonly isPreferred: boolean;
	readonly for: EditorDiagnostic;
	/** File URL → texts that take the place of spans. */
	readonly changes: ReadonlyMap<string, readonly { readonly range: EditorRange; readonly newText: string }[]>;
}

/** A finding as the editor shows it. */
export interface Shown {
	readonly diagnostic: Diagnostic;
	readonly shown: EditorDiagnostic;
}

/** A place of a report, which counts from 1, as an editor's. */
export function rangeOf({ line, column, endLine, endColumn }: Place): EditorRange {
	return {
		start: { line: line - 1, character: column - 1 },
		end: { line: endLine - 1, character: endColumn - 1 },
	};
}
