import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../support/command.ts';

const project = resolve(import.meta.dirname, '../..');

/** A script as a person starts it, outside of the test runner, which is milder with modules than Node is. */
function runScript(...words: readonly string[]) {
	const script = join(project, 'scripts/run.mjs');
	return spawnSync(process.execPath, [script, ...words], { cwd: project, encoding: 'utf8' });
}

test('the runner of cases runs by itself', () => {
	const { path, remove } = folderWith({
		'kubernetes.jsonl': `${JSON.stringify({
			id: 'k8s/apiserver.parseServiceRanges/no-prefix',
			check: 'apiserver.parseServiceRanges',
			input: { serviceClusterIPRange: '10.43.0.0/16,10.44.0.0/33' },
			valid: false,
		})}\n`,
	});
	try {
		const { status, stdout, stderr } = runScript('scripts/cases.ts', join(path, 'kubernetes.jsonl'));
		expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
		expect(stdout).toMatch(/^1 agreed, 0 missed, 0 false, 0 not applicable\n$/m);
	} finally {
		remove();
	}
});
