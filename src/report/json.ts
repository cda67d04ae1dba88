import type { Diagnostic } from '../lint/diagnostic.ts';
import type { ClusterReport, Report } from '../lint/report.ts';
import type { IpFamily } from '../network/cidr.ts';
import type { Declaration, Prefix } from '../network/facts.ts';
import { type AddressPlan, networksOf } from '../network/plan.ts';
import type { Setting } from '../network/setting.ts';
import { placeOf as originOf } from '../network/setting.ts';
import type { SourceLocation } from '../repo/location.ts';
import { decidedAt } from '../repo/origin.ts';
import { type Place, placeFinder } from './positions.ts';
import { printableJson, printableJsonLine } from './printable.ts';
import { type Replacement, replacementFinder } from './replacements.ts';
import { summaryOf } from './summary.ts';

/** The report as JSON, version 1; `schema/report.json` describes it. Keys may be added, never changed. */
export function jsonReport(report: Report): string {
	const placeOf = placeFinder(report);
	const replacementsOf = replacementFinder(report);
	return printableJson({
		version: 1,
		clusters: report.clusters.map((cluster) => clusterJson(cluster, placeOf)),
		diagnostics: report.diagnostics.map((one) => diagnosticJson(one, placeOf, replacementsOf(one))),
		unresolved: unresolvedJson(report, placeOf),
		summary: summaryOf(report),
	});
}

/** One finding a line, each as in `diagnostics` of the JSON report: for `jq` and logs. */
export function jsonLinesReport(report: Report): string {
	const placeOf = placeFinder(report);
	const replacementsOf = replacementFinder(report);
	return report.diagnostics.map((one) => printableJsonLine(diagnosticJson(one, placeOf, replacementsOf(one)))).join('');
}

/** The address plans alone, in the same form. */
export function planJson(report: Report): string {
	const placeOf = placeFinder(report);
	return printableJson({
		version: 1,
		clusters: report.clusters.map((cluster) => clusterJson(cluster, placeOf)),
		unresolved: unresolvedJson(report, placeOf),
	});
}

type PlaceOf = (at: SourceLocation) => Place;

function diagnosticJson(diagnostic: Diagnostic, placeOf: PlaceOf, replacements: readonly Replacement[]): object {
	const { ruleId, severity, message, cluster, at, related, fix, suppressed } = diagnostic;
	return {
		rule: ruleId,
		severity,
		message,
		cluster,
		...placeOf(at),
		related: related.map((other) => ({ ...startOf(placeOf(other.at)), note: other.note })),
		fix:
			fix === undefined ? null : { title: fix.title, applicability: fix.applicability, edits: editsJson(replacements) },
		suppressed,
	};
}

function editsJson(replacements: readonly Replacement[]): object[] {
	return replacements.map(({ at, text }) => ({ ...at, text }));
}

function unresolvedJson({ unresolved }: Report, placeOf: PlaceOf): object[] {
	return unresolved.map(({ why, what, at }) => ({ why, what, ...startOf(placeOf(decidedAt(at))) }));
}

function startOf({ file, line, column }: Place): object {
	return { file, line, column };
}

function clusterJson({ name, plan }: ClusterReport, placeOf: PlaceOf): object {
	return {
		name,
		networks: networksJson(plan, placeOf),
		nodeMasks: plan.nodeMasks.map(({ family, size, component, setting, standing, node, at }) => ({
			family: family ?? null,
			size: valueJson(size),
			component,
			setting,
			standing,
			node: node ?? null,
			...startOf(placeOf(decidedAt(at))),
		})),
		nodes: plan.nodes.map((node) => ({
			name: node.name,
			role: node.role ?? null,
			addresses: node.addresses.map(({ value, origin }) => ({
				address: value,
				...startOf(placeOf(decidedAt(origin))),
			})),
			...startOf(placeOf(decidedAt(node.at))),
		})),
		versions: plan.versions.map(({ product, version, component }) => ({
			product,
			version: valueJson(version),
			component,
			...startOf(placeOf(decidedAt(originOf(version)))),
		})),
	};
}

function valueJson<T>(setting: Setting<T>): T | null {
	return setting.state === 'set' ? setting.value : null;
}

/** One entry per prefix; texts that are none stand together under `cidr: null`, behind the others of their role. */
function networksJson(plan: AddressPlan, placeOf: PlaceOf): object[] {
	const networks = networksOf(plan).map(({ role, name, family, cidr, declaredBy }) => ({
		role,
		name: name ?? null,
		family,
		cidr,
		declarations: declaredBy.map(({ declaration, prefix }) => declarationJson(declaration, prefix, placeOf)),
	}));
	return [...networks, ...withoutCidr(plan, placeOf)];
}

function withoutCidr(plan: AddressPlan, placeOf: PlaceOf): object[] {
	const groups = new Map<
		string,
		{ role: string; name: string | null; family: IpFamily | null; declarations: object[] }
	>();
	for (const declaration of plan.declarations) {
		for (const prefix of declaration.prefixes) {
			if (prefix.cidr !== undefined) continue;
			const { role, name = null, family = null } = declaration;
			const key = JSON.stringify([role, name, family]);
			const group = groups.get(key) ?? { role, name, family, declarations: [] };
			group.declarations.push(declarationJson(declaration, prefix, placeOf));
			groups.set(key, group);
		}
	}
	return [...groups.values()].map(({ role, name, family, declarations }) => ({
		role,
		name,
		family,
		cidr: null,
		declarations,
	}));
}

function declarationJson(declaration: Declaration, prefix: Prefix, placeOf: PlaceOf): object {
	const { component, setting, standing, relation, node } = declaration;
	return {
		component,
		setting,
		text: prefix.text,
		cidr: prefix.cidr ?? null,
		problem: prefix.problem?.kind ?? null,
		standing,
		relation,
		node: node ?? null,
		...startOf(placeOf(decidedAt(prefix.origin))),
	};
}
