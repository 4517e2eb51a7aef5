import { UnexpectedAnswerError } from '../errors';
import { BYTES_BETWEEN_YIELDS, type YieldToEventLoop } from './yieldToEventLoop';

/**
 * The same text in UTF-8 without a byte order mark. Zoho does not document the encoding of an export:
 * a mark decides, and without one it is assumed to be UTF-8.
 * @throws UnexpectedAnswerError for bytes that are not what the mark says.
 */
export async function toUtf8(
	bytes: Uint8Array,
	file: string,
	yieldToEventLoop: YieldToEventLoop,
): Promise<Uint8Array> {
	const [first, second, third] = bytes;
	if (first === 0xef && second === 0xbb && third === 0xbf) return bytes.subarray(3);
	if (first === 0xff && second === 0xfe)
		return await recoded(bytes, 'utf-16le', file, yieldToEventLoop);
	if (first === 0xfe && second === 0xff)
		return await recoded(bytes, 'utf-16be', file, yieldToEventLoop);
	return bytes;
}

async function recoded(
	bytes: Uint8Array,
	encoding: string,
	file: string,
	yieldToEventLoop: YieldToEventLoop,
): Promise<Uint8Array> {
	const decoder = new TextDecoder(encoding, { fatal: true });
	const encoder = new TextEncoder();
	// Two bytes become three at most.
	const text = new Uint8Array(Math.ceil(bytes.length / 2) * 3);
	let filled = 0;
	for (let at = 0; at < bytes.length; at += BYTES_BETWEEN_YIELDS) {
		const end = at + BYTES_BETWEEN_YIELDS;
		let chunk: string;
		try {
			chunk = decoder.decode(bytes.subarray(at, end), { stream: end < bytes.length });
		} catch {
			throw new UnexpectedAnswerError(
				`The file ${file} is damaged: it says that it is ${encoding.toUpperCase()} and holds bytes that are not (after byte ${at}). Download the export again.`,
			);
		}
		filled += encoder.encodeInto(chunk, text.subarray(filled)).written;
		await yieldToEventLoop();
	}
	return text.subarray(0, filled);
}
