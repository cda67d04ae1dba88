import type { Diagnostic } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import type { RepoPath } from '../repo/location.ts';
import { type SharedFinding, sharedFindings } from './finding-block.ts';
import { type Place, placeFinder, shownPlace } from './positions.ts';
import { xml } from './xml.ts';

/**
 * JUnit XML: a suite for each file with findings, a test case for each finding. Infos pass, what is suppressed is
 * skipped; a report without findings holds one case that passes.
 */
export function junitReport(report: Report): string {
	const placeOf = placeFinder(report);
	const suites = new Map<RepoPath, SharedFinding[]>();
	for (const finding of sharedFindings(report.diagnostics)) {
		const { file } = finding.diagnostic.at;
		suites.set(file, [...(suites.get(file) ?? []), finding]);
	}
	const bodies = [...suites].map(([file, findings]) =>
		suiteXml(file, findings, (finding) => placeOf(finding.at)).join('\n'),
	);
	const passing =
		'  <testsuite name="dualstack-lint" tests="1" failures="0" skipped="0">\n    <testcase name="no findings" classname="dualstack-lint"/>\n  </testsuite>';
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<testsuites name="dualstack-lint">',
		...(bodies.length === 0 ? [passing] : bodies),
		'</testsuites>\n',
	].join('\n');
}

function suiteXml(file: RepoPath, findings: readonly SharedFinding[], placeOf: (one: Diagnostic) => Place): string[] {
	const failing = findings.filter(({ diagnostic }) => outcomeOf(diagnostic) === 'failed').length;
	const skipped = findings.filter(({ diagnostic }) => outcomeOf(diagnostic) === 'skipped').length;
	return [
		`  <testsuite name="${xml(file)}" tests="${findings.length}" failures="${failing}" skipped="${skipped}">`,
		...findings.flatMap(({ diagnostic }) => caseXml(diagnostic, placeOf(diagnostic))),
		'  </testsuite>',
	];
}

type Outcome = 'passed' | 'failed' | 'skipped';

function outcomeOf({ severity, suppressed }: Diagnostic): Outcome {
	if (suppressed !== null) return 'skipped';
	return severity === 'info' ? 'passed' : 'failed';
}

function caseXml(diagnostic: Diagnostic, place: Place): string[] {
	const { ruleId, severity, message, suppressed } = diagnostic;
	const where = shownPlace(place);
	const head = `<testcase name="${xml(`${ruleId} at ${where}`)}" classname="${xml(ruleId)}" file="${xml(place.file)}" line="${place.line}">`;
	const body = {
		passed: () => `<system-out>${xml(message)}</system-out>`,
		skipped: () => `<skipped message="${xml(suppressed?.reason ?? '')}"/>`,
		failed: () => `<failure type="${severity}" message="${xml(message)}">${xml(`${where}: ${message}`)}</failure>`,
	}[outcomeOf(diagnostic)]();
	return [`    ${head}`, `      ${body}`, '    </testcase>'];
}
