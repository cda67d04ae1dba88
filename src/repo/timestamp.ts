/**
 * The timestamp that a plain scalar of YAML 1.1 means, in RFC 3339 as Go prints it; undefined for other text.
 * Go's `time.Parse` decides the details: a comma for the point of a fraction, several blanks for one.
 */
export function timestampOf(text: string): string | undefined {
	if (!/^[0-9]{4}-/.test(text)) return undefined;
	const match = withZone.exec(text) ?? withBlank.exec(text) ?? dateOnly.exec(text);
	if (match === null) return undefined;
	const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
	if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
	const month1 = Number(month);
	if (month1 < 1 || month1 > 12 || Number(day) < 1 || Number(day) > daysIn(Number(year), month1)) return undefined;
	const offset = zoneOf(zone);
	if (offset === undefined) return undefined;
	const date = `${year}-${two(month)}-${two(day)}`;
	return `${date}T${two(hour)}:${two(minute)}:${two(second)}${nanoseconds(fraction)}${offset}`;
}

const withZone =
	/^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,]([0-9]+))?(Z|[-+][0-9]{2}:[0-9]{2})$/;
const withBlank = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2}) +([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,]([0-9]+))?$/;
const dateOnly = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$/;

function two(digits: string): string {
	return digits.padStart(2, '0');
}

function daysIn(year: number, month: number): number {
	if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
	return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Nine digits at most, without trailing zeros, with the point before them. */
function nanoseconds(fraction: string): string {
	const digits = fraction.slice(0, 9).replace(/0+$/, '');
	return digits === '' ? '' : `.${digits}`;
}

function zoneOf(zone: string): string | undefined {
	if (zone === 'Z') return zone;
	const hours = Number(zone.slice(1, 3));
	const minutes = Number(zone.slice(4));
	const total = hours * 60 + minutes;
	// Go reads 60 minutes as an hour, and refuses to print an offset of a day or more.
	if (minutes > 60 || total >= 24 * 60) return undefined;
	return total === 0 ? 'Z' : `${zone[0]}${two(String(Math.floor(total / 60)))}:${two(String(total % 60))}`;
}
