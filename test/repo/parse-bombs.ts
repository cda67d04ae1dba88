// Run in a process of its own by parse.test.ts: what these texts do to a parser cannot always be caught.
import type { RepoPath } from '../../src/repo/location.ts';
import { parseFile } from '../../src/repo/parse.ts';

const many = 200_000;
const bombs: readonly string[] = [
	'['.repeat(many),
	'{'.repeat(many),
	'{a: '.repeat(many),
	'[{'.repeat(many),
	'- '.repeat(many),
	'? '.repeat(many),
	'a: '.repeat(many),
	`${'- '.repeat(60)}${'['.repeat(60)}`,
	Array.from({ length: 1500 }, (_, i) => `${' '.repeat(i)}- a:`).join('\n'),
	`${'['.repeat(50_000)}${']'.repeat(50_000)}`,
	'"'.repeat(many),
	'&a '.repeat(many),
	'!t '.repeat(many),
	'---\n'.repeat(many),
	'# c\n'.repeat(many),
	'\n'.repeat(many),
	`a: |\n${' '.repeat(many)}`,
	`${'k: v\n'.repeat(1000)}`,
	`a: &a [*a]\n${'b: *a\n'.repeat(1000)}`,
];
for (const text of bombs) {
	const start = Date.now();
	parseFile('bomb.yaml' as RepoPath, text);
	const seconds = (Date.now() - start) / 1000;
	if (seconds > 20) console.error(`${JSON.stringify(text.slice(0, 20))} took ${seconds} seconds`);
	if (process.argv[2] === '--times') console.log(JSON.stringify(text.slice(0, 20)), seconds);
}
console.log('all answered');
