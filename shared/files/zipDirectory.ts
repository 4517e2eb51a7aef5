import { UnexpectedAnswerError } from '../errors';

/** PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3. */
const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const DIRECTORY_END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY_END_BYTES = 22;
const LOCATOR_64_BYTES = 20;
const DIRECTORY_END_64_BYTES = 56;
const MAX_COMMENT_BYTES = 65_535;
const STORED = 0;
const DEFLATED = 8;
/** In place of a number that is in a ZIP64 record. */
const ZIP64_SENTINEL = 0xffffffff;
const ZIP64_FIELD = 1;
/** Bit 0, and bit 6 of strong encryption; bit 13 hides the directory itself. */
const ENCRYPTED = 0b10_0000_0100_0001;
/** Bit 3: checksum and sizes follow the data. */
const HAS_DESCRIPTOR = 0b1000;
const MAX_MEMBERS = 1_000;
const PADDING = [0, 0x20, 0x09, 0x0a, 0x0d];

export interface ZipMember {
	/** A label only: the last part of the name in the archive, without what could hurt a terminal or a path. */
	readonly name: string;
	readonly compressed: Uint8Array;
	readonly isDeflated: boolean;
	/** Bytes unpacked, as stated. */
	readonly size: number;
	readonly crc: number;
}

interface Directory {
	readonly start: number;
	readonly end: number;
	readonly count: number;
}

interface Entry extends ZipMember {
	readonly fullName: string;
	readonly from: number;
	readonly to: number;
}

/**
 * The members of a ZIP by its central directory, in the directory's order. What is stated is checked
 * against the bytes: an archive whose parts overlap, are encrypted or lie outside the file is refused.
 * @throws UnexpectedAnswerError
 */
export function zipMembers(bytes: Uint8Array, file: string): readonly ZipMember[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const { start, end, count } = directoryOf(view, file);
	if (count > MAX_MEMBERS) {
		throw zipRefusal(file, `it has ${count} members, and at most ${MAX_MEMBERS} are read`);
	}
	const entries: Entry[] = [];
	let at = start;
	for (let index = 0; index < count; index++) {
		if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) {
			throw zipRefusal(file, `entry ${index + 1} of its directory is missing`);
		}
		const next = at + 46 + lengthsAt(view, at + 28) + view.getUint16(at + 32, true);
		if (next > end) throw zipRefusal(file, `entry ${index + 1} of its directory is cut off`);
		const entry = entryAt(view, bytes, at, file);
		if (!isFolder(entry, file)) entries.push(entry);
		at = next;
	}
	if (at !== end) throw zipRefusal(file, 'its directory holds more than it states');
	if (entries.length === 0) throw zipRefusal(file, 'there is no file in it');
	refuseSameNames(entries, file);
	refuseOverlaps(entries, start, file);
	return entries;
}

export function zipRefusal(file: string, what: string): UnexpectedAnswerError {
	return new UnexpectedAnswerError(
		`The archive ${file} is damaged: ${what}. Download the export again.`,
	);
}

function directoryOf(view: DataView, file: string): Directory {
	const at = directoryEnd(view, file);
	const locator = at - LOCATOR_64_BYTES;
	const isZip64 = locator >= 0 && view.getUint32(locator, true) === LOCATOR_64;
	const directory = isZip64 ? directory64(view, locator, file) : plainDirectory(view, at);
	const { start, end } = directory;
	// Only ZIP64 may put something between the directory and its end record.
	const next = isZip64 ? numberAt(view, locator + 8) : at;
	if (start > end || end !== next) throw zipRefusal(file, 'its directory is not where it says');
	return directory;
}

function plainDirectory(view: DataView, at: number): Directory {
	const start = view.getUint32(at + 16, true);
	const count = view.getUint16(at + 10, true);
	// More than one disk: no such file is made today.
	const isWhole = view.getUint32(at + 4, true) === 0 && view.getUint16(at + 8, true) === count;
	return { start, end: isWhole ? start + view.getUint32(at + 12, true) : -1, count };
}

function directory64(view: DataView, locator: number, file: string): Directory {
	const at = numberAt(view, locator + 8);
	const fits = at <= locator - DIRECTORY_END_64_BYTES;
	if (!fits || view.getUint32(at, true) !== DIRECTORY_END_64) {
		throw zipRefusal(file, 'its ZIP64 record is not where it says');
	}
	const start = numberAt(view, at + 48);
	return { start, end: start + numberAt(view, at + 40), count: numberAt(view, at + 32) };
}

function directoryEnd(view: DataView, file: string): number {
	// Zeros or blanks may follow it, as some servers fill up blocks.
	const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
	const filled = bytes.findLastIndex((byte) => !PADDING.includes(byte)) + 1;
	const first = Math.max(0, filled - DIRECTORY_END_BYTES - MAX_COMMENT_BYTES);
	let at = Math.min(view.byteLength - DIRECTORY_END_BYTES, filled - 4);
	for (; at >= first; at--) {
		const end = at + DIRECTORY_END_BYTES + view.getUint16(at + 20, true);
		const fits = end >= filled && end <= view.byteLength;
		if (fits && view.getUint32(at, true) === DIRECTORY_END) return at;
	}
	throw zipRefusal(file, 'its end is missing');
}

function entryAt(view: DataView, bytes: Uint8Array, at: number, file: string): Entry {
	const nameEnd = at + 46 + view.getUint16(at + 28, true);
	const fullName = new TextDecoder().decode(bytes.subarray(at + 46, nameEnd));
	const name = labelOf(fullName);
	const method = view.getUint16(at + 10, true);
	if (view.getUint16(at + 8, true) & ENCRYPTED) throw zipRefusal(file, `${name} is encrypted`);
	if (method !== STORED && method !== DEFLATED) {
		throw zipRefusal(file, `${name} is packed by a method that is not read here (${method})`);
	}
	const extra = bytes.subarray(nameEnd, nameEnd + view.getUint16(at + 30, true));
	const [size, packed, from] = sizesAt(view, at, extra, () =>
		zipRefusal(file, `the ZIP64 sizes of ${name} are missing`),
	);
	if (from > bytes.length - 30 || view.getUint32(from, true) !== LOCAL_HEADER) {
		throw zipRefusal(file, `${name} is not where the directory says`);
	}
	if (isContradicted(view, at, from)) throw zipRefusal(file, `${name} is described in two ways`);
	const start = from + 30 + lengthsAt(view, from + 26);
	if (packed > bytes.length - start) throw zipRefusal(file, `${name} is cut off`);
	return {
		name,
		fullName,
		compressed: bytes.subarray(start, start + packed),
		isDeflated: method === DEFLATED,
		size,
		crc: view.getUint32(at + 16, true),
		from,
		to: start + packed,
	};
}

/** A folder holds nothing: rows under such a name would be lost without a word. */
function isFolder({ fullName, size }: Entry, file: string): boolean {
	if (!fullName.endsWith('/')) return false;
	if (size > 0) throw zipRefusal(file, 'a folder in it has content');
	return true;
}

/**
 * Whether the header before the data says something else than the directory. Readers differ in whom
 * they believe. Checksum and sizes may be left out there, to follow the data.
 */
function isContradicted(view: DataView, at: number, from: number): boolean {
	if (view.getUint16(from + 8, true) !== view.getUint16(at + 10, true)) return true;
	if (view.getUint16(from + 6, true) & HAS_DESCRIPTOR) return false;
	return [14, 18, 22].some((field) => {
		const [here, there] = [
			view.getUint32(from + field, true),
			view.getUint32(at + field + 2, true),
		];
		const isElsewhere = here === ZIP64_SENTINEL || there === ZIP64_SENTINEL;
		// A checksum always has room where it belongs.
		return here !== there && (field === 14 || !isElsewhere);
	});
}

/** Size, packed size and offset, from the ZIP64 field where the entry has no room for them. */
function sizesAt(
	view: DataView,
	at: number,
	extra: Uint8Array,
	missing: () => UnexpectedAnswerError,
): readonly [number, number, number] {
	const field = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
	let next = zip64FieldIn(field);
	const read = (plain: number): number => {
		if (plain !== ZIP64_SENTINEL) return plain;
		if (next.from + 8 > next.to) throw missing();
		const number = numberAt(field, next.from);
		next = { from: next.from + 8, to: next.to };
		return number;
	};
	const size = read(view.getUint32(at + 24, true));
	const packed = read(view.getUint32(at + 20, true));
	return [size, packed, read(view.getUint32(at + 42, true))];
}

function zip64FieldIn(extra: DataView): { readonly from: number; readonly to: number } {
	for (let at = 0; at + 4 <= extra.byteLength;) {
		const to = at + 4 + extra.getUint16(at + 2, true);
		if (to > extra.byteLength) break;
		if (extra.getUint16(at, true) === ZIP64_FIELD) return { from: at + 4, to };
		at = to;
	}
	return { from: 0, to: 0 };
}

/** 64 bits. Beyond 2^53 it is no longer exact, and far beyond any file. */
function numberAt(view: DataView, at: number): number {
	return Number(view.getBigUint64(at, true));
}

/** Lengths of name and extra field, which stand side by side. */
function lengthsAt(view: DataView, at: number): number {
	return view.getUint16(at, true) + view.getUint16(at + 2, true);
}

function refuseSameNames(entries: readonly Entry[], file: string): void {
	const names = new Set<string>();
	for (const { fullName, name } of entries) {
		if (names.has(fullName)) throw zipRefusal(file, `it has two members named ${name}`);
		names.add(fullName);
	}
}

function refuseOverlaps(entries: readonly Entry[], directory: number, file: string): void {
	let end = 0;
	for (const { from, to } of [...entries].sort((a, b) => a.from - b.from)) {
		if (from < end || to > directory) throw zipRefusal(file, 'its members overlap');
		end = to;
	}
}

function labelOf(name: string): string {
	const base = name.split(/[\\/]/).at(-1) ?? '';
	return base.replace(/[^\w .()-]/g, '_').slice(0, 100) || 'unnamed';
}
