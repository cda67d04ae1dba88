import type { SourceLocation } from './location.ts';

/**
 * How a value came to be. Every origin ends in text someone wrote, so a person
 * can always be shown lines and a fix can always find a file.
 */
export type Origin =
	| { readonly kind: 'written'; readonly at: SourceLocation }
	/** `*name`: written at `use`, but the text is where the anchor stands. */
	| { readonly kind: 'aliased'; readonly use: SourceLocation; readonly anchor: Origin }
	/** A later layer replaced or added the value: a patch, an overlay, Helm values on top of others. */
	| { readonly kind: 'patched'; readonly by: Origin; readonly over: Origin }
	/**
	 * Text with variables in it; `variables` are the places that define them, in the order of use.
	 * `partial` when the template holds more than one variable's name.
	 */
	| {
			readonly kind: 'substituted';
			readonly template: Origin;
			readonly variables: readonly Origin[];
			readonly partial?: boolean;
	  }
	/** A generator, transformer or replacement (`by`) took the value from somewhere (`from`). */
	| { readonly kind: 'generated'; readonly by: Origin; readonly from: Origin }
	/** Nobody wrote it: a default is in force because `from` leaves `field` out. */
	| { readonly kind: 'omitted'; readonly from: Origin; readonly field: string };

/** The origin of text that stands in a file. */
export function written(file: SourceLocation['file'], start: number, end: number): Origin {
	return { kind: 'written', at: { file, range: { start, end } } };
}

/**
 * The text that decides the value: the last writer. For a template it is the
 * variable's definition when the template is one variable, else the template.
 */
export function decidedAt(origin: Origin): SourceLocation {
	// No recursion: thousands of patches of one value are as many layers.
	for (let at = origin; ; at = deciding(at)) if (at.kind === 'written') return at.at;
}

function deciding(origin: Exclude<Origin, { kind: 'written' }>): Origin {
	switch (origin.kind) {
		case 'aliased':
			return origin.anchor;
		case 'patched':
			return origin.by;
		case 'substituted':
			return soleVariable(origin) ?? origin.template;
		case 'generated':
		case 'omitted':
			return origin.from;
	}
}

/** One step in the making of a value, told in a few words. */
export interface TrailStep {
	readonly at: SourceLocation;
	readonly note: string;
}

/** Layers of an origin that are looked at: variables made of variables double them at each level. */
const maxLayers = 1000;

/** Everyone who had a hand in the value, the deciding text first; of very many the first ones. */
export function trail(origin: Origin): TrailStep[] {
	const steps = new Map<string, TrailStep>();
	const open: (readonly [origin: Origin, note: string])[] = [[origin, 'written here']];
	let layers = 0;
	for (let next = open.pop(); next !== undefined && layers++ < maxLayers; next = open.pop()) {
		const [layer, note] = next;
		if (layer.kind === 'written') {
			const { file, range } = layer.at;
			const key = `${range.start} ${range.end} ${file}`;
			if (!steps.has(key)) steps.set(key, { at: layer.at, note });
		} else for (const inner of below(layer, note).reverse()) open.push(inner);
	}
	return [...steps.values()];
}

/** What a layer is made of, in the order of telling, each with its note. */
function below(layer: Exclude<Origin, { kind: 'written' }>, note: string): [origin: Origin, note: string][] {
	switch (layer.kind) {
		case 'aliased':
			return [
				[layer.anchor, note],
				[{ kind: 'written', at: layer.use }, 'used here through an alias'],
			];
		case 'patched':
			return [
				[layer.by, note],
				[layer.over, 'replaces the value from here'],
			];
		case 'substituted': {
			const sole = soleVariable(layer);
			if (sole === undefined) return [[layer.template, note], ...layer.variables.slice(0, maxLayers).map(asVariable)];
			return [
				[sole, note],
				[layer.template, 'substituted here'],
			];
		}
		case 'generated':
			return [
				[layer.from, note],
				[layer.by, 'put in place here'],
			];
		case 'omitted':
			return [[layer.from, `${layer.field} is left out here`]];
	}
}

function asVariable(origin: Origin): [origin: Origin, note: string] {
	return [origin, 'a variable is defined here'];
}

/** The definition that makes the whole value, when the template is one variable and nothing else. */
function soleVariable(origin: Extract<Origin, { kind: 'substituted' }>): Origin | undefined {
	return origin.partial === true || origin.variables.length !== 1 ? undefined : origin.variables[0];
}

/** True when both name the same span of the same file. */
export function samePlace(a: SourceLocation, b: SourceLocation): boolean {
	return a.file === b.file && a.range.start === b.range.start && a.range.end === b.range.end;
}
