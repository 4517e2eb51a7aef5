import type { FileMemory } from './fileMemory';
import {
	decompressed,
	type Gunzip,
	gzipAround,
	orRefused,
	chunksOf,
	platformGunzip,
} from './gunzip';
import type { Sleep } from '../http/transport';
import { BYTES_BETWEEN_YIELDS, timedYield, type YieldToEventLoop } from './yieldToEventLoop';
import type { OnSkipped } from './rows/unreadRows';
import { type ZipMember, zipMembers, zipRefusal } from './zipDirectory';

/** Deflate cannot do better than this. */
const MAX_DEFLATE_RATIO = 1032;
/** Above the harmless size, nothing honest is packed so well; below it, a file may repeat itself as it likes. */
const BOMB = { ratio: 200, harmlessBytes: 64 * 1024 * 1024 } as const;

export const ZIP_LIMITS = {
	/** One member, unpacked. 100,000 entries of realistic width are some 10 MB. */
	memberBytes: 512 * 1024 * 1024,
	/** All members of one archive, unpacked. Ten files are documented. */
	bytes: 1024 * 1024 * 1024,
} as const;

export interface UnpackedMember {
	readonly name: string;
	/** Which one of the archive. */
	readonly index: number;
	/** Where its bytes are in the memory, until the next member is unpacked. */
	readonly start: number;
	readonly end: number;
}

/** What unpacking needs of its host. */
export interface UnpackingHost {
	readonly yieldToEventLoop: YieldToEventLoop;
	/** The web platform's by default. */
	readonly gunzip?: Gunzip | undefined;
	/** Called for each member that is no CSV. */
	readonly onSkipped?: OnSkipped | undefined;
}

/** As a session's host unpacks; aborted by the signal. */
export function unpackingHost(
	session: Pick<UnpackingHost, 'gunzip'> & { readonly sleep: Sleep; readonly ticks: () => number },
	signal?: AbortSignal,
): UnpackingHost {
	const { gunzip, sleep, ticks } = session;
	return { gunzip, yieldToEventLoop: timedYield(sleep, ticks, signal) };
}

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Whether to read the CSV with this index in its file. */
export type CsvPredicate = (index: number) => boolean | Promise<boolean>;

/**
 * The members of a ZIP, each whole and checked: nothing of a member with a wrong size or checksum is
 * given. All are unpacked into the same memory, one after another.
 * @param isNeeded called before each member: one that is not needed is not unpacked.
 * @throws UnexpectedAnswerError
 */
export async function* unpackedMembers(
	archive: Uint8Array,
	file: string,
	memory: FileMemory,
	host: UnpackingHost,
	isNeeded: CsvPredicate = () => true,
): AsyncGenerator<UnpackedMember, void, undefined> {
	const members = zipMembers(archive, file);
	refuseBombs(members, file);
	for (const [index, member] of members.entries()) {
		if (!(await isNeeded(index))) continue;
		memory.reset();
		const start = memory.allocate(member.size);
		await unpack({ ...host, file, member, memory, start });
		yield { name: member.name, index, start, end: start + member.size };
	}
}

/** A member and where it goes. */
interface Unpacking extends UnpackingHost {
	readonly file: string;
	readonly member: ZipMember;
	readonly memory: FileMemory;
	readonly start: number;
}

async function unpack(unpacking: Unpacking): Promise<void> {
	const { gunzip = platformGunzip } = unpacking;
	const { compressed, isDeflated, crc, size } = unpacking.member;
	if (isDeflated) {
		const chunks = gunzip(gzipAround(compressed, crc, size));
		await fill(
			unpacking,
			orRefused(chunks, async () => await reasonOf(unpacking)),
		);
	} else {
		await fillChecked(unpacking, chunksOf([compressed], BYTES_BETWEEN_YIELDS));
	}
}

/** What of a member is not as stated, by its data alone: as gzip, all that is known is that something is not. */
async function reasonOf(unpacking: Unpacking): Promise<Error> {
	const { file, member } = unpacking;
	const damaged = zipRefusal(file, `${member.name} cannot be unpacked`);
	const chunks = decompressed([member.compressed], 'deflate-raw');
	await fillChecked(
		unpacking,
		orRefused(chunks, () => damaged),
	);
	// All that is wrong is that it continues after its end.
	return damaged;
}

async function fillChecked(unpacking: Unpacking, chunks: Chunks): Promise<void> {
	const { file, member, memory } = unpacking;
	let sum = 0;
	await fill(unpacking, chunks, (from, to) => (sum = memory.run.checksum(from, to, sum)));
	if (sum >>> 0 !== member.crc) throw zipRefusal(file, `the checksum of ${member.name} is wrong`);
}

/** Writes the chunks into the memory. Nothing is written beyond the size that is stated. */
async function fill(
	{ file, member: { name, size }, memory, start, yieldToEventLoop }: Unpacking,
	chunks: Chunks,
	onWritten?: (from: number, to: number) => void,
): Promise<void> {
	const end = start + size;
	let at = start;
	for await (const chunk of chunks) {
		const to = at + chunk.length;
		if (to > end) throw zipRefusal(file, `${name} unpacks to more than it states`);
		memory.bytes.set(chunk, at);
		onWritten?.(at, to);
		at = to;
		await yieldToEventLoop();
	}
	if (at < end) throw zipRefusal(file, `${name} unpacks to less than it states`);
}

function refuseBombs(members: readonly ZipMember[], file: string): void {
	let total = 0;
	for (const { name, size, compressed, isDeflated } of members) {
		const isPossible = isDeflated
			? size <= compressed.length * MAX_DEFLATE_RATIO
			: size === compressed.length;
		if (!isPossible) throw zipRefusal(file, `the size stated for ${name} cannot be true`);
		total += size;
		if (size > ZIP_LIMITS.memberBytes || total > ZIP_LIMITS.bytes) {
			throw zipRefusal(file, `it unpacks to more than is read (${size} bytes in ${name})`);
		}
		if (isBomb(size, compressed.length)) {
			throw zipRefusal(file, `${name} unpacks to more than ${BOMB.ratio} times itself`);
		}
	}
}

/** Whether nothing honest unpacks to so much. */
export function isBomb(unpacked: number, packed: number): boolean {
	return unpacked > BOMB.harmlessBytes && unpacked > packed * BOMB.ratio;
}
