import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Report } from '../lint/report.ts';
import { groupedBy } from '../network/grouped.ts';
import { placeFinder } from '../report/positions.ts';
import { printableJson } from '../report/printable.ts';
import { summaryOf } from '../report/summary.ts';
import { UsageError } from './exit.ts';
import type { LintArguments } from './options.ts';
import { version } from './version.ts';

/**
 * Writes what helps to find a mistake of this program: versions, options, steps, counts, and places by line. No text of
 * the repository is in it; names of files and clusters are hashes, by which equal ones can be told.
 */
export function writeDebugTrail(
	file: string,
	report: Report,
	options: LintArguments,
	steps: number,
	failures: readonly string[],
): void {
	const placeOf = placeFinder(report);
	const { command, format, rule, skip, failOn } = options;
	const trail = {
		version: 1,
		program: { version, node: process.version, platform: process.platform, arch: process.arch },
		options: { command, format, rule, skip, failOn, given: Object.keys(options).sort() },
		steps,
		// The first line of a stack may quote a value.
		failures: failures.map((text) => text.split('\n').filter((line) => /^ {4}at /.test(line))),
		summary: summaryOf(report),
		clusters: report.clusters.map(({ name, plan }) => ({
			name: hashed(name),
			facts: Object.fromEntries(
				Object.entries(plan).flatMap(([kind, facts]) => (Array.isArray(facts) ? [[kind, facts.length]] : [])),
			),
			versions: plan.versions.map(({ product, version: pin }) => `${product} ${pin.state}`),
		})),
		findings: report.diagnostics.map(({ ruleId, severity, at, suppressed }) => {
			const { file: name, line, column } = placeOf(at);
			return { rule: ruleId, severity, file: hashed(name), line, column, suppressed: suppressed?.by ?? null };
		}),
		unresolved: groupedBy(report.unresolved, ({ why }) => why).map((group) => ({
			why: group[0].why,
			count: group.length,
		})),
	};
	try {
		writeFileSync(resolve(process.cwd(), file), printableJson(trail));
	} catch (error) {
		throw new UsageError(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
	}
}

function hashed(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
