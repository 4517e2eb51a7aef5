import { InputError } from '../../../shared/errors';

/** n8n holds a file in one piece. Zoho's own file of 1,000,000 entries takes about 18 MB, their CSV 200. */
const MAX_FILE_BYTES = 1024 * 1024 * 1024;

const STEP_BYTES = 16 * 1024 * 1024;

/**
 * The chunks in one buffer that grows in place: joining them at the end would take twice the memory.
 * @throws InputError above 1 GiB.
 */
export async function fileBytes(
	chunks: AsyncIterable<Uint8Array>,
	maxBytes = MAX_FILE_BYTES,
): Promise<Uint8Array> {
	const memory = new ArrayBuffer(0, { maxByteLength: maxBytes });
	let size = 0;
	for await (const chunk of chunks) {
		const end = size + chunk.length;
		if (end > maxBytes) {
			throw new InputError(
				`The file would be larger than ${maxBytes.toLocaleString('en')} bytes. Use more filters or a shorter period, or the file as Zoho created it.`,
				{ parameter: 'fileContent' },
			);
		}
		if (end > memory.byteLength) memory.resize(Math.min(maxBytes, end + STEP_BYTES));
		new Uint8Array(memory, size, chunk.length).set(chunk);
		size = end;
	}
	return new Uint8Array(memory, 0, size);
}
