import type { Rule } from '../../src/rule.ts';

/** What each subject is about, in the order of the catalogue. */
const subjects: Readonly<Record<string, string>> = {
	addressing: 'Addresses and prefixes, whoever declares them',
	'control-plane': 'kubeadm, the API server and the controller manager',
	nodes: 'Kubelets, kube-proxy and machines',
	cilium: 'Cilium and its objects',
	ceph: 'Rook, ceph-csi and who stores objects in Ceph',
	services: 'Services, load balancers and policies',
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
		'to mend it. This page is made of the rules by `npm run catalogue`.',
	]
		.join('\n')
		.replace('# Rules\n', '# Rules\n\n');
}

function table(rules: readonly Rule[]): string {
	const rows = rules.map(
		({ id, severity, title }) =>
			`| [\`${id.slice(id.indexOf('/') + 1)}\`](${id}.ts) | ${severity} | ${title.replaceAll('|', '\\|')} |`,
	);
	return ['| rule | severity | finds |', '| --- | --- | --- |', ...rows].join('\n');
}

function subjectOf(id: string): string {
	return id.slice(0, id.indexOf('/'));
}
