// Holds the rules against what the components themselves accept and refuse: `npm run cases -- FILE...`. Each line of a
// file is a case; it becomes the smallest repository that says the same, which is linted. Only then the verdict is read.
import { readFileSync } from 'node:fs';
import { rules } from '../rules/index.ts';
import { type Adapter, isObject, type Json, type JsonObject } from './cases/case.ts';
import { cilium } from './cases/cilium.ts';
import { agrees, ask, dueOf, questionOf } from './cases/judge.ts';
import { kubernetes } from './cases/kubernetes.ts';
import { rook } from './cases/rook.ts';

const adapters: readonly Adapter[] = [kubernetes, cilium, rook];
const known = new Set(rules.map(({ id }) => id));
const counts = { agreed: 0, missed: 0, false: 0 };
const notApplicable = new Map<string, number>();
const beyond = new Map<string, number>();

const files = process.argv.slice(2);
if (files.length === 0) {
	console.error('usage: npm run cases -- FILE...');
	process.exit(2);
}
for (const file of files) {
	const lines = readFileSync(file, 'utf8').split('\n');
	for (const text of lines.filter((one) => one.trim() !== '')) run(JSON.parse(text));
}
for (const [reason, count] of [...beyond].sort()) console.log(`beyond the check: ${count} ${reason}`);
for (const [reason, count] of [...notApplicable].sort()) console.log(`not applicable: ${count} ${reason}`);
const { agreed, missed } = counts;
const out = [...notApplicable.values()].reduce((sum, count) => sum + count, 0);
console.log(`${agreed} agreed, ${missed} missed, ${counts.false} false, ${out} not applicable`);
process.exit(missed + counts.false > 0 ? 1 : 0);

function run(line: Json): void {
	if (!isObject(line)) throw new Error('a line is no object');
	const adapter = adapterOf(line);
	const question = questionOf(adapter, line);
	const strange = adapter.rulesOf(question).filter((id) => !known.has(id));
	if (strange.length > 0) throw new Error(`${adapter.name} maps to rules that do not exist: ${strange.join(', ')}`);
	const said = ask(adapter, question, rules);
	if (said.notShown !== undefined) {
		const reason = `${adapter.name} ${said.group}: ${said.notShown}`;
		notApplicable.set(reason, (notApplicable.get(reason) ?? 0) + 1);
		return;
	}
	const due = dueOf(line, adapter);
	for (const [{ ruleId }, what] of due === 'no error' ? said.beyond : []) {
		const reason = `${adapter.name} ${said.group}: ${ruleId}, ${what}`;
		beyond.set(reason, (beyond.get(reason) ?? 0) + 1);
	}
	if (agrees(said, due)) {
		counts.agreed++;
		return;
	}
	const kind = due === 'no error' ? 'false' : 'missed';
	counts[kind]++;
	const errors = said.diagnostics.filter(({ severity }) => kind === 'missed' || severity === 'error');
	const heard = errors.map(({ severity, ruleId, message }) => `\n    ${severity} ${ruleId}: ${message}`);
	console.log(`${kind}: ${line['id']} (${said.group}), due: ${due}${heard.join('') || '\n    nothing was said'}`);
}

/** The first field that an adapter asks for tells whose case it is. */
function adapterOf(line: JsonObject): Adapter {
	const found = adapters.find(({ asks: [first = ''] }) => line[first] !== undefined);
	if (found === undefined) throw new Error(`no adapter for a case with ${Object.keys(line).join(', ')}`);
	return found;
}
