import { groupedBy } from '../network/grouped.ts';
import type { AddressPlan } from '../network/plan.ts';
import type { SourceLocation } from '../repo/location.ts';
import type { TextStyle } from './paint.ts';
import { type Declarer, type PlanCell, type PlanRow, planRows } from './plan-rows.ts';
import type { Place } from './positions.ts';
import { printable } from './printable.ts';
import { padded, textWidth } from './width.ts';

/** A cluster's address plan as a table: network, IPv4, IPv6, and who declares it where. Lines without line breaks. */
export function planTable(plan: AddressPlan, placeOf: (at: SourceLocation) => Place, style: TextStyle): string[] {
	const title = style.paint('strong', `Address plan of ${printable(plan.cluster)}`);
	const lines = planRows(plan, placeOf).flatMap(rowLines);
	if (lines.length === 0) return [title, '', 'No component declares an address.'];
	const head: TableLine = { label: 'network', IPv4: 'IPv4', IPv6: 'IPv6', who: 'declared by', where: '' };
	const width = (column: keyof TableLine) =>
		lines.reduce((most, line) => Math.max(most, textWidth(line[column])), textWidth(head[column]));
	const widths = { label: width('label'), IPv4: width('IPv4'), IPv6: width('IPv6') };
	const room = style.width - widths.label - widths.IPv4 - widths.IPv6 - 3 * gap.length;
	const print = ({ label, IPv4, IPv6, who, where }: TableLine) => {
		const place = where === '' ? '' : shortened(where, who === '' ? room : room - textWidth(who) - 1);
		const declared = [who, ...(place === '' ? [] : [style.paint('faint', place)])].filter((part) => part !== '');
		const columns = [padded(label, widths.label), padded(IPv4, widths.IPv4), padded(IPv6, widths.IPv6)];
		return [...columns, declared.join(' ')].join(gap);
	};
	return [title, '', style.paint('faint', print(head)), ...lines.map(print)];
}

const gap = '  ';

/** What stands where nobody declares anything. */
const nothing = '\u2014';

interface TableLine {
	readonly label: string;
	readonly IPv4: string;
	readonly IPv6: string;
	readonly who: string;
	readonly where: string;
}

/** Prefixes of both families share a line when the same components declare them; each further component has a line. */
function rowLines({ label, cells }: PlanRow): TableLine[] {
	const waiting = new Map(groupedBy(cells.IPv6, saidBy).map((group) => [saidBy(group[0]), [...group]]));
	const pairs = cells.IPv4.map((cell) => ({ IPv4: cell, IPv6: waiting.get(saidBy(cell))?.shift() }));
	const left = new Set([...waiting.values()].flat());
	const rest = cells.IPv6.filter((cell) => left.has(cell));
	return [...pairs, ...rest.map((cell) => ({ IPv4: undefined, IPv6: cell }))].flatMap((pair, i) => {
		const first = {
			label: i === 0 ? printable(label) : '',
			IPv4: cellText(pair.IPv4, i === 0 && cells.IPv4.length === 0),
			IPv6: cellText(pair.IPv6, i === 0 && cells.IPv6.length === 0),
		};
		const components = componentsOf([pair.IPv4, pair.IPv6]);
		return components.map((one, n) => ({ ...(n === 0 ? first : { label: '', IPv4: '', IPv6: '' }), ...one }));
	});
}

function cellText(cell: PlanCell | undefined, isEmpty: boolean): string {
	if (cell === undefined) return isEmpty ? nothing : '';
	return printable(cell.remark === undefined ? cell.text : `${cell.text} (${cell.remark})`);
}

function saidBy(cell: PlanCell): string {
	return JSON.stringify([cell.remark ?? '', ...new Set(cell.declarers.map(({ component }) => component))].sort());
}

/** Each component once, with the number of places where it says so and the first of them. */
function componentsOf(cells: readonly (PlanCell | undefined)[]): Pick<TableLine, 'who' | 'where'>[] {
	const all = cells.flatMap((cell) => cell?.declarers ?? []);
	return [...new Set(all.map(({ component }) => component))].map((component) => {
		const by = (one: Declarer) => one.component === component;
		// Both families often stand in one text, so the places are not added up.
		const count = Math.max(...cells.map((cell) => cell?.declarers.filter(by).length ?? 0));
		const first = all.find(by);
		return {
			who: printable(count > 1 && component !== '' ? `${component} (${count})` : component),
			where: first === undefined ? '' : `${printable(first.place.file)}:${first.place.line}`,
		};
	});
}

/** A place with as many of its last steps as fit; the file's name always stays. */
function shortened(place: string, room: number): string {
	if (textWidth(place) <= room) return place;
	const steps = place.split('/');
	for (let from = 1; from < steps.length; from++) {
		const short = `.../${steps.slice(from).join('/')}`;
		if (textWidth(short) <= room || from === steps.length - 1) return short;
	}
	return place;
}
