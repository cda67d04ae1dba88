import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BuiltCommand, buildCommand, folderWith } from '../support/command.ts';

const kubeadm = (podSubnet: string) =>
	`apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking: {podSubnet: ${podSubnet}, serviceSubnet: 10.96.0.0/12}\n`;

let command: BuiltCommand;
beforeAll(() => {
	command = buildCommand();
});
afterAll(() => command.remove());

test('watching lints again after each change and ends when interrupted', async () => {
	const repository = folderWith({ 'kubeadm.yaml': kubeadm('10.42.0.0/16') });
	const child = spawn(process.execPath, [command.path, '--watch', '--quiet'], { cwd: repository.path });
	try {
		let out = '';
		child.stdout.on('data', (data) => {
			out += data;
		});
		const shows = async (pattern: RegExp) => {
			while (!pattern.test(out)) await once(child.stdout, 'data');
			out = '';
		};
		await shows(/No findings/);
		writeFileSync(join(repository.path, 'kubeadm.yaml'), kubeadm('10.96.0.0/16'));
		await shows(/1 error/);
		writeFileSync(join(repository.path, 'kubeadm.yaml'), kubeadm('10.42.0.0/16'));
		await shows(/No findings/);
		child.kill('SIGINT');
		const [code] = await once(child, 'exit');
		expect(code).toBe(0);
	} finally {
		child.kill('SIGKILL');
		repository.remove();
	}
});
