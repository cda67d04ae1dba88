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
	switch (origin.kind) {
		case 'written':
			return origin.at;
		case 'aliased':
			return decidedAt(origin.anchor);
		case 'patched':
			return decidedAt(origin.by);
		case 'substituted': {
			return decidedAt(soleVariable(origin) ?? origin.template);
		}
		case 'generated':
			return decidedAt(origin.from);
		case 'omitted':
			return decidedAt(origin.from);
	}
}

/** One step in the making of a value, told in a few words. */
export interface TrailStep {
	readonly at: SourceLocation;
	readonly note: string;
}

/** Everyone who had a hand in the value, the deciding text first. */
export function trail(origin: Origin): TrailStep[] {
	const steps: TrailStep[] = [];
	collect(origin, 'written here', steps);
	return steps.filter((step, i) => steps.findIndex((other) => samePlace(other.at, step.at)) === i);
}

function collect(origin: Origin, note: string, steps: TrailStep[]): void {
	switch (origin.kind) {
		case 'written':
			steps.push({ at: origin.at, note });
			return;
		case 'aliased':
			collect(origin.anchor, note, steps);
			steps.push({ at: origin.use, note: 'used here through an alias' });
			return;
		case 'patched':
			collect(origin.by, note, steps);
			collect(origin.over, 'replaces the value from here', steps);
			return;
		case 'substituted': {
			const sole = soleVariable(origin);
			collect(sole ?? origin.template, note, steps);
			if (sole !== undefined) collect(origin.template, 'substituted here', steps);
			else for (const variable of origin.variables) collect(variable, 'a variable is defined here', steps);
			return;
		}
		case 'generated':
			collect(origin.from, note, steps);
			collect(origin.by, 'put in place here', steps);
			return;
		case 'omitted':
			collect(origin.from, `${origin.field} is left out here`, steps);
			return;
	}
}

/** The definition that makes the whole value, when the template is one variable and nothing else. */
function soleVariable(origin: Extract<Origin, { kind: 'substituted' }>): Origin | undefined {
	return origin.partial === true || origin.variables.length !== 1 ? undefined : origin.variables[0];
}

/** True when both name the same span of the same file. */
export function samePlace(a: SourceLocation, b: SourceLocation): boolean {
	return a.file === b.file && a.range.start === b.range.start && a.range.end === b.range.end;
}
