import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { UnavailableError } from '../../shared/errors';

const DECODERS: Readonly<Record<string, () => Transform>> = {
	gzip: createGunzip,
	'x-gzip': createGunzip,
	deflate: createInflate,
	br: createBrotliDecompress,
};

/**
 * A body without its Content-Encoding. One that ends early is an error of the stream.
 * @throws UnavailableError for an encoding that was not requested.
 */
export function decoded(stream: Readable, encoding: string | undefined): Readable {
	const name = encoding?.trim().toLowerCase() ?? 'identity';
	if (name === 'identity' || name === '') return stream;
	const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name]?.() : undefined;
	if (!decoder) {
		stream.destroy();
		throw new UnavailableError("Zoho's answer is compressed in a way that was not requested.");
	}
	// Errors reach the reader of the decoder.
	return pipeline(stream, decoder, () => undefined);
}
