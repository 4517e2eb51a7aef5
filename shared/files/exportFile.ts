import { UnexpectedAnswerError } from '../errors';
import { CsvMarks } from './csvMarks';
import type { CsvFile } from './rows/csvFile';
import { WINDOW_BYTES } from './rows/fileWindow';
import { toUtf8 } from './utf8';
import { FileMemory } from './fileMemory';
import { orRefused, platformGunzip } from './gunzip';
import { noCsv, noTable, SAYS_NO_ENTRIES } from './rows/members';
import type { SkippedMember } from './rows/unreadRows';
import type { YieldToEventLoop } from './yieldToEventLoop';
import {
	type CsvPredicate,
	isBomb,
	type UnpackedMember,
	unpackedMembers,
	type UnpackingHost,
	ZIP_LIMITS,
} from './zip';
import { zipMembers } from './zipDirectory';

const MAX_GZIP_LAYERS = 2;
/** A gzip file ends with the length of what it unpacks to (RFC 1952). */
const SIZE_BYTES = 4;
/** Where the first character of a file is looked for. */
const LOOK_BYTES = 4096;

/** A file of an export as Zoho made it. */
export interface ExportFile {
	/** `AuditLog.csv`, `AuditLog_001.zip`: a label, the last part of the download link. */
	readonly name: string;
	readonly bytes: Uint8Array;
}

/**
 * The CSVs in a file, one unpacked at a time. The first bytes decide what the file is: neither the
 * name nor the Content-Type does. A web page or JSON in place of a file is refused.
 * @param isNeeded called before each CSV: one that is not needed is not unpacked.
 * @throws UnexpectedAnswerError
 */
export async function* csvFilesIn(
	file: ExportFile,
	host: UnpackingHost,
	isNeeded: CsvPredicate = () => true,
): AsyncGenerator<CsvFile, void, undefined> {
	const { yieldToEventLoop } = host;
	await yieldToEventLoop();
	const { name, bytes } = await withoutGzip(file, host);
	const memory = new FileMemory();
	if (kindOf({ name, bytes }) === 'csv') {
		if (!(await isNeeded(0))) return;
		const csv = loadedInto(memory, { name, bytes: await toUtf8(bytes, name, yieldToEventLoop) });
		// It has no checksum, so it is read to its end before its first row is returned.
		const marks = new CsvMarks(csv);
		while (marks.next()) await yieldToEventLoop();
		yield csv;
		return;
	}
	const skipped: SkippedMember[] = [];
	let isEmpty = true;
	const isLooked: CsvPredicate = async (index) => {
		const isIt = await isNeeded(index);
		// What is not looked at may be a CSV.
		if (!isIt) isEmpty = false;
		return isIt;
	};
	for await (const member of unpackedMembers(bytes, name, memory, host, isLooked)) {
		const csv = await csvIn(name, member, memory, yieldToEventLoop);
		if ('holds' in csv) {
			skipped.push(csv);
			host.onSkipped?.(csv);
			continue;
		}
		isEmpty = false;
		yield csv;
	}
	if (isEmpty && !skipped.some(({ holds }) => holds === SAYS_NO_ENTRIES)) {
		const all = skipped.map((member) => `${member.name} (${member.holds})`);
		throw new UnexpectedAnswerError(
			`The archive ${name} holds no CSV, but ${all.join(', ')}. Download the export again.`,
		);
	}
}

/** A member as a CSV, or what it is instead. */
async function csvIn(
	archive: string,
	{ name, index, start, end }: UnpackedMember,
	memory: FileMemory,
	yieldToEventLoop: YieldToEventLoop,
): Promise<CsvFile | SkippedMember> {
	const bytes = memory.bytes.subarray(start, end);
	const other = noCsv(archive, name, bytes);
	if (other) return other;
	if (kindOf({ name, bytes }) !== 'csv') {
		throw new UnexpectedAnswerError(
			`The archive ${archive} holds ${name}, which is an archive itself.`,
		);
	}
	const text = await toUtf8(bytes, name, yieldToEventLoop);
	const csv: CsvFile =
		text.buffer === memory.bytes.buffer
			? { name, index, memory, start: end - text.length, end, source: null }
			: loadedInto(memory, { name, bytes: text }, index);
	return noTable(archive, csv) ?? csv;
}

/** A CSV in UTF-8, loaded into memory. */
export function loadedInto(memory: FileMemory, { name, bytes }: ExportFile, index = 0): CsvFile {
	const end = Math.min(bytes.length, WINDOW_BYTES);
	const start = memory.copyIn(bytes.subarray(0, end));
	return { name, index, memory, start, end: start + end, source: bytes };
}

/** How many CSVs a file holds at most, without unpacking it: members of an archive may be something else. */
export function csvCount(file: ExportFile): number {
	return kindOf(file) === 'zip' ? zipMembers(file.bytes, file.name).length : 1;
}

/** What the first bytes say. @throws UnexpectedAnswerError for what is no export. */
export function kindOf(file: ExportFile): 'zip' | 'gzip' | 'csv' {
	const [first, second, third] = file.bytes;
	if (first === 0x50 && second === 0x4b && (third ?? 0xff) < 0x10) return 'zip';
	if (first === 0x1f && second === 0x8b && third === 0x08) return 'gzip';
	const text = file.bytes.subarray(0, LOOK_BYTES).find((byte) => byte > 0x20);
	if (text === 0x3c) throw notAFile(file, 'a web page');
	if (text === 0x7b) throw notAFile(file, 'a JSON answer');
	if (text === undefined && file.bytes.length <= LOOK_BYTES) throw notAFile(file, 'nothing');
	return 'csv';
}

/** A server may have compressed what was compressed already, even twice. */
async function withoutGzip(file: ExportFile, host: UnpackingHost): Promise<ExportFile> {
	let { bytes } = file;
	for (let layers = 0; kindOf({ name: file.name, bytes }) === 'gzip'; layers++) {
		if (layers === MAX_GZIP_LAYERS) throw notAFile(file, 'a file packed over and over again');
		bytes = await withoutLayer(file.name, bytes, host);
	}
	return { name: file.name, bytes };
}

async function withoutLayer(
	name: string,
	packed: Uint8Array,
	host: UnpackingHost,
): Promise<Uint8Array> {
	const { yieldToEventLoop, gunzip = platformGunzip } = host;
	const chunks: Uint8Array[] = [];
	let size = 0;
	const refusal = (): Error =>
		notAFile({ name, bytes: packed }, 'a compressed file that cannot be unpacked');
	for await (const chunk of orRefused(gunzip([packed]), refusal)) {
		size += chunk.length;
		if (size > ZIP_LIMITS.memberBytes || isBomb(size, packed.length)) {
			throw notAFile({ name, bytes: packed }, 'a compressed file of more than is read');
		}
		chunks.push(chunk);
		await yieldToEventLoop();
	}
	// Platforms differ in what may follow: Node 20 passes over a zero and all after it, and reads a second
	// file after the first. So the end is where the length is, and nothing is whole without it.
	const end = packed.length - SIZE_BYTES;
	const stated = new DataView(packed.buffer, packed.byteOffset + end).getUint32(0, true);
	if (stated !== size || (await isWhole(packed.subarray(0, -1), host))) throw refusal();
	const bytes = new Uint8Array(size);
	let at = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, at);
		at += chunk.length;
	}
	return bytes;
}

async function isWhole(
	packed: Uint8Array,
	{ yieldToEventLoop, gunzip = platformGunzip }: UnpackingHost,
): Promise<boolean> {
	const ended = new Error('It ends early.');
	try {
		for await (const _ of orRefused(gunzip([packed]), () => ended)) await yieldToEventLoop();
		return true;
	} catch (error) {
		if (error === ended) return false;
		throw error;
	}
}

function notAFile(file: ExportFile, what: string): UnexpectedAnswerError {
	return new UnexpectedAnswerError(
		`Zoho sent ${what} in place of the file ${file.name}. Download the export again.`,
	);
}
