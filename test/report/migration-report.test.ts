import { describe, expect, test } from 'vitest';
import type { RunbookStep } from '../../src/migrate/phase.ts';
import type { MigrationPlan } from '../../src/migrate/plan-migration.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { migrationJson, migrationMarkdown, migrationText } from '../../src/report/migration-report.ts';
import { planned } from '../migrate/apply.ts';

const step: RunbookStep = {
	title: 'Restart the kubelet of node_one',
	node: 'node_one',
	on: 'node',
	commands: ['sudo systemctl daemon-reload &&', 'sudo systemctl restart kubelet'],
	check: { command: "kubectl get node node_one -o jsonpath='{.status.addresses[*]}'", expect: 'two addresses' },
	back: 'sudo cp a.before a && sudo systemctl restart kubelet (before the next node)',
};

const kubeadm =
	'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking: {podSubnet: 10.42.0.0/16}\n';
const before = filesFromTexts({ 'kubeadm.yaml': kubeadm });

/** A plan with one phase, told with these words. */
function planWith(words: string, name = 'home'): MigrationPlan {
	const plan = planned(before, { seed: 'a1b2c3d4e5' });
	const [cluster] = plan.clusters;
	const phase = cluster?.phases.find((one) => one.name === 'control-plane');
	if (cluster === undefined || phase === undefined) throw new Error('no plan');
	const told = {
		...phase,
		preconditions: [words],
		runbook: [step],
		checks: [{ command: 'ip -6 route show default', expect: words, on: 'node' as const }],
		rollback: words,
		pointOfNoReturn: undefined,
		made: ['Add a range'],
		byHand: [
			{ what: words, at: { file: 'a.yaml' as RepoPath, range: { start: 0, end: 1 } }, text: 'one line' },
			{ what: 'Write', text: 'two:\n  lines' },
		],
	};
	return { ...plan, isSeedNew: false, clusters: [{ ...cluster, cluster: name, phases: [told] }] };
}

function phaseOf(text: string): string {
	return text.slice(text.search(/^(?:### )?0\. /m));
}

describe('the plan of a migration', () => {
	test('as text has each step with its commands, the check to go on and the way back', () => {
		expect(phaseOf(migrationText(planWith('Run `kubectl get <node>` first.')))).toMatchInlineSnapshot(`
			"0. control-plane: Give every API server and controller manager both ranges (to-do)
			----------------------------------------------------------------------------------
			  Before:
			  - Run \`kubectl get <node>\` first.
			  Changes:
			  - Add a range
			  - files: .dualstack-lint.yaml, kubeadm.yaml
			  By hand:
			  - Run \`kubectl get <node>\` first. (a.yaml): one line
			  - Write:
			         two:
			           lines
			  On the cluster, in this order:
			  1. Restart the kubelet of node_one (on node_one)
			         sudo systemctl daemon-reload &&
			         sudo systemctl restart kubelet
			     Go on when: kubectl get node node_one -o jsonpath='{.status.addresses[*]}' → two addresses
			     Back: sudo cp a.before a && sudo systemctl restart kubelet (before the next node)
			  It worked when:
			  - on the machine, ip -6 route show default → Run \`kubectl get <node>\` first.
			  The way back:
			  - Run \`kubectl get <node>\` first."
		`);
	});

	test('as Markdown has commands as code and everything else as text', () => {
		expect(phaseOf(migrationMarkdown(planWith('Run `kubectl get <node>` first.')))).toMatchInlineSnapshot(`
			"### 0. control-plane: Give every API server and controller manager both ranges (to-do)


			**Before**

			- Run \`kubectl get <node>\` first.

			**Changes**

			- Add a range
			- files: .dualstack-lint.yaml, kubeadm.yaml

			**By hand**

			- Run \`kubectl get <node>\` first. (a.yaml): \`one line\`
			- Write:

			   \`\`\`sh
			   two:
			     lines
			   \`\`\`

			**On the cluster, in this order**


			1. Restart the kubelet of node\\_one (on node\\_one)

			   \`\`\`sh
			   sudo systemctl daemon-reload &&
			   sudo systemctl restart kubelet
			   \`\`\`

			   Go on when: \`kubectl get node node_one -o jsonpath='{.status.addresses[*]}'\` → two addresses

			   Back: \`sudo cp a.before a && sudo systemctl restart kubelet\` (before the next node)

			**It worked when**

			- on the machine, \`ip -6 route show default\` → Run \`kubectl get <node>\` first.

			**The way back**

			- Run \`kubectl get <node>\` first."
		`);
	});

	test.each(['<img src=x>', '@everyone', '[a](https://e.org)', '`<b>', '```\n<b>'])(
		'as Markdown makes nothing of %j',
		(words) => {
			const text = migrationMarkdown(planWith(words, words));
			const outside = text.replace(/^ *(`{3,}).*?^ *\1$/gms, '').replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
			expect(outside).not.toMatch(/<(?:img|b)|@everyone|(?<!\\)\]\(/);
		},
	);

	test('as JSON has the patch of each phase', () => {
		const [cluster] = JSON.parse(migrationJson(planned(before, { seed: 'a1b2c3d4e5' }))).clusters;
		const phase = cluster.phases.find(({ name }: { name: string }) => name === 'control-plane');
		expect(phase.diff).toContain('+networking: {podSubnet: "10.42.0.0/16,fda1:b2c3:d4e5::/56"}');
	});
});
