import { WorkError } from '../repo/work-error.ts';
import { printable } from '../report/printable.ts';
import { version } from './version.ts';

/** Lines of a stack that are shown. */
const shownLines = 12;

/** What a person is told of a mistake of this program, and what to do about it. */
export function internalText(what: string, error: unknown): string {
	const file = error instanceof WorkError && error.file !== undefined ? ` at ${error.file}` : '';
	const thrown = error instanceof WorkError ? error.cause : error;
	const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
	const lines = stack.split('\n').slice(0, shownLines).map(printable);
	const where = `dualstack-lint ${version}, Node ${process.version}, ${process.platform}`;
	return [
		`internal error${printable(`${what}${file}`)}: ${lines.join('\n')}`,
		`This is a mistake of dualstack-lint, not of the repository. Please report it with the lines above (${where}).`,
		'',
	].join('\n');
}
