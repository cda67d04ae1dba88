import { rules as allRules } from '../../rules/index.ts';
import { printableJson } from '../report/printable.ts';
import { padded, textWidth } from '../report/width.ts';
import { exitCode } from './exit.ts';
import type { RulesArguments } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Lists the rules. Answers the exit code. */
export function rules({ format }: RulesArguments, terminal: Terminal): number {
	terminal.out(format === 'json' ? rulesJson() : rulesText(terminal));
	return exitCode.clean;
}

function rulesJson(): string {
	return printableJson(
		allRules.map(({ id, title, severity, docs, references }) => ({ id, title, severity, docs, references })),
	);
}

function rulesText({ outStyle }: Terminal): string {
	const width = Math.max(...allRules.map(({ id }) => textWidth(id)));
	const lines = allRules.map(({ id, severity, title }) => {
		const level = outStyle.paint(severity, padded(severity, 'warning'.length));
		return `${outStyle.paint('strong', padded(id, width))}  ${level}  ${title}`;
	});
	return `${lines.join('\n')}\n`;
}
