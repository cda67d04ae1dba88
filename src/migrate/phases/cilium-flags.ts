import { placeOf } from '../../fix/place.ts';
import type { CiliumFact } from '../../network/facts.ts';
import { familyValues } from '../../network/limits/cilium.ts';
import { nodeAt } from '../../repo/node.ts';
import type { ChangeGroup, PhaseInput } from '../phase.ts';
import { variableHolding } from '../shell-variable.ts';
import { wantedValues } from './cilium-wanted.ts';

/** The same values as `--set` of a command in a script, behind a line that sets one already. */
export function ciliumFlags(input: PhaseInput, fact: CiliumFact): ChangeGroup[] {
	const { files } = input;
	const wanted = wantedValues(input, fact);
	if (wanted.size === 0) return [];
	const beside = [familyValues.IPv4.nativeRoutingCidr, 'ipam.mode', 'routingMode', 'kubeProxyReplacement']
		.map((path) => nodeAt(fact.values, path.split('.')))
		.find((node) => node !== undefined);
	const place = beside && placeOf(beside.origin, 'collection');
	const read = place?.ok ? files.read(place.value.at.file) : undefined;
	if (beside === undefined || !place?.ok || !read?.ok) return [];
	const { start } = place.value.at.range;
	const lineStart = read.value.lastIndexOf('\n', start - 1) + 1;
	const head = /^\s*(--(?:helm-)?set)[ =]/.exec(read.value.slice(lineStart, start));
	const otherwise = [...wanted].map(([path, value]) => `--set ${path}=${plain(value)}`).join(' ');
	const title = 'Give Cilium the same values in the script that installs it';
	if (head === null) return [{ title, changes: [], otherwise }];
	const lines = [...wanted].map(([path, value]) => {
		const text = plain(value);
		const variable = variableHolding(text, read.value);
		return `${head[1]} ${path}=${variable === undefined ? quoted(text) : `"$${variable}"`} \\`;
	});
	return [
		{
			title,
			otherwise,
			changes: [{ op: 'insert-line', beside: beside.origin, where: 'before', text: lines.join('\n') }],
		},
	];
}

/** A list with one element is written in Helm's braces. */
function plain(value: unknown): string {
	return Array.isArray(value) ? `{${value.join(',')}}` : String(value);
}

function quoted(text: string): string {
	return /^[\w.]+$/.test(text) ? text : `'${text}'`;
}
