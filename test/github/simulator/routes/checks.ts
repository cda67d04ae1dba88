import { isObject, type Json, type JsonObject } from '../json.ts';
import { checkRunView } from '../views.ts';
import { type CheckRun, Refused } from '../world.ts';
import { created, found, numberGiven, objects, ok, type Routes, text, textGiven } from './route.ts';

/** Check runs; annotations are only ever added. */
export const checkRoutes: Routes = {
	'checks/create'(asked) {
		const { world, body } = asked;
		const headSha = text(body, 'head_sha') ?? '';
		if (!world.git.commits.has(headSha)) throw new Refused(422, `No commit found for SHA: ${headSha}`);
		const id = world.nextId();
		const name = text(body, 'name') ?? '';
		const run: CheckRun = {
			id,
			repository: asked.repository(),
			headSha,
			name,
			fields: {},
			annotations: [],
			actions: [],
		};
		world.checkRuns.set(id, run);
		take(run, body);
		return created(checkRunView(world, run));
	},
	'checks/get': (asked) => ok(checkRunView(asked.world, runOf(asked.world.checkRuns, asked))),
	'checks/update'(asked) {
		const run = runOf(asked.world.checkRuns, asked);
		take(run, asked.body);
		return ok(checkRunView(asked.world, run));
	},
	'checks/list-annotations'(asked) {
		const blank = {
			start_column: null,
			end_column: null,
			title: null,
			raw_details: null,
			blob_href: 'https://github.test/',
		};
		return ok(runOf(asked.world.checkRuns, asked).annotations.map((one) => ({ ...blank, ...one })));
	},
	'checks/list-for-ref'(asked) {
		const { world } = asked;
		const repository = asked.repository();
		const ref = textGiven(asked, 'ref');
		const sha = repository.refs.get(`refs/heads/${ref}`) ?? ref;
		const name = asked.given.get('check_name');
		const runs = [...world.checkRuns.values()].filter(
			(run) => run.repository === repository && run.headSha === sha && (name === undefined || run.name === name),
		);
		const shown = runs.toReversed().map((run) => checkRunView(world, run));
		return ok({ total_count: shown.length, check_runs: shown });
	},
};

function runOf(runs: ReadonlyMap<number, CheckRun>, asked: Parameters<Routes[string]>[0]): CheckRun {
	asked.repository();
	return found(runs.get(numberGiven(asked, 'check_run_id')));
}

function take(run: CheckRun, body: JsonObject): void {
	const { head_sha: _sha, output, actions, ...rest } = body;
	if (actions !== undefined) run.actions = objects(body, 'actions');
	if (rest['conclusion'] !== undefined) Object.assign(rest, { status: 'completed' });
	const shown: Record<string, Json | undefined> = isObject(run.fields['output']) ? { ...run.fields['output'] } : {};
	if (isObject(output)) {
		for (const [name, value] of Object.entries(output)) if (name !== 'annotations') shown[name] = value;
		for (const annotation of objects(output, 'annotations')) {
			const isOneLine = annotation['start_line'] === annotation['end_line'];
			// Columns on a longer span are refused; the description says so in words only.
			if (!isOneLine && annotation['start_column'] !== undefined)
				throw new Refused(422, 'Invalid request: start_column');
			run.annotations.push(annotation);
		}
	}
	run.fields = { ...run.fields, ...rest, output: shown };
}
