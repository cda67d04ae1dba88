import { watch } from 'node:fs';
import { sep } from 'node:path';
import { exitCode } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Milliseconds of silence after a change before the next run: editors and git write several files at a time. */
const settling = 150;

/** Forgets the screen and what was scrolled away, and goes to its top: ECMA-48 ED and CUP, and xterm's ED 3. */
const clearScreen = '\u001b[2J\u001b[3J\u001b[H';

/** Runs once, and again after each change in a folder, until the process is interrupted. */
export function watchFolder(folder: string, runOnce: () => void, terminal: Terminal): Promise<number> {
	const run = () => {
		if (process.stdout.isTTY) terminal.out(clearScreen);
		runOnce();
		terminal.err(`watching ${folder}; Ctrl+C ends\n`);
	};
	return new Promise((resolve) => {
		let timer: NodeJS.Timeout | undefined;
		const watcher = watch(folder, { recursive: true }, (_, name) => {
			if (isLeftOut(name)) return;
			clearTimeout(timer);
			timer = setTimeout(run, settling);
		});
		// A folder that is removed while it is entered: the next change tells about the rest.
		watcher.on('error', () => undefined);
		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			process.once(signal, () => {
				clearTimeout(timer);
				watcher.close();
				resolve(exitCode.clean);
			});
		}
		run();
	});
}

function isLeftOut(name: string | null): boolean {
	const steps = name?.split(sep) ?? [];
	return steps.includes('.git') || steps.includes('node_modules');
}
