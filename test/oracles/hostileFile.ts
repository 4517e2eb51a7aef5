import { constants, crc32, deflateRawSync } from 'node:zlib';

/** A malicious file, and the words of its refusal. Generated on demand: some are large. */
export interface HostileFile {
	readonly name: string;
	readonly refusal: string;
	make(): Uint8Array;
}

const MB = 1024 * 1024;

/** So many megabytes of one byte: packed a megabyte at a time, because packing all of them takes seconds. */
export function packedRun(byte: number | string, megabytes: number): Buffer {
	const one = deflateRawSync(Buffer.alloc(MB, byte), { finishFlush: constants.Z_FULL_FLUSH });
	return Buffer.concat([...Array<Buffer>(megabytes).fill(one), deflateRawSync('')]);
}

/** The same as a gzip file: https://www.rfc-editor.org/rfc/rfc1952 */
export function gzippedRun(byte: number | string, megabytes: number): Buffer {
	const one = Buffer.alloc(MB, byte);
	const trailer = Buffer.alloc(8);
	let crc = 0;
	for (let count = 0; count < megabytes; count++) crc = crc32(one, crc);
	trailer.writeUInt32LE(crc, 0);
	trailer.writeUInt32LE(megabytes * MB, 4);
	const header = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);
	return Buffer.concat([header, packedRun(byte, megabytes), trailer]);
}
