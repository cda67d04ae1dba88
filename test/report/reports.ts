import type { Diagnostic } from '../../src/lint/diagnostic.ts';
import type { ClusterReport, Report } from '../../src/lint/report.ts';
import type { Declaration, Fact } from '../../src/network/facts.ts';
import { planFrom } from '../../src/network/plan.ts';
import { readPrefix } from '../../src/network/prefixes.ts';
import type { RepoPath, SourceLocation } from '../../src/repo/location.ts';

/** Texts of a repository in which `«…»`, `«1 …»` mark the places that a test speaks of. */
export interface MarkedTexts {
	readonly textOf: (path: RepoPath) => string;
	/** The place marked with this name; '' for the mark without one. */
	readonly at: (name?: string) => SourceLocation;
}

/** Takes the marks out of texts and remembers where they were. */
export function marked(texts: Readonly<Record<string, string>>): MarkedTexts {
	const places = new Map<string, SourceLocation>();
	const plain = new Map<string, string>();
	for (const [file, text] of Object.entries(texts)) plain.set(file, withoutMarks(file as RepoPath, text, places));
	return {
		textOf: (path) => plain.get(path) ?? '',
		at(name = '') {
			const place = places.get(name);
			if (place === undefined) throw new Error(`no mark ${name}`);
			return place;
		},
	};
}

function withoutMarks(file: RepoPath, text: string, places: Map<string, SourceLocation>): string {
	let out = '';
	const open: { name: string; start: number }[] = [];
	for (const piece of text.split(/(«(?:\d+ )?|»)/)) {
		if (piece.startsWith('«')) open.push({ name: piece.slice(1).trim(), start: out.length });
		else if (piece === '»') {
			const mark = open.pop();
			if (mark !== undefined) places.set(mark.name, { file, range: { start: mark.start, end: out.length } });
		} else out += piece;
	}
	return out;
}

/** A diagnostic with what a test does not care about filled in. */
export function diagnostic(parts: Pick<Diagnostic, 'at'> & Partial<Diagnostic>): Diagnostic {
	return {
		ruleId: 'addressing/pod-network-mismatch',
		severity: 'error',
		message: 'kubeadm declares the pod network 10.42.0.0/16, Cilium 10.43.0.0/16',
		cluster: null,
		related: [],
		fix: undefined,
		suppressed: null,
		...parts,
	};
}

/** A report with what a test does not care about filled in. */
export function report(parts: Partial<Report>): Report {
	return { clusters: [], diagnostics: [], unresolved: [], files: 2, rendered: [], textOf: () => '', ...parts };
}

/** A declaration of the pod network by kubeadm, unless a test says otherwise; each prefix with its place. */
export function declaration(
	prefixes: readonly (readonly [text: string, at: SourceLocation])[],
	parts: Partial<Declaration> = {},
): Declaration {
	const read = prefixes.map(([text, at]) => readPrefix(text, { kind: 'written', at }));
	const [first] = read;
	if (first === undefined) throw new Error('a declaration has a prefix');
	return {
		fact: 'declaration',
		role: 'pod',
		component: 'kubeadm',
		setting: 'networking.podSubnet',
		at: first.origin,
		prefixes: read,
		form: 'one',
		relation: 'is',
		standing: 'live',
		hostBits: 'masked',
		...parts,
	};
}

/** A cluster whose plan is made of these facts. */
export function cluster(name: string, facts: readonly Fact[]): ClusterReport {
	return { name, plan: planFrom(name, facts, []) };
}
