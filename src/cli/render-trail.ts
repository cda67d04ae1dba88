import { describe, type Resource } from '../render/resource.ts';
import { nearest } from '../repo/nearest.ts';
import { nodeAt, type Step, type YamlNode } from '../repo/node.ts';
import { trail } from '../repo/origin.ts';
import { codeFrame, type FrameSource } from '../report/code-frame.ts';
import type { TextStyle } from '../report/paint.ts';
import { printable } from '../report/printable.ts';
import { UsageError } from './exit.ts';

/** A tree that is printed and the object it belongs to. */
export interface Shown {
	readonly of: Resource;
	readonly tree: YamlNode;
}

/** The one value that the path leads to. Complains when there is none or more than one. */
export function valueAt(shown: readonly Shown[], path: string): { readonly of: Resource; readonly node: YamlNode } {
	const steps = stepsOf(path);
	const found = shown.flatMap(({ of, tree }) => {
		const node = nodeAt(tree, steps);
		return node === undefined ? [] : [{ of, node }];
	});
	const [only, ...more] = found;
	if (only === undefined) throw new UsageError(missing(shown, steps, path));
	if (more.length === 0) return only;
	const names = found.slice(0, namesShown).map(({ of }) => describe(of));
	if (found.length > names.length) names.push(`and ${found.length - names.length} more`);
	throw new UsageError(`several objects have ${path}: ${names.join(', ')}; choose with --kind, --name or --namespace`);
}

/** Objects that a complaint names. */
const namesShown = 10;

/** Who set a value: a heading, the value as it is printed, and a frame for each step. */
export function trailText(
	{ of, node }: ReturnType<typeof valueAt>,
	path: string,
	value: string,
	source: FrameSource,
	style: TextStyle,
): string {
	const heading = style.paint('strong', printable(`${describe(of)}: ${path}`));
	const frames = trail(node.origin).map(({ at, note }, i) =>
		codeFrame([{ at, note, role: i === 0 ? 'info' : 'related', sign: i === 0 ? '^' : '-' }], source, style).lines.join(
			'\n',
		),
	);
	return `${heading}\n\n${value}\n${frames.join('\n\n')}\n`;
}

const pathStep = /(?:^\.?|\.)(?:"([^"]*)"|([^."[\]]+))|\[(?:(\d+)|"([^"]*)"|([^"[\]]+))\]/y;

/** `spec.values.ipv6.enabled`, `spec.blocks[0].cidr`, `metadata.annotations."a.b/c"` or `metadata.annotations[a.b/c]`. */
function stepsOf(path: string): Step[] {
	const steps: Step[] = [];
	pathStep.lastIndex = 0;
	for (let at = 0; at < path.length; at = pathStep.lastIndex) {
		const [text, quoted, plain, index, inBrackets, plainInBrackets] = pathStep.exec(path) ?? [];
		if (text === undefined)
			throw new UsageError(`${path} is no path from ${path.slice(at)} on; one is spec.blocks[0]."a.b/c"`);
		steps.push(index === undefined ? (quoted ?? plain ?? inBrackets ?? plainInBrackets ?? '') : Number(index));
	}
	if (steps.length === 0) throw new UsageError('an empty path leads to no value');
	return steps;
}

/** Where the path ends early, when only one object is asked. */
function missing(shown: readonly Shown[], steps: readonly Step[], path: string): string {
	const [only, ...more] = shown;
	if (only === undefined || more.length > 0) return `no object has ${path}`;
	const end = steps.findIndex((_, i) => nodeAt(only.tree, steps.slice(0, i + 1)) === undefined);
	const parent = nodeAt(only.tree, steps.slice(0, end));
	const here = `${describe(only.of)} has no ${path}`;
	switch (parent?.kind) {
		case 'map':
			return `${here}${nearest(String(steps[end]), [...parent.entries.keys()])}`;
		case 'seq':
			return `${here}; the list has ${parent.items.length} items, the first is [0]`;
		case 'scalar':
		case 'unknown':
		case undefined:
			return here;
	}
}
