// Writes rules/README.md out of the rules: `npm run catalogue`.
import { writeFileSync } from 'node:fs';
import { rules } from '../rules/index.ts';
import { catalogue } from '../test/support/catalogue.ts';

writeFileSync('rules/README.md', catalogue(rules));
