import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HostileCase, kubeadm, kustomization, service } from '../case.ts';

const start = (resources: readonly string[]) => ({
	'kustomization.yaml': kustomization(['web.yaml', ...resources]),
	'web.yaml': service('web'),
	'kubeadm.yaml': kubeadm(),
});

const found = ['services/dual-stack-service-on-single-stack-cluster web.yaml'];

/** A link in the place of a resource. */
const link = (name: string, target: (outside: string) => string): HostileCase => ({
	name,
	files: start(['link.yaml']),
	make: (root, outside) => symlinkSync(target(outside), join(root, 'link.yaml')),
	code: 1,
	findings: found,
});

/** A resource with a name that means something to somebody. */
const named = (name: string, file: string, more: readonly string[] = []): HostileCase => ({
	name,
	files: { ...start([file]), [file]: service('odd') },
	code: 1,
	findings: [...found, `services/dual-stack-service-on-single-stack-cluster ${file}`, ...more],
});

/** A resource in another encoding. */
const encoded = (name: string, bytes: Buffer, more: Partial<HostileCase> = {}): HostileCase => ({
	name,
	files: { ...start(['odd.yaml']), 'odd.yaml': bytes },
	code: 1,
	findings: found,
	...more,
});

const unreadable = { findings: [...found, 'flux/unreadable-file odd.yaml'] };
const refused = { findings: [...found, 'flux/yaml-syntax odd.yaml'] };
const utf16 = Buffer.from(`\uFEFF${service('odd')}`, 'utf16le');

/** What stands on a disk: links, devices, names, bytes. */
export const fileCases: readonly HostileCase[] = [
	link('a link to a file outside', (outside) => join(outside, 'secret.yaml')),
	link('a link to a folder outside', (outside) => outside),
	link('a link to the words of the system', () => '/etc/passwd'),
	link('a link to the environment', () => '/proc/self/environ'),
	link('a link to a device without an end', () => '/dev/zero'),
	link('a link to standard input', () => '/dev/stdin'),
	link('a link to itself', () => 'link.yaml'),
	link('a link to nothing', () => 'nothing.yaml'),
	link('a link to the root', () => '.'),
	{
		name: 'links to each other in many folders',
		files: start(['l0/l1/l2/l3']),
		make(root) {
			for (let i = 0; i < 8; i++) {
				mkdirSync(join(root, `l${i}`));
				for (let j = 0; j < 8; j++) symlinkSync(`../l${j}`, join(root, `l${i}/l${j}`));
			}
		},
		isLarge: true,
		code: 1,
		findings: found,
	},
	{
		name: 'a pipe that nobody writes to',
		files: start(['pipe.yaml']),
		make: (root) => void execFileSync('mkfifo', [join(root, 'pipe.yaml')]),
		code: 1,
		findings: found,
	},
	{
		name: 'a folder with the name of a file',
		files: { ...start(['odd.yaml']), 'odd.yaml/kustomization.yaml/x': '' },
		code: 1,
		findings: found,
	},
	named('a name with a line break and a command of a runner', 'a\n::error::b.yaml'),
	named('a name with a command of a runner', '::add-mask::b.yaml'),
	named('a name with an escaped line break', 'a%0A::error::b.yaml'),
	named('a name that colours a terminal', 'a\u001b[31m\u001b]8;;x\u0007b.yaml'),
	named('a name that is read from right to left', 'a\u202Elmay.\u2066b.yaml'),
	named('a name that a shell would run', '$(touch x)`touch y`;&|.yaml'),
	named('a name that is an option', '--fix=unsafe.yaml'),
	named('a name of markup', '<img src=x onerror=alert(1)>![x](y)@octo.yaml'),
	named('a name with quotes and signs', '"\'&<>]]>.yaml'),
	named('a name of every object', '__proto__/constructor.yaml'),
	named('a name of 255 letters', `${'n'.repeat(250)}.yaml`),
	{
		name: 'a name that is no text',
		files: start([]),
		make: (root) => writeFileSync(Buffer.concat([Buffer.from(join(root, 'a')), Buffer.from([0xff, 0xfe])]), 'a: 1\n'),
		code: 1,
		findings: found,
	},
	encoded(
		'bytes that are no UTF-8',
		Buffer.concat([Buffer.from(service('odd')), Buffer.from([0xff, 0xc0, 0x80])]),
		unreadable,
	),
	encoded('UTF-16', utf16, unreadable),
	encoded('UTF-16, the other way round', Buffer.from(utf16).swap16(), unreadable),
	encoded('NUL bytes', Buffer.from(`${service('odd')}# \0\0\n`), refused),
	encoded('a terminal told what to do', Buffer.from(`${service('odd')}# \u001b[2J\u009b31m\u0007\n`), refused),
	encoded(
		'a surrogate as UTF-8',
		Buffer.concat([Buffer.from(service('odd')), Buffer.from([0xed, 0xa0, 0x80])]),
		unreadable,
	),
	encoded('two byte order marks', Buffer.from(`\uFEFF\uFEFF${service('odd')}`)),
	encoded('separators of lines from Unicode', Buffer.from(service('odd').replaceAll('\n', '\u2028'))),
	encoded('carriage returns alone', Buffer.from(service('odd').replaceAll('\n', '\r')), {
		findings: [...found, 'services/dual-stack-service-on-single-stack-cluster odd.yaml'],
	}),
	encoded('tabs for blanks', Buffer.from('apiVersion: v1\nkind: Service\n\tmetadata: {name: x}\n')),
];
