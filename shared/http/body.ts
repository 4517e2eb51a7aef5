import { UnexpectedAnswerError } from '../errors';

/**
 * The chunks of a body as one array; the source is closed when there are more than `maxBytes`.
 * @throws UnexpectedAnswerError above `maxBytes`; what the source throws.
 */
export async function collect(
	chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	maxBytes: number,
): Promise<Uint8Array> {
	const kept: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of chunks) {
		size += chunk.length;
		if (size > maxBytes) {
			throw new UnexpectedAnswerError(
				`Zoho's answer is larger than ${maxBytes} bytes; it was not read to its end.`,
			);
		}
		kept.push(chunk);
	}
	if (kept.length === 1 && kept[0]) return kept[0];
	const body = new Uint8Array(size);
	let at = 0;
	for (const chunk of kept) {
		body.set(chunk, at);
		at += chunk.length;
	}
	return body;
}
