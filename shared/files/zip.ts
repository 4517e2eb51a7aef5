import type { FileMemory } from './fileMemory';
import { BOMB, isBomb } from './inflate';
import { BYTES_BETWEEN_YIELDS, type YieldToEventLoop } from './yieldToEventLoop';
import { type ZipMember, zipMembers, zipRefusal } from './zipDirectory';

/** Deflate cannot do better than this. */
const MAX_DEFLATE_RATIO = 1032;
/** What `inflate` answers. */
const [GOES_ON, , DAMAGED, TOO_LONG] = [0, 1, 2, 3];

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
	yieldToEventLoop: YieldToEventLoop,
	isNeeded: CsvPredicate = () => true,
): AsyncGenerator<UnpackedMember, void, undefined> {
	const members = zipMembers(archive, file);
	refuseBombs(members, file);
	for (const [index, { name, size, compressed, isDeflated, crc }] of members.entries()) {
		if (!(await isNeeded(index))) continue;
		memory.reset();
		const packed = memory.hold(compressed);
		const packedEnd = packed + compressed.length;
		const start = isDeflated ? memory.take(size) : packed;
		const end = start + size;
		if (isDeflated) memory.run.beginInflating(packed, packedEnd, start, end);
		let sum = 0;
		for (let at = start, isWhole = false; !isWhole; await yieldToEventLoop()) {
			const outcome = isDeflated ? memory.run.inflate(BYTES_BETWEEN_YIELDS / 4) : 1;
			if (outcome === DAMAGED) throw zipRefusal(file, `${name} cannot be unpacked`);
			if (outcome === TOO_LONG) throw zipRefusal(file, `${name} unpacks to more than it states`);
			const to = isDeflated ? memory.run.inflatedTo() : Math.min(end, at + BYTES_BETWEEN_YIELDS);
			sum = memory.run.checksum(at, to, sum);
			at = to;
			isWhole = isDeflated ? outcome !== GOES_ON : at === end;
			if (isWhole && at < end) throw zipRefusal(file, `${name} unpacks to less than it states`);
		}
		if (sum >>> 0 !== crc) throw zipRefusal(file, `the checksum of ${name} is wrong`);
		yield { name, index, start, end };
	}
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
