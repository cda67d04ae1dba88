import { textOf } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';
import type { ProcessFact } from './facts.ts';
import { part } from './flags.ts';
import type { AddressPlan } from './plan.ts';

/** A gate that a process is started with. */
export interface FeatureGate {
	readonly name: string;
	/** Undefined where the text is no boolean of Go. */
	readonly value: boolean | undefined;
	readonly text: string;
	readonly origin: Origin;
	readonly process: ProcessFact;
}

/** The gates in `--feature-gates` of the processes, in the order of their command lines. */
export function featureGates(plan: AddressPlan): FeatureGate[] {
	return plan.processes.flatMap((process) =>
		process.flags.all.flatMap(({ name, value }) => {
			if (name !== 'feature-gates' || value.kind === 'unknown') return [];
			return [...textOf(value).matchAll(/[^,]+/g)].flatMap((match) => {
				const [key = '', text = ''] = match[0].split('=', 2).map((one) => one.trim());
				if (key === '') return [];
				const { origin } = part(value, match.index, match.index + match[0].length);
				return [{ name: key, value: booleanOf(text), text: match[0].trim(), origin, process }];
			});
		}),
	);
}

/** What the API servers are told about a gate: undefined where they are told nothing, or not the same. */
export function apiServerGate(plan: AddressPlan, name: string): boolean | undefined {
	const values = featureGates(plan)
		.filter((one) => one.process.process === 'kube-apiserver' && one.name === name)
		.map(({ value }) => value);
	return values.every((value) => value === values[0]) ? values[0] : undefined;
}

/** What Go's `strconv.ParseBool` takes. */
function booleanOf(text: string): boolean | undefined {
	if (/^(?:1|t|T|true|TRUE|True)$/.test(text)) return true;
	return /^(?:0|f|F|false|FALSE|False)$/.test(text) ? false : undefined;
}
