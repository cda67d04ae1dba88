/** A heredoc of a script: offsets of its body, the last line break included. */
export interface HeredocSpan {
	readonly start: number;
	readonly end: number;
	/** `<<-`: tabs at the beginning of a line do not count. */
	readonly stripsTabs: boolean;
	/** The delimiter has no quotes: `$`, backtick and backslash mean something in the body. */
	readonly expands: boolean;
}

const opening = /(?<!<)<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|(\\?)([\w.-]+))/g;

/** The heredocs of a script, in order. What looks like one in a comment is none. */
export function heredocsIn(text: string): HeredocSpan[] {
	const spans: HeredocSpan[] = [];
	const waiting: { word: string; stripsTabs: boolean; expands: boolean }[] = [];
	for (let at = 0; at < text.length; ) {
		const end = endOfLine(text, at);
		const line = text.slice(at, end);
		at = end + 1;
		if (!line.includes('<<') || /^\s*#/.test(line)) continue;
		for (const [, dash, single, double, backslash, bare] of line.matchAll(opening)) {
			const expands = single === undefined && double === undefined && backslash !== '\\';
			waiting.push({ word: single ?? double ?? bare ?? '', stripsTabs: dash === '-', expands });
		}
		for (const { word, stripsTabs, expands } of waiting.splice(0)) {
			const start = at;
			let stop: number | undefined;
			for (; at < text.length && stop === undefined; at = endOfLine(text, at) + 1) {
				const candidate = text.slice(at, endOfLine(text, at));
				if ((stripsTabs ? candidate.replace(/^\t+/, '') : candidate) === word) stop = at;
			}
			if (stop !== undefined) spans.push({ start, end: stop, stripsTabs, expands });
		}
	}
	return spans;
}

function endOfLine(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	return end === -1 ? text.length : end;
}
