import { UnexpectedAnswerError } from '../errors';

/**
 * The same text in UTF-8 without a byte order mark. Zoho does not document the encoding of an export:
 * a mark decides, and without one it is taken for UTF-8.
 */
export function toUtf8(bytes: Uint8Array, file: string): Uint8Array {
	const [first, second, third] = bytes;
	if (first === 0xef && second === 0xbb && third === 0xbf) return bytes.subarray(3);
	if (first === 0xff && second === 0xfe) return recoded(bytes, 'utf-16le', file);
	if (first === 0xfe && second === 0xff) return recoded(bytes, 'utf-16be', file);
	return bytes;
}

function recoded(bytes: Uint8Array, encoding: string, file: string): Uint8Array {
	try {
		return new TextEncoder().encode(new TextDecoder(encoding, { fatal: true }).decode(bytes));
	} catch {
		throw new UnexpectedAnswerError(
			`The file ${file} says that it is ${encoding.toUpperCase()} and holds bytes that are not.`,
		);
	}
}
