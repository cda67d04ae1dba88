import { rules } from '../../rules/index.ts';
import { type VerifyReport, verifyJson, verifyMarkdown, verifyText } from '../report/verify-report.ts';
import type { PhaseState } from '../verify/check.ts';
import { expectedOf } from '../verify/expected.ts';
import type { LiveCluster } from '../verify/live.ts';
import { verifyPhases } from '../verify/verify.ts';
import { exitCode, UsageError } from './exit.ts';
import { dumpCommand, liveFromDump } from './live-dump.ts';
import { withPackage } from './optional-package.ts';
import type { VerifyArguments } from './options.ts';
import { readAndLint } from './read.ts';
import type { Terminal } from './terminal.ts';

/** Compares a running cluster with the repository and prints where its migration stands. Answers the exit code. */
export async function verify(options: VerifyArguments, terminal: Terminal): Promise<number> {
	if (options.printCommand === true) {
		terminal.out(dumpCommand);
		return exitCode.clean;
	}
	const linted = readAndLint(options, rules.slice(0, 0), terminal);
	if (typeof linted === 'number') return linted;
	const { clusters } = linted.report;
	const [cluster, ...others] = clusters;
	if (cluster === undefined) return exitCode.nothingToLint;
	if (others.length > 0) {
		const names = clusters.map(({ name }) => name).join(', ');
		throw new UsageError(`the repository holds several clusters (${names}); --cluster chooses one`);
	}
	const live = await liveFrom(options);
	const all = verifyPhases(live, expectedOf(cluster.plan));
	const phases = options.phase === undefined ? all : all.filter(({ phase }) => phase === options.phase);
	terminal.out(printed({ cluster: cluster.name, phases }, options, terminal));
	return verdict(phases, options.phase);
}

async function liveFrom({ from, context }: VerifyArguments): Promise<LiveCluster> {
	if (from !== undefined && context !== undefined) throw new UsageError('--from and --context name two clusters');
	if (from !== undefined) return liveFromDump(from);
	if (context === undefined)
		throw new UsageError(
			'--from FILE or --context NAME tells which cluster; --print-command shows how to make the file',
		);
	const load = () => import('./live-context.ts');
	const { liveFromContext } = await withPackage('@kubernetes/client-node', '--context', load);
	return liveFromContext(context);
}

function printed(report: VerifyReport, { format }: VerifyArguments, { outStyle }: Terminal): string {
	switch (format) {
		case 'text':
			return verifyText(report, outStyle);
		case 'json':
			return verifyJson(report);
		case 'markdown':
			return verifyMarkdown(report);
	}
}

/** 0 when complete, 1 when not, 5 when it cannot be told. Policies count only when they are asked for. */
function verdict(phases: readonly PhaseState[], asked: VerifyArguments['phase']): number {
	const counted = phases.filter(({ phase }) => asked !== undefined || phase !== 'policies');
	const states = new Set(counted.map(({ state }) => state));
	if (states.has('contradicts') || states.has('to-do') || states.has('in-progress')) return exitCode.findings;
	return states.has('unknown') ? exitCode.cannotTell : exitCode.clean;
}
