const box = /^(\s*- \[)([ xX])(\] )(.*)$/;

/** A text with the boxes ticked that a person has ticked in an older one. */
export function keepTicks(text: string, old: string | null | undefined): string {
	const ticked = new Set<string>();
	for (const line of (old ?? '').split(/\r?\n/)) {
		const [, , sign, , label] = box.exec(line) ?? [];
		if (label !== undefined && sign !== ' ') ticked.add(label);
	}
	if (ticked.size === 0) return text;
	return text
		.split('\n')
		.map((line) => {
			const [, start, , end, label] = box.exec(line) ?? [];
			return label !== undefined && ticked.has(label) ? `${start}x${end}${label}` : line;
		})
		.join('\n');
}

/** A box that means something: its key stands beside it, where nobody sees it. */
export function printTick(key: string, label: string, isTicked = false): string {
	return `- [${isTicked ? 'x' : ' '}] <!-- ${key} --> ${label}`;
}

/** The boxes with keys, and whether they are ticked. */
export function readTicks(text: string): ReadonlyMap<string, boolean> {
	const found = new Map<string, boolean>();
	for (const line of text.split(/\r?\n/)) {
		const [, sign, key] = /^\s*- \[([ xX])\] <!-- ([\w. -]{1,120}?) -->/.exec(line) ?? [];
		if (key !== undefined) found.set(key, sign !== ' ');
	}
	return found;
}
