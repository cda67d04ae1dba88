import { describe, expect, test } from 'vitest';
import type { RepoPath } from '../../src/repo/location.ts';
import { originWithin, textOf } from '../../src/repo/node.ts';
import { trail } from '../../src/repo/origin.ts';
import { maxScriptLength, readShell, type ShellScript } from '../../src/repo/shell/shell.ts';
import { bareWords, commandName } from '../../src/repo/shell/shell-command.ts';
import { draftOf, type ShellText, textPart } from '../../src/repo/shell/shell-text.ts';
import { showPlace } from '../support/show.ts';

function read(text: string): ShellScript {
	return readShell('setup.sh' as RepoPath, text);
}

/** A word as text; what is not known stands in angle brackets. */
function show(word: ShellText): string {
	return textOf(draftOf(word)).replace(/[\ue000-\uf8ff]/g, `<${word.kind === 'unknown' ? word.what : ''}>`);
}

function commands(text: string): string[] {
	return read(text).commands.map(({ words }) => words.map(show).join(' | '));
}

/** The last command. */
function last(text: string): string | undefined {
	return commands(text).at(-1);
}

describe('words', () => {
	test.each([
		[
			'quotes and escapes',
			String.raw`a "b c" 'd $x' e\ f "g\"\$h" $'i\tj' ""`,
			'a | b c | d $x | e f | g"$h | i\tj | ',
		],
		['a line that goes on', 'a \\\n  --b="c\\\nd"', 'a | --b=cd'],
		[
			'braces',
			'sysctl -w net.{ipv4,ipv6}.conf.all.forwarding=1',
			'sysctl | -w | net.ipv4.conf.all.forwarding=1 | net.ipv6.conf.all.forwarding=1',
		],
		['braces in braces and numbers', 'a {b,c{d,e}}f {1..3}', 'a | bf | cdf | cef | 1 | 2 | 3'],
		['braces that change the name of a variable', 'A=x; a $A{b,c}', 'a | x<a brace expansion>'],
		['braces in quotes stay', 'a "{b,c}" {d}', 'a | {b,c} | {d}'],
		['too many alternatives stay', `a ${'{b,c}'.repeat(7)}`, `a | ${'<a brace expansion>'.repeat(7)}`],
		['the environment is unknown', 'a --b=$HOME', 'a | --b=<the variable HOME>'],
		['arguments are unknown', 'a "$1" $@', 'a | <argument 1 of the script> | <the arguments of the script>'],
		[
			'output is unknown',
			'a $(hostname) `date` $((1+2)) <(ls)',
			'a | <the output of a command> | <the output of a command> | <a computed number> | <the output of a command>',
		],
		['output that the script prints itself', 'a "$(cat <<E\nb: $c\nE\n)" $(echo d)', 'a | b: <the variable c> | d'],
	])('%s', (_, text, expected) => {
		expect(last(text)).toBe(expected);
	});
});

describe('variables', () => {
	test.each([
		['concatenation', 'A=x; B="$A,${A}z"; a $B', 'a | x,xz'],
		['appending', 'A=x; A+=,y; a $A', 'a | x,y'],
		['export, readonly, declare', 'export A=x; readonly B=$A; declare -r C="$B"; a $C', 'a | x'],
		['a later assignment', 'A=x; A=y; a $A', 'a | y'],
		['an assignment before a command is for the command', 'A=x; A=y b; a $A', 'a | x'],
		['a default when it is empty for sure', 'A=; a ${A:-b} ${A-c}', 'a | b'],
		['a default when it is unset for sure', 'unset A; a ${A:-b} ${B-c}', 'a | b | <the variable B>'],
		['a default that is not used', 'A=x; a ${A:-b} ${A:?needed} ${A:+c}', 'a | x | x | c'],
		['a default that is kept', 'A=; : ${A:=x}; a $A', 'a | x'],
		[
			'no prefix or suffix',
			'A=v1.2.3-rc; a ${A#v} ${A%-rc} ${A#w} ${A%.*}',
			'a | 1.2.3-rc | v1.2.3 | v1.2.3-rc | <a form of the variable A>',
		],
		['blanks outside of quotes', 'A="--b c"; a $A "$A" x$A', 'a | --b | c | --b c | x--b | c'],
		['an unknown part of blanks', 'A="--b $1"; a $A', 'a | --b | <argument 1 of the script>'],
		['arrays', 'A=(b "c d"); A+=(e); a "${A[@]}" ${A[0]} $A', 'a | b | c d | e | b | b'],
		['arrays as one word', 'A=(b "c d"); a "${A[*]}" "x${A[@]}y"', 'a | b c d | xb | c dy'],
		['an item that may be several', 'A=(b $1 c); a ${A[0]} ${A[1]}', 'a | b | <an item of an array>'],
		['a list around which nothing is certain', 'A=(b $1); a "${A[@]}x"', 'a | <a list that is not known>'],
		['items of arrays', 'A[1]=b; declare -A B; a ${A[1]} ${B[c]}', 'a | <an item of an array> | <an item of an array>'],
		['what is read', 'A=x; read -r A; a $A', 'a | <the variable A>'],
		['what is computed', 'A=1; ((A++)); a $A', 'a | <the variable A>'],
		['a subshell', 'A=x; (A=y); echo z | A=y; a $A', 'a | x'],
		['a local variable', 'f() { local A=y; b $A; }; A=x; f; a $A', 'a | x'],
		['a variable of a function', 'f() { A=$1; }; A=x; f y; a $A', 'a | y'],
		['an argument behind a list', 'f() { a $1 $2; }; f x "$@" y', 'a | x | <argument 2 of a function>'],
		['shift', 'f() { shift; a "$1" "$@"; }; f x y z', 'a | y | y | z'],
	])('%s', (_, text, expected) => {
		expect(last(text)).toBe(expected);
	});

	const uncertain = 'a | <the variable A, which has no value that is certain>';
	test.each([
		['if', 'A=x; if b; then A=y; fi; a $A', uncertain],
		['if that sets the same', 'A=x; if b; then A=x; fi; a $A', 'a | x'],
		['if and else that set the same', 'if b; then A=y; else A=y; fi; a $A', 'a | y'],
		['if that exits', 'A=x; if b; then A=y; exit 1; fi; a $A', 'a | x'],
		['inside the branch', 'A=x; if b; then A=y; a $A; fi', 'a | y'],
		['case', 'A=x; case $1 in b) A=y;; esac; a $A', uncertain],
		['case that always matches', 'case $1 in b) A=x;; *) A=x;; esac; a $A', 'a | x'],
		['and, or', 'A=x; b && A=y; a $A', uncertain],
		['or exit', 'A=x; b || exit 1; a $A', 'a | x'],
		['for', 'A=x; for i in b c; do A=$i; done; a $A', uncertain],
		['the variable of a loop', 'for i in b c; do a $i; done', 'a | <the variable i of a loop>'],
		['while', 'A=x; while b; do A="$A y"; done; a $A', uncertain],
		['a round after another', 'A=x; for i in b c; do a $A; A=y; done', uncertain],
		['a function that is defined in two ways', 'if b; then f() { A=x; }; else f() { A=y; }; fi; f; a $A', uncertain],
		['a default from the environment', 'A=${A:-x}; a $A', 'a | <the variable A>'],
	])('a branch: %s', (_, text, expected) => {
		expect(last(text)).toBe(expected);
	});

	test('a function runs where it is called, with its arguments', () => {
		const script = 'f() { kubeadm join "$1" --x=$A; }\nA=1\nf a\nf b\nf b\ng() { late "$1"; }';
		expect(commands(script).filter((one) => /^(kubeadm|late)/.test(one))).toMatchInlineSnapshot(`
			[
			  "kubeadm | join | a | --x=1",
			  "kubeadm | join | b | --x=1",
			  "late | <argument 1 of the script>",
			]
		`);
	});
});

describe('origins', () => {
	const script = `POD4="10.42.0.0/16"
POD6='fd00:10:42::/56'
PODS="$POD4,\${POD6}"
kubeadm init --pod-network-cidr="$PODS" "$POD6" --x=a\\,"b"
`;
	const words = read(script).commands[0]?.words ?? [];
	const place = (index: number, from: number, to: number) => {
		const word = words[index];
		return word?.kind === 'scalar' ? showPlace(originWithin(word, from, to), script) : undefined;
	};

	test('a word that is one variable is decided by its assignment', () => {
		const word = words[3];
		expect(word && showPlace(word.origin, script)).toBe("2:6 'fd00:10:42::/56'");
		expect(word && trail(word.origin).map(({ at }) => script.slice(at.range.start, at.range.end))).toEqual([
			"'fd00:10:42::/56'",
			'"$POD6"',
		]);
	});

	test('each part of a word knows the text that decides it', () => {
		const text = '--pod-network-cidr=';
		expect(place(2, 0, text.length - 1)).toBe('4:14 --pod-network-cidr');
		expect(place(2, text.length, text.length + 12)).toBe('1:7 10.42.0.0/16');
		expect(place(2, text.length + 12, text.length + 13)).toBe('3:12 ,');
		expect(place(2, text.length + 13, text.length + 28)).toBe('2:7 fd00:10:42::/56');
		expect(place(2, text.length, text.length + 28)).toBe('3:7 $POD4,${POD6}');
		expect(place(4, 4, 5)).toBe('4:53 a');
		expect(place(4, 4, 7)).toBe('4:53 a\\,"b');
	});

	test('a part of a word may be known when the whole is not', () => {
		const word = read('helm --set a=$1,b=c').commands[0]?.words[2];
		if (word === undefined) throw new Error('no word');
		expect(show(word)).toBe('a=<argument 1 of the script>,b=c');
		expect(textPart(word, 2, 3).kind).toBe('unknown');
		const known = textPart(word, 4, 7);
		expect([show(known), showPlace(known.origin, 'helm --set a=$1,b=c')]).toEqual(['b=c', '1:17 b=c']);
	});
});

describe('texts that are written', () => {
	function texts(text: string): string[] {
		return read(text).heredocs.map(({ target, body }) => `${target ?? '-'}: ${show(body).replaceAll('\n', '⏎')}`);
	}
	test.each([
		['cat > file', "cat > /f <<'E'\na $x\nE\n", '/f: a $x⏎'],
		['variables and escapes', 'A=x\ncat <<E > /f\n$A \\$A \\\\ \\\n$1\nE\n', '/f: x $A \\ <argument 1 of the script>⏎'],
		['tabs', 'A=x\ncat > /f <<-E\n\t$A\ty\n\t\tz\n\tE\n', '/f: x\ty⏎z⏎'],
		['tee', 'sudo tee -a /f <<< "a" >/dev/null', '/f: a'],
		['a pipe', 'cat <<E | sudo tee /f\na\nE\n', '/f: a⏎'],
		['echo', 'echo -n "a b" c > /f', '/f: a b c⏎'],
		['echo -e', 'echo -e "a\\nb" >> /f', '/f: a⏎b⏎'],
		['echo through a pipe', 'echo a=1 | sudo tee /f', '/f: a=1⏎'],
		['printf', "printf 'a = %s\\n' 1 $B > /f", '/f: a = 1⏎a = <the variable B>⏎'],
		['a group', '{ echo a; } > /f', '/f: a⏎'],
		['a command that reads it', 'kubectl apply -f - <<E\na: b\nE\n', '-: a: b⏎'],
		['a pipe into a command', 'echo "a: b" | kubectl apply -f -', '-: a: b⏎'],
		['a shell on another machine', "ssh n 'cat > /f' <<E\na\nE\n", '/f: a⏎'],
		['a script for another machine', "ssh n <<'E'\nA=x\necho $A > /f\nE\n", '/f: x⏎'],
		['bash -c', `sudo bash -c 'echo "a" > /f'`, '/f: a⏎'],
		['/dev/stdin', 'install -m 644 /dev/stdin /f <<< a', '/f: a'],
		['a target with an unknown part', 'echo a > $D/f', '*/f: a⏎'],
	])('%s', (_, text, expected) => {
		expect(texts(text)).toEqual([expected]);
	});

	test('nothing is noted that nobody reads', () => {
		expect(texts('cat <<E\na\nE\necho b; echo c >&2; echo d | grep e; echo f > /dev/null')).toEqual([]);
	});

	test('each part of a body knows its place', () => {
		const script = 'IP=10.0.0.1\ncat > /f <<-E\n\ta: \\$x\n\tb: ${IP}/24\n\tE\n';
		const body = read(script).heredocs[0]?.body;
		if (body?.kind !== 'scalar') throw new Error('no body');
		const part = (text: string) => {
			const start = textOf(body).indexOf(text);
			return showPlace(originWithin(body, start, start + text.length), script);
		};
		expect([part('a: $x'), part('b: '), part('10.0.0.1'), part('/24')]).toEqual([
			'3:2 a: \\$x',
			'4:2 b: ',
			'1:4 10.0.0.1',
			'4:10 /24',
		]);
	});
});

describe('commands behind others', () => {
	test.each([
		['kubeadm init', 'kubeadm', 'kubeadm init'],
		['sudo -E -u root /usr/bin/kubeadm init', 'kubeadm', '/usr/bin/kubeadm init'],
		['env -i A=b C=d kubeadm init', 'kubeadm', 'kubeadm init'],
		['ssh -i key -p 22 root@n1 sudo kubeadm init', 'kubeadm', 'kubeadm init'],
		['ssh "$host" -- kubeadm init', 'kubeadm', 'kubeadm init'],
		['timeout 300 nice -n 5 command kubeadm', 'kubeadm', 'kubeadm'],
		['sudo', 'sudo', 'sudo'],
		['$KUBEADM init', undefined, '<the variable KUBEADM> init'],
	])('%s', (text, name, bare) => {
		const words = read(text).commands[0]?.words ?? [];
		expect([commandName(words), bareWords(words).map(show).join(' ')]).toEqual([name, bare]);
	});
});

describe('what cannot be read', () => {
	test.each([
		['a text that is too long', `${' '.repeat(maxScriptLength)}x`, 'it is longer than 262144 characters'],
		['many heredocs in one line', `cat ${'<<A '.repeat(101)}`, 'more than 100 heredocs begin in one line'],
		[
			'calls that multiply',
			`f() { f1; f1; }; ${Array.from({ length: 40 }, (_, i) => `f${i}() { f${i + 1}; f${i + 1}; };`).join('')}f`,
			'it does more than can be followed',
		],
		[
			'texts that multiply',
			`A=${'x'.repeat(60_000)}\n${'echo $A$A\n'.repeat(100)}`,
			'it does more than can be followed',
		],
	])('%s is named', (_, text, problem) => {
		expect(read(text).problem).toBe(problem);
	});

	test.each([
		['$('.repeat(10_000) + ')'.repeat(10_000)],
		['('.repeat(100_000)],
		[`echo ${'"$('.repeat(10_000)}`],
		['if a; then '.repeat(10_000)],
		[`A=x\n${'A="$A$A"\n'.repeat(10_000)}echo $A`],
		[`A=(x)\n${'A+=("${A[@]}")\n'.repeat(10_000)}`],
		['f() { f "$@" "$@"; }; f a'],
		[`echo ${'{a,'.repeat(50_000)}${'}'.repeat(50_000)}`],
		["cat <<'E'\n"],
		['a "b'],
		['case x in'],
		['\0\ud800'],
	])('%# hostile or broken text is survived', (text) => {
		const script = read(text);
		expect(script.problem).toBeUndefined();
	});
});
