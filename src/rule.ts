import type { AddressPlan } from './network/plan.ts';
import type { FluxKustomization } from './render/flux/flux-kustomization.ts';
import type { Rendered } from './render/resource.ts';
import type { FileProblem } from './repo/files.ts';
import type { RepoPath } from './repo/location.ts';
import type { Entry, MapNode, Scalar, SeqNode, YamlNode } from './repo/node.ts';
import type { Origin } from './repo/origin.ts';
import type { SourceFile } from './repo/parse.ts';
import type { Suppression } from './repo/suppression.ts';

export type Severity = 'error' | 'warning' | 'info';

/** safe: plainly what was meant. unsafe: ask a person. display-only: shown, never applied. */
export type Applicability = 'safe' | 'unsafe' | 'display-only';

/** A value that a change writes. Maps are literals of ours: keys from input never become keys of an object. */
export type Writable = Scalar | readonly Writable[] | { readonly [key: string]: Writable };

/** An edit in the words of YAML. `fix/` finds the text; a rule never counts columns. */
export type Change =
	| { readonly op: 'set'; readonly target: Origin; readonly value: Scalar }
	/** Where `into` has the key already and both are maps, what is missing is added inside. */
	| {
			readonly op: 'add';
			readonly into: MapNode;
			readonly key: string;
			readonly value: Writable;
			/** The key behind which the new one belongs; without it the last. */
			readonly after?: string;
	  }
	| { readonly op: 'append'; readonly into: SeqNode; readonly value: Writable }
	| { readonly op: 'remove'; readonly entry: Entry }
	/** Takes an item out of its list. */
	| { readonly op: 'drop'; readonly item: YamlNode }
	| TextChange;

/** An edit of text that is no YAML: scripts, units, sysctl files. The text is written as it is given. */
export type TextChange =
	/** `verbatim`: in a heredoc that expands variables, `$` of the text is meant to do so. */
	| { readonly op: 'replace-text'; readonly target: Origin; readonly text: string; readonly verbatim?: true }
	/** A line of its own, indented like the line that holds `beside`. */
	| {
			readonly op: 'insert-line';
			readonly beside: Origin;
			readonly where: 'before' | 'after';
			readonly text: string;
	  }
	/** A comment with the blanks before it; with its line where nothing else stands there. */
	| { readonly op: 'remove-comment'; readonly target: Origin }
	| { readonly op: 'append-text'; readonly file: RepoPath; readonly text: string }
	| { readonly op: 'create-file'; readonly file: RepoPath; readonly text: string };

export interface Fix {
	/** An imperative: `Write fd00:10::/56`. */
	readonly title: string;
	readonly applicability: Applicability;
	readonly changes: readonly Change[];
}

/** What a rule yields: one fact, the place that decides it, and the places that explain it. */
export interface Finding {
	readonly at: Origin;
	/** One sentence of facts with the values in it, no advice. */
	readonly message: string;
	/** The value judged, for `accept:` in the configuration. */
	readonly subject?: string;
	/** Where this case is graver or milder than the rule's own severity. */
	readonly severity?: Severity;
	readonly because?: readonly Because[];
	readonly fix?: Fix;
}

/** Another place that led to the finding. */
export interface Because {
	readonly at: Origin;
	readonly note: string;
}

/**
 * What a rule looks at: one cluster, as far as the repository tells. For the scope `files` the plan is empty, and
 * `rendered` holds the objects of every cluster.
 */
export interface RuleInput {
	readonly plan: AddressPlan;
	readonly rendered: Rendered;
	/** The Flux Kustomizations of the cluster. */
	readonly kustomizations: readonly FluxKustomization[];
	/** The files that were parsed. */
	readonly sources: readonly SourceFile[];
	/** The files that were asked for and could not be read. */
	readonly unreadable: ReadonlyMap<RepoPath, FileProblem>;
	/** False when no file of the repository can define an object of that group, kind and name; by their texts alone. */
	readonly defines?: (group: string, kind: string, name: string) => boolean;
	/** What comments and annotations suppress; only for the scope `suppressions`. */
	readonly suppressions?: readonly JudgedSuppression[];
	/** Ids of all rules; only for the scope `suppressions`. */
	readonly knownRules?: ReadonlySet<string>;
}

/** A suppression and what became of it. `not-judged`: its rule did not run. */
export interface JudgedSuppression extends Suppression {
	readonly verdict: 'used' | 'unused' | 'expired' | 'malformed' | 'unknown-rule' | 'not-judged';
}

/** The fix that takes a suppression away; undefined where it stands in one annotation with others. */
export function withoutSuppression(one: Suppression, applicability: Applicability): Pick<Finding, 'fix'> {
	if (one.by === 'annotation' && one.entry === undefined) return {};
	const change: Change =
		one.entry === undefined ? { op: 'remove-comment', target: one.at } : { op: 'remove', entry: one.entry };
	return { fix: { title: `Remove this ${one.by}`, applicability, changes: [change] } };
}

export interface Example {
	readonly name: string;
	/** File path → text. A line of carets under a line marks what is reported there. */
	readonly repo: Readonly<Record<string, string>>;
	/** The same files after every fix; absent when the rule cannot fix. */
	readonly fixed?: Readonly<Record<string, string>>;
}

export interface Rule<Id extends string = string> {
	/** The path of its file below `rules/`; names what is wrong. */
	readonly id: Id;
	/** One line, a statement of what is wrong. */
	readonly title: string;
	readonly severity: Severity;
	/**
	 * `files`: looks at the files as written, once for the repository. `suppressions`: looks at what others' findings
	 * were suppressed by, after all of them. Without it at each cluster's plan.
	 */
	readonly scope?: 'files' | 'suppressions';
	/** Markdown: what happens in the running cluster, how to see it there, how to mend it. */
	readonly docs: string;
	readonly references: readonly string[];
	check(input: RuleInput): Iterable<Finding>;
	readonly examples: { readonly valid: readonly Example[]; readonly invalid: readonly Example[] };
}

/** Declares a rule; the id keeps its literal type. */
export function defineRule<const Id extends string>(rule: Rule<Id>): Rule<Id> {
	return rule;
}

/** A text block without its outer indentation and without the first line break. */
export function block(strings: TemplateStringsArray, ...values: readonly string[]): string {
	const text = String.raw({ raw: strings.map((part) => part) }, ...values);
	const lines = text
		.replace(/^\n/, '')
		.replace(/\n[ \t]*$/, '\n')
		.split('\n');
	const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[\t ]*/.exec(line)?.[0].length ?? 0);
	const tabs = lines.filter((line) => line.trim() !== '').map((line) => /^\t*/.exec(line)?.[0].length ?? 0);
	const cut = Math.min(...indents, ...tabs);
	return lines.map((line) => line.slice(Math.min(cut, line.length))).join('\n');
}
