/** The things with one key together; groups and their members keep the order in which they come. */
export function groupedBy<T>(things: Iterable<T>, keyOf: (thing: T) => string): [T, ...T[]][] {
	const groups = new Map<string, [T, ...T[]]>();
	for (const thing of things) {
		const key = keyOf(thing);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [thing]);
		else group.push(thing);
	}
	return [...groups.values()];
}
