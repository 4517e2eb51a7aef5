import { createHash, randomBytes } from 'node:crypto';
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { DownloadedExport } from '../../shared/exports/downloadedExport';
import { kindOf } from '../../shared/files/exportFile';

export const ENDINGS = { zip: 'zip', gzip: 'csv.gz', csv: 'csv' } as const;

/** A file being written, with the machine and the id of the process that writes it. */
const PARTIAL =
	/^\.(\d+-\d+(?:-[0-9a-f]{16})?\.(?:zip|csv\.gz|csv)|\d+-(?:entries|texts)\.parquet|(?:\d+|names|head)\.json|audit-log\.[a-z]+|[\w.-]+\.manifest\.json)\.(\d+)-([0-9a-f]{4})[0-9a-f]{4,12}\.partial$/;

/** Containers that share a folder do not see each other's processes. */
const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 4);

/** No write takes this long: by then the process id belongs to another process. */
const MAX_WRITE_MS = 3_600_000;

/**
 * Writes the received files of an export into the folder that the server's operator has named, byte
 * for byte and for that user alone. Names are fixed: they contain nothing from outside.
 * A file gets its name only when it is complete, whenever the process dies.
 * @returns where each file is, in their order.
 */
export async function saved(
	{ id, files }: DownloadedExport,
	folder: string,
	signal: AbortSignal,
): Promise<string[]> {
	const paths: string[] = [];
	for (const [index, file] of files.entries()) {
		const name = `${id}-${index + 1}.${ENDINGS[kindOf(file)]}`;
		await writeWhole(folder, name, file.bytes, signal);
		paths.push(join(folder, name));
	}
	return paths;
}

/** Writes what proves a saved export beside its files. @returns where it is. */
export async function savedManifest(
	{ id }: DownloadedExport,
	manifest: object,
	folder: string,
	signal: AbortSignal,
): Promise<string> {
	const name = `${id}.manifest.json`;
	const bytes = Buffer.from(`${JSON.stringify(manifest, null, '\t')}\n`);
	await writeWhole(folder, name, bytes, signal);
	return join(folder, name);
}

/**
 * Removes partial files that killed processes left. They cannot do it themselves, so the next one does
 * when it starts; what a running process is writing stays.
 */
export async function removePartials(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		const partial = partialIn(name);
		if (!partial) continue;
		const { pid, machine } = partial;
		const path = join(folder, name);
		// In containers every process has the same id, and this one has written nothing yet.
		const isOver = machine === MACHINE && (pid === process.pid || !isRunning(pid));
		if (isOver || (await isOld(path))) await rm(path, { force: true });
	}
}

/** Which file is being written under that name, and where; undefined for any other name. */
export function partialIn(
	partial: string,
): { readonly name: string; readonly pid: number; readonly machine: string } | undefined {
	const [, name, pid, machine] = PARTIAL.exec(partial) ?? [];
	if (name === undefined || machine === undefined) return undefined;
	return { name, pid: Number(pid), machine };
}

/** Under which this process writes a file. */
export function partialName(name: string): string {
	return `.${name}.${process.pid}-${MACHINE}${randomBytes(6).toString('hex')}.partial`;
}

/** A file gets its name only when it is complete. */
export async function writeWhole(
	folder: string,
	name: string,
	bytes: Uint8Array,
	signal: AbortSignal,
): Promise<void> {
	await written(folder, name, bytes, signal, async (partial) => {
		await rename(partial, join(folder, name));
	});
}

/** The same for a name that no file may have before. @returns whether none had it. */
export async function writeNew(folder: string, name: string, bytes: Uint8Array): Promise<boolean> {
	const { signal } = new AbortController();
	try {
		await written(folder, name, bytes, signal, async (partial) => {
			// Of several processes one succeeds, also over a network.
			await link(partial, join(folder, name));
			await rm(partial);
		});
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

/** A file as it was written. */
export interface WrittenFile {
	readonly name: string;
	readonly size: number;
	readonly sha256: string;
}

/**
 * A file of entries that comes in parts, for the current user alone.
 * @param options.nameOf what it is called, once all of it is written.
 */
export async function writeAnswer(
	folder: string,
	{ ending }: { readonly ending: string },
	parts: AsyncIterable<Uint8Array>,
	options: {
		readonly signal: AbortSignal;
		readonly nameOf: (file: Omit<WrittenFile, 'name'>) => Promise<string>;
	},
): Promise<WrittenFile> {
	const hash = createHash('sha256');
	let file: WrittenFile = { name: '', size: 0, sha256: '' };
	const counted = async function* (): AsyncGenerator<Uint8Array> {
		let size = 0;
		for await (const part of parts) {
			hash.update(part);
			size += part.length;
			yield part;
		}
		file = { name: '', size, sha256: hash.digest('hex') };
	};
	await written(folder, `audit-log.${ending}`, counted(), options.signal, async (partial) => {
		file = { ...file, name: await options.nameOf(file) };
		await rename(partial, join(folder, file.name));
	});
	return file;
}

async function written(
	folder: string,
	name: string,
	bytes: Uint8Array | AsyncIterable<Uint8Array>,
	signal: AbortSignal,
	place: (partial: string) => Promise<void>,
): Promise<void> {
	const partial = join(folder, partialName(name));
	// A name that is taken is another writer's, whose file stays.
	const file = await open(partial, 'wx', 0o600);
	try {
		try {
			if (bytes instanceof Uint8Array) await file.writeFile(bytes, { signal });
			else for await (const part of bytes) await file.writeFile(part, { signal });
			// The name must not be on the disk before the bytes, in case the power fails.
			await file.sync();
		} finally {
			await file.close();
		}
		await place(partial);
	} catch (error) {
		await rm(partial, { force: true });
		throw error;
	}
}

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		// It exists and belongs to another user.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

async function isOld(path: string): Promise<boolean> {
	const found = await stat(path).catch(() => null);
	return found !== null && Date.now() - found.mtimeMs > MAX_WRITE_MS;
}
