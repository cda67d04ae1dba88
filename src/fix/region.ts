import { type RepoPath, type SourceRange, withoutMark } from '../repo/location.ts';
import { written } from '../repo/origin.ts';
import { parseText } from '../repo/parse.ts';
import type { SyntaxNode } from '../repo/syntax.ts';
import { heredocsIn } from './heredoc.ts';
import { lastSyntax } from './last-answer.ts';
import type { TextEdit } from './text-edit.ts';

export type Language = 'yaml' | 'shell' | 'text';

/**
 * A text inside a file: the file itself, a block scalar of YAML, a heredoc of a script, or one of these inside of
 * another. Its lines end in `\n` and have lost the indentation of what holds them.
 */
export interface Region {
	readonly file: RepoPath;
	readonly text: string;
	readonly language: Language;
	/** Offset in the file of an offset in the text. */
	toFile(offset: number): number;
	/** The other way round; undefined for what lies outside or in the indentation. */
	fromFile(offset: number): number | undefined;
	/** An edit of this text as an edit of the file; `verbatim` text is not quoted for the heredoc that it goes into. */
	editOf(range: SourceRange, text: string, verbatim?: boolean): TextEdit;
}

/** One line of a region and where its text begins in what holds it. */
interface Line {
	readonly start: number;
	readonly outer: number;
}

/** A whole file. */
export function fileRegion(file: RepoPath, text: string): Region {
	const mark = text.length - withoutMark(text).length;
	const newline = /\r?\n/.exec(text)?.[0] ?? '\n';
	const { inner, lines } = linesOf(text, mark, text.length, () => 0);
	return {
		file,
		text: inner,
		language: languageOf(file, inner),
		toFile: (offset) => outerOf(lines, offset),
		fromFile: (offset) => innerOf(lines, inner, offset),
		editOf: (range, added) => ({
			file,
			range: { start: outerOf(lines, range.start), end: outerOf(lines, range.end) },
			text: newline === '\n' ? added : added.replace(/\r?\n/g, newline),
		}),
	};
}

/** The innermost text that holds a span of a file. */
export function regionAt(file: RepoPath, text: string, range: SourceRange): Region {
	let region = fileRegion(file, text);
	for (;;) {
		const start = region.fromFile(range.start);
		const end = region.fromFile(range.end);
		if (start === undefined || end === undefined) return region;
		const inner = region.language === 'yaml' ? blockAt(region, start, end) : heredocAt(region, start, end);
		if (inner === undefined) return region;
		region = inner;
	}
}

/** The content of a literal block scalar around a span, when it is a text in a language of its own. */
function blockAt(region: Region, start: number, end: number): Region | undefined {
	const scalar = innermost(lastSyntax(region.text), start, end);
	if (scalar?.kind !== 'scalar' || scalar.style !== 'literal' || start <= scalar.start) return undefined;
	const from = region.text.indexOf('\n', scalar.start) + 1;
	if (from === 0 || start < from) return undefined;
	const indent = contentIndent(region.text.slice(from)) - contentIndent(scalar.value ?? '');
	return embedded(region, from, scalar.end, () => indent, ' '.repeat(indent), false);
}

/** The indentation of the first line that is not blank. */
function contentIndent(text: string): number {
	return /^(?: *\n)*( *)/.exec(text)?.[1]?.length ?? 0;
}

function heredocAt(region: Region, start: number, end: number): Region | undefined {
	const found = heredocsIn(region.text).find((one) => one.start <= start && end <= one.end);
	if (found === undefined) return undefined;
	const tabs = found.stripsTabs ? (/^\t*/.exec(region.text.slice(found.start))?.[0] ?? '') : '';
	const indentOf = (line: string) => (found.stripsTabs ? (/^\t*/.exec(line)?.[0].length ?? 0) : 0);
	// The line break before the delimiter stays where it is.
	const last = found.end > found.start ? found.end - 1 : found.end;
	return embedded(region, found.start, last, indentOf, tabs, found.expands);
}

function embedded(
	region: Region,
	from: number,
	to: number,
	indentOf: (line: string) => number,
	indent: string,
	expands: boolean,
): Region {
	const { inner, lines } = linesOf(region.text, from, to, indentOf);
	return {
		file: region.file,
		text: inner,
		language: languageOf('', inner),
		toFile: (offset) => region.toFile(outerOf(lines, offset)),
		fromFile(offset) {
			const outer = region.fromFile(offset);
			return outer === undefined || outer < from || outer > to ? undefined : innerOf(lines, inner, outer);
		},
		editOf(range, added, verbatim = false) {
			const written = expands && !verbatim ? added.replace(/[\\$`]/g, '\\$&') : added;
			return region.editOf(
				{ start: outerOf(lines, range.start), end: outerOf(lines, range.end) },
				written.replace(/\n(?!\n|$)/g, `\n${indent}`),
				verbatim,
			);
		},
	};
}

/** The lines of a span, each without its indentation and its carriage return. */
function linesOf(
	text: string,
	from: number,
	to: number,
	indentOf: (line: string) => number,
): { readonly inner: string; readonly lines: readonly Line[] } {
	const lines: Line[] = [];
	const parts: string[] = [];
	let start = 0;
	for (let at = from; ; ) {
		const newline = text.indexOf('\n', at);
		const isLast = newline === -1 || newline >= to;
		const end = isLast ? to : newline;
		const line = text.slice(at, end);
		const indent = Math.min(indentOf(line), line.length);
		const content = line.slice(indent, line.endsWith('\r') && !isLast ? -1 : undefined);
		lines.push({ start, outer: at + indent });
		parts.push(content);
		start += content.length + 1;
		if (isLast) return { inner: parts.join('\n'), lines };
		at = newline + 1;
	}
}

function outerOf(lines: readonly Line[], offset: number): number {
	const line = lines[lastAtMost(lines, offset, 'start')];
	return line === undefined ? offset : line.outer + offset - line.start;
}

function innerOf(lines: readonly Line[], inner: string, offset: number): number | undefined {
	const index = lastAtMost(lines, offset, 'outer');
	const line = lines[index];
	if (line === undefined || offset < line.outer) return undefined;
	const end = (lines[index + 1]?.start ?? inner.length + 1) - 1;
	const found = line.start + offset - line.outer;
	return found <= end ? found : index + 1 < lines.length ? end : undefined;
}

function lastAtMost(lines: readonly Line[], offset: number, field: keyof Line): number {
	let low = 0;
	let high = lines.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((lines[middle]?.[field] ?? 0) <= offset) low = middle;
		else high = middle - 1;
	}
	return low;
}

/** The innermost node of a text that holds a span. */
export function innermost(roots: readonly SyntaxNode[], start: number, end: number): SyntaxNode | undefined {
	let found: SyntaxNode | undefined;
	let open = roots;
	for (;;) {
		const next = open.find((node) => node.start <= start && end <= node.end);
		if (next === undefined) return found;
		found = next;
		open = [...next.pairs.flatMap(({ key, value }) => [key, value]), ...next.items.map(({ value }) => value)].filter(
			(node) => node !== undefined,
		);
	}
}

/** What a text is written in: by its name, else by its content. */
function languageOf(path: RepoPath | '', text: string): Language {
	if (/\.(?:ya?ml|json)$/i.test(path)) return 'yaml';
	if (/\.(?:sh|bash)$/i.test(path) || /^#!.*sh\b/.test(text)) return 'shell';
	const parsed = parseText(text, (start, end) => written(path as RepoPath, start, end));
	const isYaml = parsed.syntaxErrors.length === 0 && parsed.documents.some(({ kind }) => kind !== 'scalar');
	return isYaml ? 'yaml' : /<<-?\s*["'\\]?\w|^\s*(?:export\s+)?\w+=|\s--?\w/m.test(text) ? 'shell' : 'text';
}
