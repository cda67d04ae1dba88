import { printable } from '../report/printable.ts';
import type { Terminal } from './terminal.ts';

/** Tells on standard error what a run does. */
export interface Steps {
	/** Takes what a step has done. */
	readonly done: (what: string) => void;
	/** Takes away what only the wait was for. */
	end(): void;
}

/** Milliseconds before a terminal shows that the work is going on. */
const patience = 400;

/** With `isVerbose` a line a step with its time; else, on a terminal, one line that changes while the work is long. */
export function stepsOn(terminal: Terminal, isVerbose: boolean, isTerminal: boolean): Steps {
	const start = performance.now();
	let before = start;
	let isShown = false;
	return {
		done(what) {
			const now = performance.now();
			if (isVerbose) terminal.err(`${(now - before).toFixed(0).padStart(6)} ms  ${printable(what)}\n`);
			else if (isTerminal && now - start > patience) {
				terminal.err(`\r\u001b[K${printable(what).slice(0, terminal.errStyle.width - 1)}`);
				isShown = true;
			}
			before = now;
		},
		end() {
			if (isShown) terminal.err('\r\u001b[K');
			isShown = false;
		},
	};
}
