import { lintRepository } from '../../src/pipeline.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { Applicability, Rule } from '../../src/rule.ts';
import { readMarks } from './marks.ts';

/** What each subject is about, in the order of the catalogue. */
const subjects: Readonly<Record<string, string>> = {
	addressing: 'Addresses and prefixes, whoever declares them',
	'control-plane': 'kubeadm, the API server and the controller manager',
	nodes: 'Kubelets, kube-proxy and machines',
	cilium: 'Cilium and its objects',
	ceph: 'Rook, ceph-csi and who stores objects in Ceph',
	services: 'Services, load balancers and policies',
	'add-ons': 'Other network plugins, DNS servers and what else holds addresses',
	flux: 'How things are wired',
	suppressions: 'Suppressions themselves',
};

/** The catalogue of the rules as Markdown: `rules/README.md`. */
export function catalogue(rules: readonly Rule[]): string {
	const strange = rules.filter(({ id }) => subjects[subjectOf(id)] === undefined).map(({ id }) => id);
	if (strange.length > 0) throw new Error(`no heading for ${strange.join(', ')}`);
	const parts = Object.entries(subjects).flatMap(([subject, title]) => {
		const own = rules.filter(({ id }) => subjectOf(id) === subject);
		return own.length === 0 ? [] : [`## ${subject}\n\n${title}.\n\n${table(own)}`];
	});
	return `${[head(rules), ...parts].join('\n\n')}\n`;
}

function head(rules: readonly Rule[]): string {
	const count = (severity: string) => rules.filter((rule) => rule.severity === severity).length;
	return [
		'# Rules',
		`${rules.length} rules: ${count('error')} errors, ${count('warning')} warnings and ${count('info')} infos, as they are unless a case is graver or milder or the`,
		'configuration says otherwise. `dualstack-lint explain <rule>` prints what happens in the cluster, how to see it there and how',
		'to mend it. A fix that is safe is plainly what was meant; one that is unsafe is a proposal. This page is made of the rules by',
		'`npm run catalogue`.',
	]
		.join('\n')
		.replace('# Rules\n', '# Rules\n\n');
}

function table(rules: readonly Rule[]): string {
	const rows = rules.map((rule) => {
		const { id, severity, title, docs } = rule;
		const name = id.slice(id.indexOf('/') + 1);
		return `| [\`${name}\`](${id}.ts) | ${severity} | ${fixOf(rule)} | **${cell(title)}.** ${cell(firstSentence(docs))} |`;
	});
	return ['| rule | severity | fix | finds |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** The first sentence of a page, on one line; empty where the page does not begin with one. */
export function firstSentence(docs: string): string {
	const [paragraph = ''] = docs.trim().split(/\n\s*\n/);
	const text = paragraph.replace(/\s+/g, ' ').trim();
	if (/^(?:[|#>-]|\d+\.)\s/.test(text)) return '';
	// A full stop ends a sentence before a blank; inside of code it does not.
	const parts = text.split('`');
	let sentence = '';
	for (const [i, part] of parts.entries()) {
		const isLast = i === parts.length - 1;
		const end = i % 2 === 0 ? part.search(isLast ? /\.(?=\s|$)|:(?=\s*$)/ : /\.(?=\s)/) : -1;
		if (end !== -1) return `${sentence}${part.slice(0, end)}.`;
		sentence += part + (isLast ? '' : '`');
	}
	return '';
}

/** How the findings of a rule's own examples can be mended; the surest way of several. */
function fixOf(rule: Rule): string {
	const found = new Set<Applicability>();
	for (const { repo } of rule.examples.invalid) {
		const outcome = lintRepository(filesFromTexts(readMarks(repo).texts), [rule]);
		for (const { fix } of outcome.ok ? outcome.value.diagnostics : [])
			if (fix !== undefined) found.add(fix.applicability);
	}
	const ways = (['safe', 'unsafe', 'display-only'] as const).filter((one) => found.has(one));
	return ways.length === 0 ? '—' : ways.join(', ').replace('display-only', 'shown');
}

function cell(text: string): string {
	return text.replaceAll('|', '\\|');
}

function subjectOf(id: string): string {
	return id.slice(0, id.indexOf('/'));
}
