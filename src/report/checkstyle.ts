import type { Report } from '../lint/report.ts';
import { groupedBy } from '../network/grouped.ts';
import { sharedFindings } from './finding-block.ts';
import { placeFinder } from './positions.ts';
import { xml } from './xml.ts';

/** Checkstyle's XML: the findings of each file. Its severities have our names. */
export function checkstyleReport(report: Report): string {
	const placeOf = placeFinder(report);
	const live = sharedFindings(report.diagnostics.filter(({ suppressed }) => suppressed === null));
	const files = groupedBy(live, ({ diagnostic }) => diagnostic.at.file).map((findings) => [
		`  <file name="${xml(findings[0].diagnostic.at.file)}">`,
		...findings.map(({ diagnostic: { at, severity, message, ruleId } }) => {
			const { line, column } = placeOf(at);
			return `    <error line="${line}" column="${column}" severity="${severity}" message="${xml(message)}" source="dualstack-lint/${xml(ruleId)}"/>`;
		}),
		'  </file>',
	]);
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<checkstyle version="4.3">',
		...files.flat(),
		'</checkstyle>\n',
	].join('\n');
}
