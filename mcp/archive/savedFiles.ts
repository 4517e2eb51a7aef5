import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DownloadedExport } from '../../shared/exports/downloadedExport';
import { kindOf } from '../../shared/files/exportFile';

export const ENDINGS = { zip: 'zip', gzip: 'csv.gz', csv: 'csv' } as const;

/** A file being written, with the id of the process that writes it. */
const PARTIAL =
	/^\.(?:\d+-\d+(?:-[0-9a-f]{16})?\.(?:zip|csv\.gz|csv)|(?:\d+|names)\.json)\.(\d+)-[0-9a-f]{8}\.partial$/;

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

/**
 * Removes partial files that killed processes left. They cannot do it themselves, so the next one does
 * when it starts; what a running process is writing stays.
 */
export async function removePartials(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		const pid = PARTIAL.exec(name)?.[1];
		if (pid === undefined) continue;
		const path = join(folder, name);
		// In containers every process has the same id, and this one has written nothing yet.
		const isLeft = Number(pid) === process.pid || !isRunning(Number(pid)) || (await isOld(path));
		if (isLeft) await rm(path, { force: true });
	}
}

/** A file gets its name only when it is complete. */
export async function writeWhole(
	folder: string,
	name: string,
	bytes: Uint8Array,
	signal: AbortSignal,
): Promise<void> {
	const own = `${process.pid}-${randomBytes(4).toString('hex')}`;
	const partial = join(folder, `.${name}.${own}.partial`);
	try {
		const file = await open(partial, 'wx', 0o600);
		try {
			await file.writeFile(bytes, { signal });
			// The name must not be on the disk before the bytes, in case the power fails.
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(partial, join(folder, name));
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
