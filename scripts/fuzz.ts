// Feeds the readers of Bash, kustomizations and configurations with texts at random, for as long as is asked.
// Usage: npm run fuzz -- --seconds 60. What makes one throw is printed as short as it can be: keep it as a test.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { renderFolder } from '../src/render/kustomize/kustomize.ts';
import { readConfig } from '../src/repo/config.ts';
import { filesFromTexts } from '../src/repo/files.ts';
import type { RepoPath } from '../src/repo/location.ts';
import { readShell } from '../src/repo/shell/shell.ts';
import { openSources } from '../src/repo/sources.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '30' } } });
const words = (some: readonly string[]) =>
	fc
		.array(fc.oneof(fc.constantFrom(...some), fc.string({ maxLength: 6 })), { maxLength: 60 })
		.map((all) => all.join(''));

const shell =
	'\n| ; |&&|$(|)|${|}|"|\'|`|<<EOF\n|EOF\n|if |then |fi|for x in |do |done|case |esac|kubeadm init |--pod-network-cidr=|10.42.0.0/16|x=|$x|[[ |]]|((|))|\\\n|#|&|>|{ |local |function f ';
const yaml =
	'\n|  |- |: |{|}|[|]|, |"|\'|#|*a |&a |<<|!!|---\n|>|resources:\n|patches:\n|- |web.yaml|patch: |target: |name: |kind: |version: 1\n|ignore: |rules: |clusters: |__proto__|..|https://|namePrefix: |replacements: |configMapGenerator: ';
const readers = new Map<string, readonly [string, (text: string) => unknown]>([
	['Bash', [shell, (text) => readShell('init.sh' as RepoPath, text)]],
	[
		'a kustomization',
		[
			yaml,
			(text) =>
				renderFolder(openSources(filesFromTexts({ 'kustomization.yaml': text, 'web.yaml': text })), '' as RepoPath),
		],
	],
	['a configuration', [yaml, (text) => readConfig(filesFromTexts({ '.dualstack-lint.yaml': text }))]],
]);

for (const [name, [some, read]] of readers) {
	const limit = (Number(values.seconds) * 1000) / readers.size;
	const property = fc.property(words(some.split('|')), (text) => void read(text));
	const found = fc.check(property, { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: limit });
	console.log(`${name}: ${found.numRuns} texts`);
	if (!found.failed || found.counterexample === null) continue;
	console.error(`${name} throws on ${JSON.stringify(found.counterexample[0])}:`, found.errorInstance);
	process.exitCode = 1;
}
