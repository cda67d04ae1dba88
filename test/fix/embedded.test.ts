import { describe, expect, test } from 'vitest';
import { documentsOf } from '../../src/network/readers/bootstrap-script.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { mapAt, nodeAt, type ScalarNode, type YamlNode } from '../../src/repo/node.ts';
import { parseFile, parseScalar } from '../../src/repo/parse.ts';
import { readShell } from '../../src/repo/shell/shell.ts';
import type { Change } from '../../src/rule.ts';
import { changedBy, file } from './changed.ts';

const script = 'setup.sh' as RepoPath;

function inText(text: string, change: (root: YamlNode) => Change): string {
	const scalar = nodeAt(parseFile(file, text).documents[0], ['data', 'inner']) as ScalarNode;
	const root = parseScalar(scalar).documents[0];
	if (root === undefined) throw new Error('no document inside');
	return changedBy(text, change(root));
}

function inHeredoc(text: string, change: (root: YamlNode) => Change): string {
	const root = documentsOf(readShell(script, text))[0]?.root;
	if (root === undefined) throw new Error('no heredoc');
	return changedBy(text, change(root), script);
}

const map = (root: YamlNode, ...path: string[]) => {
	const found = mapAt(root, path);
	if (found === undefined) throw new Error('no map');
	return found;
};

const addB = (root: YamlNode): Change => ({ op: 'add', into: map(root, 'a'), key: 'b', value: { c: ['$x'] } });
const setA = (root: YamlNode): Change => ({
	op: 'set',
	target: map(root, 'a').entries.get('v')?.value.origin ?? root.origin,
	value: 'w$x',
});

describe('YAML inside a literal block', () => {
	test.each([
		[
			'data:\n  inner: |\n    a:\n      v: u\n    z: 1\n',
			addB,
			'data:\n  inner: |\n    a:\n      v: u\n      b:\n        c:\n          - $x\n    z: 1\n',
		],
		[
			'data:\r\n  inner: |-\r\n    a:\r\n      v: u\r\n',
			addB,
			'data:\r\n  inner: |-\r\n    a:\r\n      v: u\r\n      b:\r\n        c:\r\n          - $x\r\n',
		],
		[
			'data:\n  inner: |\n    a:\n      v: u',
			addB,
			'data:\n  inner: |\n    a:\n      v: u\n      b:\n        c:\n          - $x',
		],
		[
			'data:\n  inner: |\n    ---\n    a: {v: "u"} # here\n',
			setA,
			'data:\n  inner: |\n    ---\n    a: {v: "w$x"} # here\n',
		],
	])('%j', (before, change, after) => {
		expect(inText(before, change)).toBe(after);
	});
});

describe('YAML inside a heredoc', () => {
	const head = 'apiVersion: v1\nkind: X\n';
	test.each([
		[
			`cat <<EOF > x\n${head}a:\n  v: u\nEOF\n`,
			addB,
			`cat <<EOF > x\n${head}a:\n  v: u\n  b:\n    c:\n      - \\$x\nEOF\n`,
		],
		[`cat <<'EOF' > x\n${head}a:\n  v: u\nEOF\n`, setA, `cat <<'EOF' > x\n${head}a:\n  v: w$x\nEOF\n`],
		[
			`N=1\ncat > x <<EOF\n${head}a:\n  n: $N\n  v: "u"\nb: \${N}\nEOF\n`,
			setA,
			`N=1\ncat > x <<EOF\n${head}a:\n  n: $N\n  v: "w\\$x"\nb: \${N}\nEOF\n`,
		],
		[
			`\tcat <<-EOF > x\n\tapiVersion: v1\n\tkind: X\n\ta:\n\t  v: u\n\tEOF\n`,
			addB,
			`\tcat <<-EOF > x\n\tapiVersion: v1\n\tkind: X\n\ta:\n\t  v: u\n\t  b:\n\t    c:\n\t      - \\$x\n\tEOF\n`,
		],
		[`N=1\ncat > x <<EOF\n${head}a:\n  v: $N\nEOF\n`, setA, 'refused: variable'],
	])('%j', (before, change, after) => {
		expect(inHeredoc(before, change)).toBe(after);
	});
});

describe('a word of a script', () => {
	test.each([
		['kubeadm init --a=old --b', 'new', 'kubeadm init --a=new --b'],
		['kubeadm init --a="old" --b', 'a$b', 'kubeadm init --a="a\\$b" --b'],
		["kubeadm init '--a=old'", 'a$b', "kubeadm init '--a=a$b'"],
		["kubeadm init '--a=old'", "a'b", 'refused: form'],
		['kubeadm init --a old', 'a b', 'refused: form'],
	])('%s with %s', (before, value, after) => {
		const start = before.indexOf('old');
		const target = { kind: 'written', at: { file: script, range: { start, end: start + 3 } } } as const;
		expect(changedBy(before, { op: 'set', target, value }, script)).toBe(after);
	});
});

describe('text that is no YAML', () => {
	const conf = 'conf' as RepoPath;
	const at = (text: string, word: string) => {
		const start = text.indexOf(word);
		return { kind: 'written', at: { file: conf, range: { start, end: start + word.length } } } as const;
	};
	const unit = '[Service]\r\n  Environment=A=1\r\nExecStart=x';
	test.each([
		[
			'a line behind another',
			unit,
			(text: string): Change => ({ op: 'insert-line', beside: at(text, 'A=1'), where: 'after', text: 'B=2' }),
			'[Service]\r\n  Environment=A=1\r\n  B=2\r\nExecStart=x',
		],
		[
			'a line before another',
			unit,
			(text: string): Change => ({ op: 'insert-line', beside: at(text, 'ExecStart'), where: 'before', text: 'B=2' }),
			'[Service]\r\n  Environment=A=1\r\nB=2\r\nExecStart=x',
		],
		['a line at the end', unit, (): Change => ({ op: 'append-text', file: conf, text: 'B=2\n' }), `${unit}\r\nB=2\r\n`],
		[
			'a span',
			unit,
			(text: string): Change => ({ op: 'replace-text', target: at(text, 'A=1'), text: 'B=2' }),
			'[Service]\r\n  Environment=B=2\r\nExecStart=x',
		],
		[
			'a comment behind',
			'a = 1  # why\nb\n',
			(text: string): Change => ({ op: 'remove-comment', target: at(text, '# why') }),
			'a = 1\nb\n',
		],
		[
			'a comment alone',
			'a = 1\n  # why\nb\n',
			(text: string): Change => ({ op: 'remove-comment', target: at(text, '# why') }),
			'a = 1\nb\n',
		],
		['a file that is there', unit, (): Change => ({ op: 'create-file', file: conf, text: '' }), 'refused: exists'],
	])('%s', (_, before, change, after) => {
		expect(changedBy(before, change(before), conf)).toBe(after);
	});
});
