import { createInflateRaw } from 'node:zlib';

const CHUNK_BYTES = 256 * 1024;

/** Raw deflate data as Node's zlib unpacks it at its fastest: in large chunks, off the main thread. */
export async function* nodeInflate(compressed: Uint8Array): AsyncGenerator<Uint8Array> {
	const inflater = createInflateRaw({ chunkSize: CHUNK_BYTES });
	inflater.end(compressed);
	try {
		yield* inflater as AsyncIterable<Uint8Array>;
	} finally {
		inflater.destroy();
	}
}
