import type { IpFamily } from '../network/cidr.ts';
import type { Declaration, NetworkRole, NodeFact, NodeMask, Prefix } from '../network/facts.ts';
import { type AddressPlan, networksOf } from '../network/plan.ts';
import type { SourceLocation } from '../repo/location.ts';
import { decidedAt } from '../repo/origin.ts';
import type { Place } from './positions.ts';

/** Somebody who declares a prefix, and where. */
export interface Declarer {
	/** '' where the declaration names none. */
	readonly component: string;
	readonly place: Place;
}

/** What stands in one cell of the plan, and who says it. */
export interface PlanCell {
	readonly text: string;
	/** How it differs from what is plainly in force: `target`, `default`, `not a prefix`. */
	readonly remark: string | undefined;
	readonly declarers: readonly Declarer[];
}

/** One network, or one thing that belongs to a network, with what each family has. */
export interface PlanRow {
	readonly label: string;
	readonly cells: Readonly<Record<IpFamily, readonly PlanCell[]>>;
}

type PlaceOf = (at: SourceLocation) => Place;

/** The rows of a cluster's plan: its networks, the size of each node's part of the pod network, its nodes. */
export function planRows(plan: AddressPlan, placeOf: PlaceOf): PlanRow[] {
	const rows = networkRows(plan, placeOf);
	const masks = maskRow(plan, placeOf);
	const pod = rows.findLastIndex(({ label }) => label === 'pod');
	if (masks !== undefined) rows.splice(pod === -1 ? rows.length : pod + 1, 0, masks);
	return plan.nodes.length === 0 ? rows : [...rows, nodeRow(plan.nodes, placeOf)];
}

function networkRows(plan: AddressPlan, placeOf: PlaceOf): PlanRow[] {
	const rows = new Map<string, { label: string; cells: Record<IpFamily, PlanCell[]> }>();
	const row = (role: NetworkRole, name: string | undefined) => {
		const label = name === undefined ? role : `${role} ${name}`;
		const known = rows.get(label) ?? { label, cells: { IPv4: [], IPv6: [] } };
		rows.set(label, known);
		return known;
	};
	const ranges = new Set<string>();
	for (const { role, name, family, cidr, declaredBy } of networksOf(plan)) {
		const range = rangeOf(declaredBy.map(({ prefix }) => prefix));
		if (range !== undefined) {
			// A range is many prefixes; people wrote it as one thing.
			const key = JSON.stringify([role, name, family, range]);
			if (ranges.has(key)) continue;
			ranges.add(key);
		}
		const cell = { remark: remarkOf(declaredBy.map(({ declaration }) => declaration)), text: range ?? cidr };
		const declarers = declaredBy.map(({ declaration, prefix }) => declarer(declaration, prefix, placeOf));
		row(role, name).cells[family].push({ ...cell, declarers });
	}
	const refused = new Map<string, Declarer[]>();
	for (const declaration of plan.declarations) {
		for (const prefix of declaration.prefixes) {
			if (prefix.cidr !== undefined) continue;
			const family = declaration.family ?? (prefix.text.includes(':') ? 'IPv6' : 'IPv4');
			const { label, cells } = row(declaration.role, declaration.name);
			const key = JSON.stringify([label, family, prefix.text]);
			const declarers = refused.get(key) ?? [];
			if (declarers.length === 0) cells[family].push({ text: shown(prefix.text), remark: 'not a prefix', declarers });
			declarers.push(declarer(declaration, prefix, placeOf));
			refused.set(key, declarers);
		}
	}
	return [...rows.values()];
}

/** The range that all prefixes are parts of, as it is written; undefined where somebody wrote the prefix itself. */
function rangeOf(prefixes: readonly Prefix[]): string | undefined {
	const [first] = prefixes;
	const isRange = first !== undefined && /^[\d.a-fA-F:]+ *- *[\d.a-fA-F:]+$/.test(first.text);
	return isRange && prefixes.every(({ text }) => text === first.text) ? first.text : undefined;
}

/** UTF-16 units of a cell; the longest prefix has 49. */
const widest = 60;

function shown(text: string): string {
	const start = text.length > widest ? `${text.slice(0, widest)}...` : text;
	return start.trim() === '' ? `"${start}"` : start;
}

function declarer(declaration: Declaration, prefix: Prefix, placeOf: PlaceOf): Declarer {
	return { component: declaration.component, place: placeOf(decidedAt(prefix.origin)) };
}

/** What all declarations of a prefix have in common that makes it less than a plain fact. */
function remarkOf(declarations: readonly Declaration[]): string | undefined {
	if (declarations.every(({ standing }) => standing === 'target')) return 'target';
	if (declarations.every(({ standing }) => standing === 'default')) return 'default';
	return declarations.every(({ relation }) => relation === 'contains') ? 'around it' : undefined;
}

/** `/24` per node. The flag for both families is counted for the family that the pods have. */
function maskRow(plan: AddressPlan, placeOf: PlaceOf): PlanRow | undefined {
	const cells: Record<IpFamily, PlanCell[]> = { IPv4: [], IPv6: [] };
	const pods = networksOf(plan).filter(({ role }) => role === 'pod');
	const podFamily = pods.length > 0 && pods.every(({ family }) => family === 'IPv6') ? 'IPv6' : 'IPv4';
	const masks = plan.nodeMasks.filter(({ size }) => size.state === 'set');
	for (const family of ['IPv4', 'IPv6'] as const) {
		const ofFamily = masks.filter((mask) => (mask.family ?? podFamily) === family);
		for (const size of new Set(ofFamily.map((mask) => sizeOf(mask)))) {
			const same = ofFamily.filter((mask) => sizeOf(mask) === size);
			cells[family].push({ text: `/${size}`, remark: maskRemark(same), declarers: same.map(maskDeclarer(placeOf)) });
		}
	}
	return masks.length === 0 ? undefined : { label: '  per node', cells };
}

function sizeOf({ size }: NodeMask): number | undefined {
	return size.state === 'set' ? size.value : undefined;
}

function maskRemark(masks: readonly NodeMask[]): string | undefined {
	const [first] = masks;
	const isCommon = masks.every(({ standing }) => standing === first?.standing);
	return isCommon && (first?.standing === 'target' || first?.standing === 'default') ? first.standing : undefined;
}

function maskDeclarer(placeOf: PlaceOf): (mask: NodeMask) => Declarer {
	return ({ component, at }) => ({ component, place: placeOf(decidedAt(at)) });
}

/** How many machines are known and how many of them have an address of each family. */
function nodeRow(nodes: readonly NodeFact[], placeOf: PlaceOf): PlanRow {
	const known = new Map<string, NodeFact[]>();
	for (const node of nodes) {
		const facts = known.get(node.name);
		if (facts === undefined) known.set(node.name, [node]);
		else facts.push(node);
	}
	const cell = (family: IpFamily): PlanCell[] => {
		const having = [...known.values()].filter((facts) =>
			facts.some(({ addresses }) => addresses.some(({ value }) => value.includes(':') === (family === 'IPv6'))),
		);
		if (having.length === 0) return [];
		const text = having.length === known.size ? `${known.size}` : `${having.length} of ${known.size}`;
		const declarers = nodes.map(({ at }) => ({ component: '', place: placeOf(decidedAt(at)) }));
		return [{ text, remark: undefined, declarers }];
	};
	return { label: 'nodes', cells: { IPv4: cell('IPv4'), IPv6: cell('IPv6') } };
}
