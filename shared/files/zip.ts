import { crc32 } from './crc32';
import { BOMB, type Inflate, isBomb, orRefused } from './inflate';
import { BYTES_AT_ONCE, type Pause } from './pause';
import { type ZipMember, zipMembers, zipRefusal } from './zipDirectory';

/** Deflate cannot do better than this. */
const MAX_DEFLATE_RATIO = 1032;
/** Room that is taken at first: as much as an export of realistic texts needs. */
const USUAL_RATIO = 12;

export const ZIP_LIMITS = {
	/** One member, unpacked. 100,000 entries of realistic width are some 10 MB. */
	memberBytes: 512 * 1024 * 1024,
	/** All members of one archive, unpacked. Ten files are documented. */
	bytes: 1024 * 1024 * 1024,
} as const;

export interface UnpackedMember {
	readonly name: string;
	/** Overwritten when the next member is unpacked. */
	readonly bytes: Uint8Array;
}

/**
 * The members of a ZIP, each whole and checked: nothing of a member with a wrong size or checksum is
 * given. All are unpacked into the same memory, one after another.
 * @throws UnexpectedAnswerError
 */
export async function* unpackedMembers(
	archive: Uint8Array,
	file: string,
	inflate: Inflate,
	pause: Pause,
): AsyncGenerator<UnpackedMember, void, undefined> {
	const members = zipMembers(archive, file);
	refuseBombs(members, file);
	let room: Uint8Array = new Uint8Array(0);
	for (const member of members) {
		const { name, size, compressed } = member;
		const chunks = member.isDeflated ? inflate(compressed) : slicesOf(compressed);
		const usual = Math.min(size, compressed.length * USUAL_RATIO);
		if (room.length < usual) room = new Uint8Array(usual);
		let filled = 0;
		let nextPause = 0;
		let crc = 0;
		const refusal = (): Error => zipRefusal(file, `${name} cannot be unpacked`);
		for await (const chunk of orRefused(chunks, refusal)) {
			const end = filled + chunk.length;
			if (end > size) throw zipRefusal(file, `${name} unpacks to more than it states`);
			if (end > room.length) room = enlarged(room, filled, Math.min(size, end * 2));
			room.set(chunk, filled);
			filled = end;
			crc = crc32(chunk, crc);
			// Inflaters give pieces of 16 KB and more.
			if (filled >= nextPause) {
				await pause();
				nextPause = filled + BYTES_AT_ONCE / 4;
			}
		}
		if (filled < size) throw zipRefusal(file, `${name} unpacks to less than it states`);
		if (crc !== member.crc) throw zipRefusal(file, `the checksum of ${name} is wrong`);
		yield { name, bytes: room.subarray(0, size) };
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

async function* slicesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += BYTES_AT_ONCE) {
		yield bytes.subarray(at, at + BYTES_AT_ONCE);
	}
}

function enlarged(room: Uint8Array, filled: number, size: number): Uint8Array {
	const larger = new Uint8Array(size);
	larger.set(room.subarray(0, filled));
	return larger;
}
