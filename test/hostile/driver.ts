// Run in a process of its own by hostile.test.ts: runs the command on each of some folders and tells what came of it.
import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../src/cli/commands.ts';
import { lintFormats } from '../../src/cli/format-names.ts';
import { readArguments } from '../../src/cli/options.ts';
import { plain } from '../../src/report/paint.ts';
import { startGuard } from './guard.ts';
import { secretsIn, wrongsIn } from './wrongs.ts';

/** What came of one case. */
export interface Outcome {
	readonly name: string;
	/** Exit code of linting it. */
	readonly code: number;
	/** Findings, as `rule path`. */
	readonly findings: readonly string[];
	/** Everything that no run may do. */
	readonly wrongs: readonly string[];
	/** Milliseconds of processor time of the longest command. */
	readonly slowest: number;
	/** MiB that the process has had at most so far. */
	readonly memory: number;
}

interface Asked {
	readonly name: string;
	readonly root: string;
	/** Linted only: each other command would take as long again. */
	readonly isLarge: boolean;
}

const [, , list = '', outputs = ''] = process.argv;
const asked: readonly Asked[] = JSON.parse(readFileSync(list, 'utf8'));
const guard = startGuard();
for (const one of asked) {
	// When a run ends the process, the last line names the case.
	tell({ begins: one.name });
	tell(await outcomeOf(one));
}

function tell(line: object): void {
	writeSync(1, `${JSON.stringify(line)}\n`);
}

async function outcomeOf({ name, root, isLarge }: Asked): Promise<Outcome> {
	guard.allow([root, outputs]);
	const wrongs: string[] = [];
	let slowest = 0;
	const run = async (words: readonly string[], isExact = false): Promise<number> => {
		let out = '';
		let err = '';
		const terminal = {
			out(text: string) {
				out += text;
			},
			err(text: string) {
				err += text;
			},
			outStyle: { width: 120, paint: plain },
			errStyle: { width: 120, paint: plain },
		};
		const start = process.cpuUsage();
		let code = -1;
		try {
			const parsed = readArguments(words, terminal);
			code = typeof parsed === 'number' ? parsed : await runCommand(parsed, terminal);
		} catch (error) {
			wrongs.push(`${words[0]} threw: ${error instanceof Error ? error.stack : String(error)}`);
		}
		const { user, system } = process.cpuUsage(start);
		slowest = Math.max(slowest, Math.round((user + system) / 1000));
		if (code === 3) wrongs.push(`${words[0]} ended with 3: ${err}`);
		for (const one of guard.taken()) wrongs.push(`${words[0]} tried ${one}`);
		wrongs.push(
			...wrongsIn(err, 'err'),
			...(isExact ? secretsIn(out, words.join(' ')) : wrongsIn(out, words[0] ?? '')),
		);
		return code;
	};
	const formats = isLarge ? (['json', 'github', 'markdown'] as const) : lintFormats;
	const files = formats.map((format) => ({ format, path: join(outputs, format) }));
	const code = await run([
		root,
		'--root',
		root,
		'--verbose',
		...files.flatMap((one) => ['--output', `${one.format}=${one.path}`]),
	]);
	let findings: string[] = [];
	if (code < 2) {
		for (const { format, path } of files) wrongs.push(...wrongsIn(readFileSync(path, 'utf8'), format));
		findings = findingsIn(readFileSync(join(outputs, 'json'), 'utf8'));
		// A patch is what a program reads: it has the bytes of the file.
		if (!isLarge) await run([root, '--root', root, '--fix=unsafe', '--diff'], true);
	}
	if (code !== 4 && !isLarge) {
		await run(['plan', root, '--root', root]);
		await run(['render', '--root', root]);
		await run(['migrate', root, '--root', root, '--diff'], true);
	}
	guard.allow([]);
	const memory = Math.round(process.resourceUsage().maxRSS / 1024);
	return { name, code, findings, wrongs: [...new Set(wrongs)], slowest, memory };
}

function findingsIn(json: string): string[] {
	const { diagnostics }: { diagnostics: readonly { rule: string; file: string }[] } = JSON.parse(json);
	return [...new Set(diagnostics.map(({ rule, file }) => `${rule} ${file}`))].sort();
}
