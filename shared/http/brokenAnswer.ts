import { AuditLogError, UnavailableError, UnexpectedAnswerError } from '../errors';
import { collect } from './body';
import { noAnswer } from './noAnswer';
import type { ZohoResponse } from './transport';

/** No whole answer came, and this is what did: `resuming` asks for the rest of it. */
export class BrokenAnswer extends UnavailableError {
	constructor(
		message: string,
		readonly partial: ZohoResponse,
	) {
		super(message);
		this.name = 'UnavailableError';
	}
}

/**
 * An answer whose body is read from its source.
 * @throws BrokenAnswer when the source fails in the middle, UnexpectedAnswerError above `maxBytes`.
 */
export async function wholeAnswer(
	head: Pick<ZohoResponse, 'status' | 'headers'>,
	chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	maxBytes: number,
): Promise<ZohoResponse> {
	const came: Uint8Array[] = [];
	try {
		return { ...head, body: await collect(noted(chunks, came), maxBytes) };
	} catch (error) {
		if (error instanceof UnexpectedAnswerError) throw error;
		const { message } = error instanceof AuditLogError ? error : noAnswer(error);
		throw new BrokenAnswer(message, { ...head, body: await collect(came, Infinity) });
	}
}

async function* noted(
	chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	came: Uint8Array[],
): AsyncGenerator<Uint8Array> {
	for await (const chunk of chunks) {
		came.push(chunk);
		yield chunk;
	}
}
