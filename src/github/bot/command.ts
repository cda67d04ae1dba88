import { migrationPhases } from '../../migrate/phase-names.ts';

/** What a comment asks for. */
export type Command =
	| { readonly name: 'plan' | 'rebase' | 'recreate' | 'pause' | 'resume' | 'fix' | 'discard' | 'help' }
	| { readonly name: 'explain'; readonly rule: string }
	| { readonly name: 'reopen'; readonly phase: string | undefined }
	/** The pasted result of `verify`: phases of a cluster that are done. */
	| { readonly name: 'verified'; readonly cluster: string; readonly phases: readonly string[] };

const plain = ['plan', 'rebase', 'recreate', 'pause', 'resume', 'fix', 'discard'] as const;

/** Characters of a comment that are looked at: GitHub takes no longer ones. */
const longestComment = 65_536;

/** The command of a comment; undefined where it speaks to somebody else. Only what stands at the start counts. */
export function readCommand(comment: string): Command | undefined {
	const text = comment.slice(0, longestComment);
	const [, line] = /^(?:\/dualstack|@dualstack-lint)(?:[ \t]+([^\r\n]{0,200}))?[ \t]*(?:\r?\n|$)/.exec(text) ?? [];
	if (line === undefined) return /^(?:\/dualstack|@dualstack-lint)\s*$/.test(text) ? { name: 'help' } : verified(text);
	const [word = '', argument] = line.trim().split(/\s+/);
	const known = plain.find((one) => one === word);
	if (known !== undefined) return { name: known };
	if (word === 'explain' && argument !== undefined) return { name: 'explain', rule: argument };
	if (word === 'reopen') return { name: 'reopen', phase: argument };
	return { name: 'help' };
}

/** What `verify --format markdown` leaves in a line of its own for us. */
function verified(text: string): Command | undefined {
	const mark = 'dualstack-lint-verify ';
	for (const line of text.split(/\r?\n/)) {
		const start = line.indexOf(mark);
		if (start < 0 || !line.startsWith('`')) continue;
		let value: unknown;
		try {
			value = JSON.parse(line.slice(start + mark.length, line.lastIndexOf('}') + 1));
		} catch {
			continue;
		}
		if (typeof value !== 'object' || value === null) continue;
		const given = new Map<string, unknown>(Object.entries(value));
		const [cluster, states] = [given.get('cluster'), given.get('states')];
		if (typeof cluster !== 'string' || typeof states !== 'object' || states === null) continue;
		const all = new Map<string, unknown>(Object.entries(states));
		const phases = migrationPhases.filter((phase) => all.get(phase) === 'done' || all.get(phase) === 'not-needed');
		return { name: 'verified', cluster, phases };
	}
	return undefined;
}
