import type { Report } from '../lint/report.ts';

/** A report in numbers. Accepted findings count as nothing else. */
export interface Summary {
	readonly errors: number;
	readonly warnings: number;
	readonly infos: number;
	readonly accepted: number;
	/** Values that could not be read. */
	readonly unresolved: number;
	/** Files that were parsed. */
	readonly files: number;
}

/** Counts what a report holds. */
export function summaryOf({ diagnostics, unresolved, files }: Report): Summary {
	const live = diagnostics.filter(({ suppressed }) => suppressed === null);
	return {
		errors: live.filter(({ severity }) => severity === 'error').length,
		warnings: live.filter(({ severity }) => severity === 'warning').length,
		infos: live.filter(({ severity }) => severity === 'info').length,
		accepted: diagnostics.length - live.length,
		unresolved: unresolved.length,
		files,
	};
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `2 errors, 1 warning`, or `no findings`. */
export function headline({ errors, warnings, infos }: Summary): string {
	const parts = [
		...(errors > 0 ? [counted(errors, 'error')] : []),
		...(warnings > 0 ? [counted(warnings, 'warning')] : []),
		...(infos > 0 ? [counted(infos, 'info')] : []),
	];
	return parts.length === 0 ? 'no findings' : parts.join(', ');
}
