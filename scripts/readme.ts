// Shows in the README what its first command prints: `npm run readme`.
import { readFileSync, writeFileSync } from 'node:fs';
import { buildCommand, run } from '../test/support/command.ts';
import { withExcerpts } from '../test/support/excerpts.ts';

const command = buildCommand(process.cwd());
const { out } = run(command.path, ['examples/dungeon', '--exit-zero'], process.cwd());
command.remove();
writeFileSync('README.md', withExcerpts(readFileSync('README.md', 'utf8'), out));
