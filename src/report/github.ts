import type { Report } from '../lint/report.ts';
import type { Severity } from '../rule.ts';
import { sharedFindings } from './finding-block.ts';
import { placeFinder, shownPlace } from './positions.ts';
import { printable } from './printable.ts';

/** GitHub's workflow commands, one line a finding: in a job of GitHub Actions they become annotations. */
export function githubReport(report: Report): string {
	const placeOf = placeFinder(report);
	const live = report.diagnostics.filter(({ suppressed }) => suppressed === null);
	const lines = sharedFindings(live).map(({ diagnostic: { severity, ruleId, message, at, related } }) => {
		const { file, line, column, endLine, endColumn } = placeOf(at);
		// GitHub takes columns only where the finding is on one line. Its end column is the last that belongs to it.
		const columns = line === endLine ? { col: column, endColumn: Math.max(column, endColumn - 1) } : {};
		const properties = { file: printable(file), line, ...columns, endLine, title: ruleId };
		const notes = related.map((other) => `${other.note}: ${shownPlace(placeOf(other.at))}`);
		const text = [message, ...notes].map(printable).join('\n');
		const list = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(String(value))}`);
		return `::${commands[severity]} ${list.join(',')}::${escaped(text)}`;
	});
	return lines.map((line) => `${line}\n`).join('');
}

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** The runner undoes these: actions/toolkit, packages/core/src/command.ts. */
function escaped(text: string): string {
	return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
	return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
