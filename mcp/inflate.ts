import { createInflateRaw } from 'node:zlib';
import type { Inflate } from '../shared/files/inflate';

const CHUNK_BYTES = 256 * 1024;

/**
 * Unpacks raw deflate data in Node's zlib, off the main thread and chunk by chunk: whoever reads
 * decides how much is unpacked, and stopping stops it.
 */
export const nodeInflate: Inflate = async function* (compressed) {
	const inflater = createInflateRaw({ chunkSize: CHUNK_BYTES });
	inflater.end(compressed);
	try {
		yield* inflater as AsyncIterable<Uint8Array>;
	} finally {
		inflater.destroy();
	}
};
