// Writes down what kustomize makes of each case below test/render/cases: `npm run record`. Needs kubectl.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
	caseFiles,
	caseNames,
	inputHash,
	kustomizeVersion,
	recordingName,
	recordingText,
	runKustomize,
} from '../test/render/case-folder.ts';

const cases = resolve('test/render/cases');
const kustomize = kustomizeVersion();
if (kustomize === undefined) {
	console.error('kubectl is not there');
	process.exit(1);
}
let refused = 0;
for (const name of caseNames(cases)) {
	const folder = join(cases, name);
	const text = runKustomize(folder);
	if (text === undefined) refused++;
	const isExpected = (text === undefined) === name.endsWith('-refused');
	if (!isExpected) console.log(`${name}: kustomize ${text === undefined ? 'refuses' : 'accepts'} it`);
	writeFileSync(join(folder, recordingName), recordingText({ kustomize, input: inputHash(caseFiles(folder)), text }));
}
console.log(`${caseNames(cases).length} recorded, ${refused} of them refused`);
