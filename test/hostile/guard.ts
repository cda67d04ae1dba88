import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a run did that no run may do. */
export interface Guard {
	/** Folders that may be read from now on. */
	allow(folders: readonly string[]): void;
	/** What was tried since the last time. */
	taken(): string[];
}

/** Calls that read a file or list a folder, all with the path as their first argument. */
const readers = ['openSync', 'readFileSync', 'readdirSync', 'open', 'readFile', 'readdir', 'createReadStream'] as const;

/** Notes and refuses each socket and each process, and each read outside of some folders. */
export function startGuard(): Guard {
	let allowed: readonly string[] = [];
	let tried: string[] = [];
	const refuse = (what: string) => {
		tried.push(what);
		throw new Error(`refused by the guard: ${what}`);
	};
	const real = fs.realpathSync.native;
	const isAllowed = (path: string) => {
		let place = path;
		try {
			place = real(path);
		} catch {
			// What is not there cannot be read either.
		}
		return allowed.some((folder) => place === folder || place.startsWith(folder + sep));
	};
	replace(fs, readers, (name, original) => (path: unknown, ...rest: unknown[]) => {
		const text = path instanceof URL ? fileURLToPath(path) : path;
		if (typeof text === 'string' && !isAllowed(text)) refuse(`${name} ${text}`);
		return original(path, ...rest);
	});
	replace(fs.promises, ['open', 'readFile', 'readdir'], (name) => () => refuse(`promises.${name}`));
	replace(net.Socket.prototype, ['connect'], () => () => refuse('a socket'));
	replace(net.Server.prototype, ['listen'], () => () => refuse('a server'));
	replace(dgram, ['createSocket'], () => () => refuse('a datagram socket'));
	replace(dns, ['lookup', 'resolve'], (name) => () => refuse(`dns.${name}`));
	replace(childProcess, ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'fork'], (name) => () => refuse(name));
	globalThis.fetch = () => refuse('fetch');
	syncBuiltinESMExports();
	return {
		allow(folders) {
			allowed = folders.map((folder) => real(folder));
		},
		taken() {
			const all = tried;
			tried = [];
			return all;
		},
	};
}

type Call = (...given: unknown[]) => unknown;

/** Puts something else in the place of functions of an object. */
function replace(target: object, names: readonly string[], make: (name: string, original: Call) => Call): void {
	for (const name of names) {
		const original: unknown = Reflect.get(target, name);
		if (typeof original !== 'function') throw new Error(`${name} is no function`);
		Reflect.set(
			target,
			name,
			make(name, (...given) => Reflect.apply(original, target, given)),
		);
	}
}
