import type { TextStyle } from '../report/paint.ts';
import type { Example, Rule } from '../rule.ts';
import { exitCode } from './exit.ts';
import { knownRule } from './known-rule.ts';
import type { ExplainArguments } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Prints a rule's documentation. Answers the exit code. */
export function explain({ rule }: ExplainArguments, terminal: Terminal): number {
	terminal.out(explanation(knownRule(rule), terminal.outStyle));
	return exitCode.clean;
}

/** A rule as a page: what it finds, why it matters, an example of each kind, where to read on. */
function explanation({ id, title, severity, docs, references, examples }: Rule, { paint }: TextStyle): string {
	const parts = [
		`${paint(severity, `${severity}[${id}]`)}: ${paint('strong', title)}`,
		docs.trim(),
		...examples.invalid.slice(0, 1).map((example) => exampleText('Reported', example)),
		...examples.valid.slice(0, 1).map((example) => exampleText('Accepted', example)),
		...(references.length === 0 ? [] : [['References', ...references.map((url) => `- ${url}`)].join('\n')]),
	];
	return `${parts.join('\n\n')}\n`;
}

function exampleText(verdict: string, { name, repo }: Example): string {
	const files = Object.entries(repo).map(([path, text]) => `    # ${path}\n${indented(text.trimEnd())}`);
	return [`${verdict}: ${name}`, ...files].join('\n\n');
}

function indented(text: string): string {
	return text
		.split('\n')
		.map((line) => (line === '' ? '' : `    ${line}`))
		.join('\n');
}
