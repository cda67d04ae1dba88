import type { Check, RunbookStep } from '../phase.ts';
import type { Machine } from '../target.ts';

/** A machine of Talos takes its configuration as a whole, without a restart of the machine. */
export function talosStep(
	{ name, ipv4 }: Machine,
	{ title, check, until }: { readonly title: string; readonly check: Check; readonly until?: string },
): RunbookStep {
	const at = ipv4 ?? name;
	const apply = (file: string) => `talosctl -n ${at} apply-config --mode=no-reboot --file ${file}`;
	return {
		title,
		node: name,
		on: 'workstation',
		commands: [
			`talosctl -n ${at} get machineconfig v1alpha1 -o jsonpath='{.spec}' > ${name}.before.yaml &&`,
			apply(`<the new machine configuration of ${name}>`),
		],
		check,
		back: `${apply(`${name}.before.yaml`)}${until === undefined ? '' : ` (${until})`}`,
	};
}
