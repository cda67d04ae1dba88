import type { Check, RunbookStep } from '../phase.ts';
import type { Machine } from '../target.ts';
import { guard, nodeOf } from './any-machine.ts';

/** A machine of Talos takes its configuration as a whole, without a restart of the machine. */
export function talosStep(
	{ name, ipv4 }: Machine,
	{ title, check, until }: { readonly title: string; readonly check: Check; readonly until?: string },
): RunbookStep {
	const at = ipv4 ?? name;
	const apply = (file: string) => `talosctl -n ${at} apply-config --mode=no-reboot --file ${file}`;
	return {
		title,
		...nodeOf(name),
		on: 'workstation',
		commands: [
			...guard(name),
			`# ${name}.yaml: its new machine configuration, made the way this cluster makes them`,
			`talosctl -n ${at} get machineconfig v1alpha1 -o jsonpath='{.spec}' > ${name}.before.yaml &&`,
			apply(`${name}.yaml`),
		],
		check,
		back: `${apply(`${name}.before.yaml`)}${until === undefined ? '' : ` (${until})`}`,
	};
}
