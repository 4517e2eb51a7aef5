/**
 * Unpacks a gzip file (RFC 1952) from its parts. Throws where it is damaged, ends early or continues
 * after its end, or where its checksum or length is wrong. Leaving the iteration stops the work.
 */
export type Gunzip = (parts: readonly Uint8Array[]) => AsyncIterable<Uint8Array>;

/** Given to the platform at a time, so that leaving ends the work soon. */
const PIECE_BYTES = 64 * 1024;
/** Deflate data, no name, no time, unknown system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

/** By the web platform. A host may provide a faster one: docs/decisions/inflating.md */
export const platformGunzip: Gunzip = (parts) => decompressed(parts, 'gzip');

/** Node accepts bytes after the end of raw deflate data: only in gzip is the end known. */
export async function* decompressed(
	parts: readonly Uint8Array[],
	format: 'gzip' | 'deflate-raw',
): AsyncGenerator<Uint8Array> {
	const chunks = chunksOf(parts);
	const source = new ReadableStream<Uint8Array<ArrayBuffer>>(
		{
			pull(controller) {
				const { done, value } = chunks.next();
				if (done) controller.close();
				else controller.enqueue(value as Uint8Array<ArrayBuffer>);
			},
		},
		{ highWaterMark: 0 },
	);
	const reader = source.pipeThrough(new DecompressionStream(format)).getReader();
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

/** Raw deflate data as a gzip file, so that what unpacks it also compares checksum, length and end. */
export function gzipAround(deflated: Uint8Array, crc: number, size: number): readonly Uint8Array[] {
	const trailer = new DataView(new ArrayBuffer(8));
	trailer.setUint32(0, crc, true);
	trailer.setUint32(4, size, true);
	return [HEADER, deflated, new Uint8Array(trailer.buffer)];
}

/** The same chunks. An error of their source is replaced by the refusal, one of their reader is not. */
export async function* orRefused(
	chunks: AsyncIterable<Uint8Array>,
	refusal: () => Error | Promise<Error>,
): AsyncGenerator<Uint8Array> {
	try {
		yield* chunks;
	} catch {
		throw await refusal();
	}
}

export function* chunksOf(
	parts: readonly Uint8Array[],
	pieceBytes = PIECE_BYTES,
): Generator<Uint8Array> {
	for (const part of parts) {
		for (let at = 0; at < part.length; at += pieceBytes) yield part.subarray(at, at + pieceBytes);
	}
}
