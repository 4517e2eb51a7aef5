import { UnexpectedAnswerError } from '../errors';
import { crc32 } from './crc32';

/** PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12, 4.3.16. */
const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const DIRECTORY_END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const STORED = 0;
const DEFLATED = 8;
/** In place of a size or an offset that is told in a ZIP64 record. No export comes near 4 GB. */
const TOLD_ELSEWHERE = 0xffffffff;
/** Deflate cannot do better than this. */
const MAX_DEFLATE_RATIO = 1032;

export const ZIP_LIMITS = {
	/** Ten files are documented: 1,000,000 entries, 100,000 each. */
	members: 1_000,
	/** One member, unpacked. 100,000 entries of realistic width are some 10 MB. */
	memberBytes: 512 * 1024 * 1024,
} as const;

/** Unpacks raw deflate data. Lent by a host that has a faster one than the web platform's. */
export type Inflate = (compressed: Uint8Array) => AsyncIterable<Uint8Array>;

export interface ZipMember {
	/** A label only: the last part of the name in the archive, without what could hurt a terminal or a path. */
	readonly name: string;
	readonly compressed: Uint8Array;
	readonly isDeflated: boolean;
	readonly size: number;
	readonly crc: number;
}

/**
 * The members of a ZIP by its central directory, in the directory's order. What is stated is checked
 * against the bytes: an archive whose parts overlap, are encrypted or lie outside the file is refused.
 * @throws UnexpectedAnswerError
 */
export function zipMembers(bytes: Uint8Array, file: string): readonly ZipMember[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const end = directoryEnd(view, file);
	const count = view.getUint16(end + 10, true);
	const start = view.getUint32(end + 16, true);
	const plain = view.getUint16(end + 4, true) === 0 && start !== TOLD_ELSEWHERE;
	if (!plain || start + view.getUint32(end + 12, true) > end) {
		throw refusal(file, 'its directory lies outside the file');
	}
	if (count > ZIP_LIMITS.members) {
		throw refusal(file, `it has ${count} members; at most ${ZIP_LIMITS.members} are read`);
	}
	const members: (ZipMember & Span)[] = [];
	let at = start;
	for (let index = 0; index < count; index++) {
		if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) {
			throw refusal(file, `entry ${index + 1} of its directory is missing`);
		}
		const member = memberAt(view, bytes, at, file);
		if (member) members.push(member);
		at += 46 + lengthsAt(view, at + 28) + view.getUint16(at + 32, true);
	}
	refuseOverlaps(members, start, file);
	return members;
}

/**
 * A member's bytes, whole and checked: nothing of a member with a wrong size or checksum is given.
 * @throws UnexpectedAnswerError
 */
export async function unpack(
	member: ZipMember,
	inflate: Inflate,
	file: string,
): Promise<Uint8Array> {
	const { size, compressed, name } = member;
	const isPossible = member.isDeflated
		? size <= compressed.length * MAX_DEFLATE_RATIO
		: size === compressed.length;
	if (!isPossible) throw refusal(file, `the size stated for ${name} cannot be true`);
	if (size > ZIP_LIMITS.memberBytes) {
		throw refusal(file, `${name} unpacks to more than ${ZIP_LIMITS.memberBytes} bytes`);
	}
	const bytes = member.isDeflated ? await inflated(member, inflate, file) : compressed;
	if (crc32(bytes) !== member.crc) throw refusal(file, `the checksum of ${name} is wrong`);
	return bytes;
}

/** The web platform's own inflater. */
export async function* webInflate(compressed: Uint8Array): AsyncGenerator<Uint8Array> {
	const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
		start(controller) {
			controller.enqueue(compressed as Uint8Array<ArrayBuffer>);
			controller.close();
		},
	});
	const reader = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield value;
		}
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

async function inflated(member: ZipMember, inflate: Inflate, file: string): Promise<Uint8Array> {
	const bytes = new Uint8Array(member.size);
	let filled = 0;
	try {
		for await (const chunk of inflate(member.compressed)) {
			if (filled + chunk.length > bytes.length) {
				throw refusal(file, `${member.name} unpacks to more than it states`);
			}
			bytes.set(chunk, filled);
			filled += chunk.length;
		}
	} catch (error) {
		if (error instanceof UnexpectedAnswerError) throw error;
		throw refusal(file, `${member.name} cannot be unpacked`);
	}
	if (filled < bytes.length) throw refusal(file, `${member.name} unpacks to less than it states`);
	return bytes;
}

interface Span {
	readonly from: number;
	readonly to: number;
}

function memberAt(
	view: DataView,
	bytes: Uint8Array,
	at: number,
	file: string,
): (ZipMember & Span) | undefined {
	const nameEnd = at + 46 + view.getUint16(at + 28, true);
	const fullName = new TextDecoder().decode(bytes.subarray(at + 46, nameEnd));
	if (fullName.endsWith('/')) return undefined;
	const name = labelOf(fullName);
	const flags = view.getUint16(at + 8, true);
	const method = view.getUint16(at + 10, true);
	const packed = view.getUint32(at + 20, true);
	const size = view.getUint32(at + 24, true);
	const from = view.getUint32(at + 42, true);
	if (flags & 1) throw refusal(file, `${name} is encrypted`);
	if (method !== STORED && method !== DEFLATED) {
		throw refusal(file, `${name} is compressed by a method that is not read here (${method})`);
	}
	if (packed === TOLD_ELSEWHERE || size === TOLD_ELSEWHERE || from === TOLD_ELSEWHERE) {
		throw refusal(file, `${name} states a size of more than 4 GB`);
	}
	if (from + 30 > bytes.length || view.getUint32(from, true) !== LOCAL_HEADER) {
		throw refusal(file, `${name} is not where the directory says`);
	}
	const start = from + 30 + lengthsAt(view, from + 26);
	if (start + packed > bytes.length) throw refusal(file, `${name} is cut off`);
	return {
		name,
		compressed: bytes.subarray(start, start + packed),
		isDeflated: method === DEFLATED,
		size,
		crc: view.getUint32(at + 16, true),
		from,
		to: start + packed,
	};
}

/** Lengths of name and extra field, which stand side by side. */
function lengthsAt(view: DataView, at: number): number {
	return view.getUint16(at, true) + view.getUint16(at + 2, true);
}

function directoryEnd(view: DataView, file: string): number {
	const last = view.byteLength - DIRECTORY_END_BYTES;
	for (let at = last; at >= 0 && at >= last - MAX_COMMENT_BYTES; at--) {
		const fits = view.getUint32(at, true) === DIRECTORY_END;
		if (fits && at + DIRECTORY_END_BYTES + view.getUint16(at + 20, true) === view.byteLength) {
			return at;
		}
	}
	throw refusal(file, 'its end is missing');
}

function refuseOverlaps(members: readonly Span[], directory: number, file: string): void {
	let end = 0;
	for (const span of [...members].sort((a, b) => a.from - b.from)) {
		if (span.from < end || span.to > directory) throw refusal(file, 'its members overlap');
		end = span.to;
	}
}

function labelOf(name: string): string {
	const base = name.split(/[\\/]/).at(-1) ?? '';
	return base.replace(/[^\w .()-]/g, '_').slice(0, 100) || 'unnamed';
}

function refusal(file: string, what: string): UnexpectedAnswerError {
	return new UnexpectedAnswerError(
		`The archive ${file} is damaged: ${what}. Download the export again.`,
	);
}
