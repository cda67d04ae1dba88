import { styleText } from 'node:util';
import { type Paint, plain, type Role, type TextStyle } from '../report/paint.ts';

/** Where a command writes. Only the chosen format goes to `out`. */
export interface Terminal {
	out(text: string): void;
	err(text: string): void;
	readonly outStyle: TextStyle;
	readonly errStyle: TextStyle;
}

/** Columns of a line when the output is no terminal. */
const defaultWidth = 120;

/** Columns below which a code frame shows nothing useful any more. */
const leastWidth = 40;

/** The terminal of this process. */
export function processTerminal(mayColour: boolean): Terminal {
	return {
		out: (text) => void process.stdout.write(text),
		err: (text) => void process.stderr.write(text),
		outStyle: styleOf(process.stdout, mayColour),
		errStyle: styleOf(process.stderr, mayColour),
	};
}

function styleOf(stream: NodeJS.WriteStream, mayColour: boolean): TextStyle {
	const width = stream.isTTY ? Math.max(leastWidth, stream.columns || defaultWidth) : defaultWidth;
	return { width, paint: mayColour && wantsColour(stream, process.env) ? colours : plain };
}

/** Colour is for terminals, unless the environment says otherwise (no-color.org, force-color.org). */
export function wantsColour(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
	if (env['NO_COLOR']) return false;
	if (env['FORCE_COLOR'] !== undefined) return !['0', 'false'].includes(env['FORCE_COLOR']);
	return stream.isTTY === true && env['TERM'] !== 'dumb';
}

const formats: Readonly<Record<Role, Parameters<typeof styleText>[0]>> = {
	error: ['bold', 'red'],
	warning: ['bold', 'yellow'],
	info: ['bold', 'cyan'],
	strong: 'bold',
	frame: 'blue',
	related: 'blue',
	faint: 'gray',
	good: 'green',
};

const colours: Paint = (role, text) => styleText(formats[role], text, { validateStream: false });
