import type { LintProblem } from '../../pipeline.ts';
import { decidedAt } from '../../repo/origin.ts';
import { markdownCode, markdownText } from '../../report/markdown-text.ts';
import { placeFinder } from '../../report/positions.ts';
import { type GitHub, once, type RepositoryName } from '../client.ts';
import { printHidden, type Seal } from './hidden-line.ts';

/** The issue that says what is wrong with the configuration, as it was read. */
export interface ConfigIssue {
	readonly number: number;
	readonly body: string;
	readonly isOpen: boolean;
}

const title = 'The configuration of dualstack-lint cannot be used';

/** Problems that are listed; whoever has more mends these first. */
const mostListed = 20;

/** What is wrong with the configuration, whose text is given, as Markdown. */
export function configMistakes({ problems }: Extract<LintProblem, { kind: 'configuration' }>, config: string): string {
	const placeOf = placeFinder({ textOf: () => config });
	const rows = problems.slice(0, mostListed).map(({ message, at }) => {
		const { file, line } = placeOf(decidedAt(at));
		return `- ${markdownCode(file)}, line ${line}: ${markdownText(message)}`;
	});
	const left = problems.length - rows.length;
	return [...rows, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n');
}

/** Keeps the one issue: opened when something is wrong, opened again rather than made anew, closed when it is mended. */
export async function keepConfigIssue(
	github: GitHub,
	name: RepositoryName,
	known: ConfigIssue | undefined,
	mistakes: string | undefined,
	seal: Seal,
): Promise<void> {
	if (mistakes === undefined) {
		if (known?.isOpen !== true) return;
		await github.rest.issues.update({ ...name, issue_number: known.number, state: 'closed' });
		return;
	}
	const body = [
		'Until this is mended on the default branch, no pull request of the migration is opened, and no branch is written to. This issue closes by itself.',
		mistakes,
		printHidden('configuration', { version: 1 }, seal),
	].join('\n\n');
	if (known === undefined) await github.rest.issues.create({ ...name, title, body, ...once });
	else if (!known.isOpen || known.body !== body)
		await github.rest.issues.update({ ...name, issue_number: known.number, state: 'open', body });
}
