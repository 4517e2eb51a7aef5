import { createHash, webcrypto } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UnexpectedAnswerError } from '../../../shared/errors';

/** A link could lead anywhere. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

export const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What is known of a file that is kept. */
export interface StoredFile {
	/** Its name in the folder. */
	readonly stored: string;
	readonly size: number;
	/** In hexadecimal. */
	readonly sha256: string;
}

/** A file of the folder itself. @throws UnexpectedAnswerError for a link, and for anything that is not a file. */
async function openOwn(folder: string, name: string): Promise<FileHandle> {
	const file = await open(join(folder, name), FLAGS).catch((error: unknown) => {
		throw unreadable(name, error);
	});
	if ((await file.stat()).isFile()) return file;
	await file.close();
	throw refused(`${name} is no file`);
}

export async function readOwn(folder: string, name: string): Promise<Buffer> {
	const file = await openOwn(folder, name);
	try {
		return await file.readFile();
	} finally {
		await file.close();
	}
}

/** @throws UnexpectedAnswerError for a file that is missing, or is longer or shorter than it was. */
export async function requireSize(folder: string, { stored, size }: StoredFile): Promise<void> {
	const file = await openOwn(folder, stored);
	const found = await file.stat().finally(async () => await file.close());
	if (found.size !== size) throw refused(`${stored} is not as it was kept`);
}

/** At once, for what is read where it is used. @throws UnexpectedAnswerError when it is not as it was. */
export function readKeptSync(folder: string, { stored, sha256 }: StoredFile): Buffer {
	let bytes: Buffer;
	let file: number | undefined;
	try {
		file = openSync(join(folder, stored), FLAGS);
		if (!fstatSync(file).isFile()) throw refused(`${stored} is no file`);
		bytes = readFileSync(file);
	} catch (error) {
		throw unreadable(stored, error);
	} finally {
		if (file !== undefined) closeSync(file);
	}
	if (digestOf(bytes) !== sha256) throw refused(`${stored} is not as it was kept`);
	return bytes;
}

/** The digest of a file that may be too large for memory. */
export async function digestOfOwn(folder: string, name: string): Promise<string> {
	const file = await openOwn(folder, name);
	const hash = createHash('sha256');
	// The stream closes the file.
	for await (const bytes of file.createReadStream({ highWaterMark: 1024 * 1024 })) {
		hash.update(bytes as Buffer);
	}
	return hash.digest('hex');
}

/** The same of a file that fits into memory, on another thread. */
export async function digestAside(folder: string, name: string): Promise<string> {
	return Buffer.from(
		await webcrypto.subtle.digest('SHA-256', await readOwn(folder, name)),
	).toString('hex');
}

export function digestOf(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** Undefined for anything that is not JSON. */
export function jsonIn(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(bytes).toString('utf8'));
	} catch {
		return undefined;
	}
}

const REFUSED = 'The archive is not read: ';

export function refused(what: string): UnexpectedAnswerError {
	return new UnexpectedAnswerError(`${REFUSED}${what}.`);
}

/** Why something could not be written, as the end of a sentence. */
export function reasonOf(error: unknown): string {
	const { code, message } = error as NodeJS.ErrnoException;
	const isRefusal = error instanceof UnexpectedAnswerError && message.startsWith(REFUSED);
	return isRefusal ? message.slice(REFUSED.length, -1) : (code ?? 'it is not writable');
}

function unreadable(name: string, error: unknown): UnexpectedAnswerError {
	if (error instanceof UnexpectedAnswerError) return error;
	const { code } = error as NodeJS.ErrnoException;
	return refused(`${name} ${code === 'ELOOP' ? 'is a link' : `cannot be read (${code})`}`);
}
