/** What a header of ustar says (POSIX.1-1988); everything may be wrong. */
export interface HostileEntry {
	readonly name: string;
	readonly body?: Buffer | string;
	/** `0` file, `1` hard link, `2` symbolic link, `3` and `4` devices, `5` folder, `6` pipe, `L` and `x` long names. */
	readonly type?: string;
	readonly link?: string;
	/** The text of the size instead of the true one. */
	readonly size?: string;
	readonly checksum?: string;
}

/** A tar as somebody can write it who does not mean well. */
export function tarOf(entries: readonly HostileEntry[]): Buffer {
	return Buffer.concat([...entries.map(entryOf), Buffer.alloc(1024)]);
}

function entryOf({ name, body = '', type = '0', link = '', size, checksum }: HostileEntry): Buffer {
	const bytes = Buffer.from(body);
	const header = Buffer.alloc(512);
	header.write(name, 0, 100);
	header.write('0000644\0', 100);
	header.write('0000000\0', 108);
	header.write('0000000\0', 116);
	header.write(size ?? `${bytes.length.toString(8).padStart(11, '0')}\0`, 124, 12, 'latin1');
	header.write('00000000000\0', 136);
	header.write('        ', 148);
	header.write(type, 156);
	header.write(link, 157, 100);
	header.write('ustar\x0000', 257);
	const sum = header.reduce((all, byte) => all + byte, 0);
	header.write(checksum ?? `${sum.toString(8).padStart(6, '0')}\0 `, 148);
	return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}
