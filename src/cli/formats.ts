import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import type { Report } from '../lint/report.ts';
import { checkstyleReport } from '../report/checkstyle.ts';
import { conciseReport } from '../report/concise.ts';
import { githubReport } from '../report/github.ts';
import { gitlabReport } from '../report/gitlab.ts';
import { jsonLinesReport, jsonReport } from '../report/json.ts';
import { junitReport } from '../report/junit.ts';
import { markdownReport } from '../report/markdown.ts';
import { plain, type TextStyle } from '../report/paint.ts';
import { rdjsonReport } from '../report/rdjson.ts';
import { sarifReport } from '../report/sarif.ts';
import { type Detail, textReport } from '../report/text.ts';
import { UsageError } from './exit.ts';
import { isFormat, type LintFormat, lintFormats } from './format-names.ts';
import { version } from './version.ts';

/** A report in one of the formats. Detail and style are for text alone. */
export function inFormat(report: Report, format: LintFormat, detail: Detail, style: TextStyle): string {
	switch (format) {
		case 'text':
			return textReport(report, detail, style);
		case 'concise':
			return conciseReport(report);
		case 'json':
			return jsonReport(report);
		case 'jsonl':
			return jsonLinesReport(report);
		case 'sarif':
			return sarifReport(report, rules, version);
		case 'junit':
			return junitReport(report);
		case 'checkstyle':
			return checkstyleReport(report);
		case 'rdjson':
			return rdjsonReport(report, rules);
		case 'github':
			return githubReport(report);
		case 'gitlab':
			return gitlabReport(report);
		case 'markdown':
			return markdownReport(report);
	}
}

/** A format and the file that takes it. */
export interface FileOutput {
	readonly format: LintFormat;
	/** Path on the disk. */
	readonly path: string;
}

/** Reads `--output format=file`. */
export function fileOutputs(texts: readonly string[], cwd: string): FileOutput[] {
	return texts.map((text) => {
		const at = text.indexOf('=');
		const format = text.slice(0, Math.max(0, at));
		const file = text.slice(at + 1);
		if (at === -1 || file === '' || !isFormat(format))
			throw new UsageError(`--output ${text} is not format=file with one of the formats ${lintFormats.join(', ')}`);
		return { format, path: resolve(cwd, file) };
	});
}

/** Columns of a text report in a file. */
const fileWidth = 120;

/** Writes a report into a file; a failure names the file and what is wrong with it. */
export function writeOutput({ format, path }: FileOutput, report: Report, detail: Detail): void {
	const text = inFormat(report, format, detail, { width: fileWidth, paint: plain });
	try {
		writeFileSync(path, text);
	} catch (error) {
		throw new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
	}
}
